"""Which labelled lines are headings of the document, and with which another document begins.

Labels that head nothing are left out: tables of contents, lists of annexes, cells of an annex's
tables, numbers that a sentence speaks of.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.mentions.dates import read_date
from index.structure.unmarked import only_outlines, outlined, with_bare_chinese, with_title
from index.text.headings import Family, Heading, Line, has_label
from index.text.layout import CUT_NUMBER, is_broken

MAX_ENTRY_CHARS = 80
"""A longer line, or one with a full stop, is text and no entry of a list (longest seen: 38)."""
MIN_ANNEX_CHARS = 40
"""What follows the name of an annex, if it stands there itself, has more characters; signature,
date and copies together have fewer."""

MIN_ENTRIES = 4
"""Fewer labels without text, and the first of them again, are clauses with a number repeated."""

_CONTENTS = re.compile(r"目\s*[录錄次]")
# 某市应急预案目录: a title's line, if the entries of a list follow it.
_CONTENTS_OF = re.compile(r"[^。；;，,：:《》]{4,60}目[录錄次]")
_LEADERS = re.compile(r"[\s.．…·‥—-]*[0-9０-９]*$")
_SPACES = re.compile(r"\s+")
_FULL_STOP = re.compile(r"[。；;]")
_NUMBERED = re.compile(r"^\s*[0-9０-９]{1,2}\s*[.．、]")
MAX_DOCUMENT_TITLE_CHARS = 60
"""A longer line is no title."""

_TOP: frozenset[Family] = frozenset({"part", "chapter", "article", "cjk", "decimal"})
"""What the first clause of a document is numbered with."""
_DOCUMENT_TITLE = re.compile(
    r"[^。；;，,！？!?：:|]*(?:方案|计划|計劃|规划|規劃|意见|意見|办法|辦法|细则|細則|规定|規定|要点|要點|预案|預案|条例|條例"
    r"|制度|规则|規則|规范|規範|标准|標準|措施|纲要|綱要|决定|決定|指南|导则|導則|章程|公约|公約|通知|通告|公告|倡议书|倡議書)[0-9]{0,2}"
    r"(?:\s?[（(〔\[《][^。]{1,30}[）)〕\]》])?"
)
MAX_GAP = 5
"""Digits further than this from the number before are a quantity or a table's cell, unless the
next number follows them, as in a part of a plan."""
MIN_ARTICLES = 3
"""Fewer lines that start with 第X条 are references to a statute, not its articles."""
MAX_TITLE_CHARS = 30
"""A longer line below a label that stands alone is its text, not its title."""

_TITLED: frozenset[Family] = frozenset({"part", "chapter", "section", "cjk", "cjk_paren"})
"""What heads a title; an article or a list's number stands alone above its text."""
_PAUSE = re.compile(r"[。；;，,：:！？]")
# What follows a number in brackets that a sentence speaks of: 第八条第（一）项, （一）类区.
_SPOKEN_OF = re.compile(r"\s?[类類项項款目级級号號期档檔种種等和及至或与與、，,；;。）)]")


def find_headings(text: str, labelled: Sequence[tuple[Line, Heading | None]]) -> Iterator[Heading]:
    """Yield the headings among the lines that start with a label, in order.

    Args:
        text: The source.
        labelled: The document's own lines, in order, without page furniture, and what each
            starts with.
    """
    lines = [line for line, _ in labelled]
    found = _found(text, lines, [heading for _, heading in labelled])
    articles = sum(heading.family == "article" for heading in found if heading)
    following = _following_numbers(found)
    last: dict[Family, int] = {}
    unfinished = ""
    for line, heading, next_number in zip(lines, found, following, strict=True):
        is_heading = (
            heading is not None
            and (heading.family != "article" or articles >= MIN_ARTICLES)
            and _is_expected(heading, last.get(heading.family, 0), next_number)
            and not _is_part_spoken_of(text, heading, last.get(heading.family, 0))
            and not _is_article_spoken_of(text, heading, last.get("article", 0), next_number)
            and not _is_mention(text, heading, last.get(heading.family, 0), unfinished)
        )
        if heading is not None and is_heading:
            if heading.family == "annex":
                last.clear()  # an annex numbers its parts anew
            last[heading.family] = heading.number
            yield heading
        # A title without a full stop is no broken sentence.
        is_text = heading is None or not is_heading or heading.is_run_in
        words = text[line.start : line.end]
        unfinished = words if is_text and is_broken(words) else ""


def _found(
    text: str, lines: Sequence[Line], marked: Sequence[Heading | None]
) -> list[Heading | None]:
    """Return for each line the label that it starts with, those of lists left out."""
    labels = _titled(marked, text, lines)
    listed = _without_lists(list(outlined(labels, text, lines)), text, lines)
    return with_bare_chinese(only_outlines(listed), text, lines)


def _titled(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> list[Heading | None]:
    """Return the labels, those alone on a line with the title that stands on the next one."""
    titled = list(found)
    for position, heading in enumerate(found[:-1]):
        line = lines[position + 1]
        if (
            heading is not None
            and heading.family in _TITLED
            and not (heading.title or heading.is_run_in or found[position + 1])
            and line.end - line.start <= MAX_TITLE_CHARS
            and not _PAUSE.search(text, line.start, line.end)
        ):
            titled[position] = with_title(heading, text[line.start : line.end].removesuffix("**"))
    return titled


def _is_part_spoken_of(text: str, heading: Heading, previous: int) -> bool:
    """Tell whether 第三部分 stands in a sentence, not above a part of the document."""
    return heading.label.endswith("部分") and (
        heading.number != previous + 1
        or _PAUSE.search(text[heading.label_end : heading.end].lstrip(":： ")) is not None
    )


def _is_article_spoken_of(text: str, heading: Heading, previous: int, following: int) -> bool:
    """Tell whether a sentence that goes on at the start of a line speaks of an article.

    It comes between two that follow each other, and reads on without a space.
    """
    return (
        heading.family == "article"
        and heading.number != previous + 1
        and not heading.added
        and following == previous + 1
        and heading.label_end < heading.end
        and not text[heading.label_end].isspace()
    )


def _following_numbers(found: Sequence[Heading | None]) -> list[int]:
    """Return for each label the number of the next one of its family, 0 where there is none."""
    following = [0] * len(found)
    numbers: dict[Family, int] = {}
    for position in range(len(found) - 1, -1, -1):
        heading = found[position]
        if heading is not None:
            following[position] = numbers.get(heading.family, 0)
            numbers[heading.family] = heading.number
    return following


def _is_expected(heading: Heading, previous: int, following: int) -> bool:
    """Tell whether a number can stand between the one before and the one after it."""
    return (
        heading.family not in ("arabic", "paren")
        or heading.number <= previous + MAX_GAP
        or following == heading.number + 1
    )


def _is_mention(text: str, heading: Heading, previous: int, unfinished: str) -> bool:
    """Tell whether a label goes on with the sentence that the line before left unfinished.

    A heading has the next number or the first, and what follows its bracket does not read on.
    """
    if not unfinished:
        return False
    if heading.label[0].isdecimal() and (
        unfinished[-1].isdecimal() or CUT_NUMBER.search(unfinished)
    ):
        return True
    if heading.family in ("cjk_paren", "paren") and _SPOKEN_OF.match(
        text, heading.label_end, heading.end
    ):
        return True
    return heading.number not in (previous + 1, 1)


def _without_lists(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> list[Heading | None]:
    """Return the labels with those of lists left out.

    Args:
        found: What each line starts with, None where it starts with no label.
        text: The source.
        lines: The document's own lines, in order.
    """
    kept = list(found)
    for position in find_contents(found, text, lines):
        kept[position] = None
    _drop_annex_lists(kept, text, lines)
    return kept


def has_contents(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether a line heads a table of contents, or may."""
    return any(
        _CONTENTS.fullmatch(text, line.start, line.end)
        or (_CONTENTS_OF.fullmatch(text, line.start, line.end) and has_label(text, following))
        for line, following in pairwise([*lines, Line(len(text), len(text))])
    )


def find_contents(found: Sequence[Heading | None], text: str, lines: Sequence[Line]) -> range:
    """Return the lines of a table of contents: up to where its first entry stands again.

    One that no 目录 stands above is a list of labels with no text between them.

    Args:
        found: What each line starts with, None where it starts with no label.
        text: The source.
        lines: The document's own lines, in order.
    """
    title = (p for p, line in enumerate(lines) if _CONTENTS.fullmatch(text, line.start, line.end))
    start = next(title, None)
    first = next((p for p in range(start or 0, len(lines)) if found[p]), None)
    if first is None:
        return range(0)
    entry = _entry_of(found[first])
    later = range(first + 1, len(lines))
    again = next((p for p in later if _entry_of(found[p]) == entry), None)
    if again is None and start is not None:  # the document itself words its title otherwise
        again = next((p for p in later if _number_of(found[p]) == _number_of(found[first])), None)
    if again is None:
        return range(0)
    if start is None:
        is_list = again - first >= MIN_ENTRIES and all(
            _is_entry(text, lines[p]) and found[p] is not None for p in range(first, again)
        )
        return range(first, again) if is_list else range(0)
    return range(start, again)


def _entry_of(heading: Heading | None) -> tuple[str, int, tuple[int, ...], str] | None:
    """Return what a heading and its entry in a table of contents have in common."""
    if heading is None:
        return None
    return (
        heading.family,
        heading.number,
        heading.outline,
        _SPACES.sub("", _LEADERS.sub("", heading.title)),
    )


def _number_of(heading: Heading | None) -> tuple[str, int, tuple[int, ...]] | None:
    """Return the number of a heading, whatever its title."""
    return None if heading is None else (heading.family, heading.number, heading.outline)


def _drop_annex_lists(kept: list[Heading | None], text: str, lines: Sequence[Line]) -> None:
    """Take out annexes that are only named, the numbers of such lists, and bare table cells."""
    has_body = in_annex = in_list = False
    for position, heading in enumerate(kept):
        if heading is None:
            in_list = in_list and _is_entry(text, lines[position])
            continue
        if heading.family == "annex":
            in_list = not has_body or _is_named_only(position, kept, text, lines)
            in_annex = in_annex or not in_list
            if in_list:
                kept[position] = None
        elif in_list and heading.family == "arabic" and _is_entry(text, lines[position]):
            kept[position] = None
        elif in_annex and not heading.title and not heading.is_run_in:
            kept[position] = None  # the number of a table's row
        else:
            has_body, in_list = True, False


def _is_named_only(
    position: int, found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> bool:
    """Tell whether an annex's line only says that there is one."""
    heading, line = found[position], lines[position]
    if heading is None or not _is_entry(text, line):
        return True
    rest = text[heading.label_end : line.end]
    has_colon = heading.label.endswith((":", "："))
    is_counted = any(character.isalnum() for character in heading.label[2:])
    if _NUMBERED.match(rest) or (has_colon and rest.strip() and not is_counted):
        return True
    following = found[position + 1] if position + 1 < len(found) else None
    if rest.strip() and following is not None and following.family == "annex":
        return True
    behind = sum(other.end - other.start for other in lines[position + 1 : position + 40])
    return behind < MIN_ANNEX_CHARS


def _is_entry(text: str, line: Line) -> bool:
    """Tell whether a line is short enough for an entry of a list."""
    words = text[line.start : line.end]
    return len(words) <= MAX_ENTRY_CHARS and not _FULL_STOP.search(words)


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
    if line.end - line.start > MAX_DOCUMENT_TITLE_CHARS:
        return False
    words = text[line.start : line.end]
    date = read_date(words)
    is_date = date is not None and date.is_written and date.end == len(words)
    return is_date or _DOCUMENT_TITLE.fullmatch(words) is not None


def _is_first(heading: Heading, above: set[Family]) -> bool:
    """Tell whether a heading is the first of a document, not of a chapter or an annex."""
    is_top = heading.family in _TOP and heading.number == 1 and len(heading.outline) <= 1
    if not is_top or heading.added or "annex" in above:
        return False
    if heading.family in ("part", "chapter"):
        return True
    return not above & {"part", "chapter", "section"}
