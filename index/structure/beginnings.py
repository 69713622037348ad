"""Where another document begins in a file: with its title or below a date, and its first number."""

import re
from collections.abc import Sequence

from index.mentions.dates import read_date
from index.text.headings import Family, Heading, Line

MAX_TITLE_CHARS = 60
"""A longer line is no title."""

_TOP: frozenset[Family] = frozenset({"part", "chapter", "article", "cjk", "decimal"})
"""What the first clause of a document is numbered with."""
_TITLE = re.compile(
    r"[^。；;，,！？!?：:|]*(?:方案|计划|計劃|规划|規劃|意见|意見|办法|辦法|细则|細則|规定|規定|要点|要點|预案|預案|条例|條例"
    r"|制度|规则|規則|规范|規範|标准|標準|措施|纲要|綱要|决定|決定|指南|导则|導則|章程|公约|公約|通知|通告|公告|倡议书|倡議書)[0-9]{0,2}"
    r"(?:\s?[（(〔\[《][^。]{1,30}[）)〕\]》])?"
)


def find_beginnings(headings: Sequence[Heading], text: str, lines: Sequence[Line]) -> set[int]:
    """Return where the first clause of each document starts, that of the first one left out.

    Args:
        headings: In order.
        text: The source.
        lines: The document's own lines, in order.
    """
    beginnings: set[int] = set()
    above: set[Family] = set()
    position = 0
    previous: Heading | None = None
    for heading in headings:
        begins = False
        while position < len(lines) and lines[position].start < heading.start:
            line = lines[position]
            if previous is not None and line.start >= previous.end:
                begins = begins or _begins_anew(text, line)
            position += 1
        if begins and _is_first(heading, above):
            beginnings.add(heading.start)
            above.clear()
        above.add(heading.family)
        previous = heading
    return beginnings


def _begins_anew(text: str, line: Line) -> bool:
    """Tell whether a line is a document's title, or the date that ends one."""
    if line.end - line.start > MAX_TITLE_CHARS:
        return False
    words = text[line.start : line.end]
    date = read_date(words)
    is_date = date is not None and date.is_written and date.end == len(words)
    return is_date or _TITLE.fullmatch(words) is not None


def _is_first(heading: Heading, above: set[Family]) -> bool:
    """Tell whether a heading is the first of a document, not of a chapter or an annex."""
    is_top = heading.family in _TOP and heading.number == 1 and len(heading.outline) <= 1
    if not is_top or heading.added or "annex" in above:
        return False
    if heading.family in ("part", "chapter"):
        return True
    return not above & {"part", "chapter", "section"}
