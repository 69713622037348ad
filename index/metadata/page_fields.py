"""What a page says of its document beside the text: 发文字号, 有效性, whether it is in force.

The fields' names are in ``page_fields.toml``; the force of a document is never read from a sentence
on another one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import tomli

from index.mentions.codes import read_number
from index.mentions.dates import read_date
from index.metadata.issuers import is_issuer
from index.text.numerals import CHINESE_NUMERAL
from index.text.shadow import PrintedLine, Range, shadow_of
from index.types import Status

RULES_FILE = Path(__file__).with_name("page_fields.toml")
MAX_STATUS_CHARS = 6
MAX_VALUE_CHARS = 120
"""A longer text behind a field's name is prose."""

_STATUS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"(?:已|被|宣布)*(?:废止|失效|作废|撤销)|无效|否|repealed"), "repealed"),
    (re.compile(r"(?:已|被)*(?:修改|修订|修正|替代|取代)|superseded"), "superseded"),
    (re.compile(r"征求意见|草案|draft"), "draft"),
    (re.compile(r"现行有效|继续有效|有效|是|in force"), "in force"),
)
_TITLE_END = re.compile(
    r"(?:通知|通告|公告|决定|意见|方案|计划|规划|办法|条例|规定|要点|预案|函|批复|报告|法|细则)(?:\([^()]*\))*$"
)
_LEAD = re.compile(r"[\[(*|\-●■◆▪ ]*")
_MARK = re.compile(r"[\])*|]*:?[*| ]*")
_TERM = re.compile(rf"(?:至|到)?(?:\d|{CHINESE_NUMERAL}{{1,2}}年)")
_GAP = re.compile(r"[\s|*\[\]()（）【】:：]")
MAX_MARK_LINE_CHARS = 120
"""A longer line is prose."""

_THIS = r"(?:本|此|该)(?:文件|文|件|办法|方案|计划|预案|规定|条例|通知|规范性文件)"
_WHEN = r"(?:于?[^,。;]{0,30}?)?"
_ENDED = r"(?:经|被)?(?:宣布)?(?:废止|失效|作废|撤销)"
_REPLACED = "修改|修订|修正|替代|取代|代替"
_MARKED_LINES: tuple[tuple[re.Pattern[str], Status], ...] = (
    # A line, or a mark in brackets, that speaks of this document.
    (re.compile(rf"^(?:已|现已){_ENDED}[。!]?$"), "repealed"),
    (re.compile(rf"^[(\[*]?{_THIS}{_WHEN}已?{_ENDED}[)\]]?[。!]?$"), "repealed"),
    (re.compile(rf"^[(\[*]?{_THIS}{_WHEN}已?(?:被|由)[^。]{{0,60}}(?:{_REPLACED})"), "superseded"),
)
_MARKED_IN_BRACKETS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(rf"[(\[](?:已|现已)?{_ENDED}[)\]]"), "repealed"),
    (re.compile(rf"[(\[](?:已|现已)被?(?:{_REPLACED})[)\]]"), "superseded"),
    (
        re.compile(r"\((?:公开)?(?:征求意见|草案|送审|讨论|审议|草拟)稿?[^()]{0,6}\)|征求意见稿"),
        "draft",
    ),
    (
        re.compile(
            r"(?:征求|征集)[^。]{2,80}意见(?:建议)?的?(?:公告|通知|通告|函|启事)(?:\([^()]*\))*$"
            r"|公开(?:征求|征集)(?:社会|公众)?意见"
        ),
        "draft",
    ),
)
_SENTENCE = re.compile(r"[。；;]|^(?:根据|按照|依据|依照|为|附|抄|现)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its value.

    Attributes:
        kind: By ``page_fields.toml``.
        printed: The value as printed, without accidental white space.
        plain: The value as it is matched.
    """

    kind: str
    printed: str
    plain: str


def read_fields(lines: Sequence[PrintedLine]) -> tuple[tuple[Field, ...], frozenset[int]]:
    """Return the fields of a page, in order, and the positions of the lines that are fields.

    A line may hold several; a name alone on its line has its value on the next.

    Args:
        lines: In order.
    """
    found: list[Field] = []
    taken: set[int] = set()
    names = [list(_names(line)) for line in lines]
    for position, line in enumerate(lines):
        if not names[position]:
            continue
        taken.add(position)
        found += filter(None, (_checked(name, line, *value) for name, value in names[position]))
        name, (start, end) = names[position][-1]
        is_last = position + 1 == len(lines)
        if start == end and not is_last and not names[position + 1]:
            following = lines[position + 1]
            value = _checked(name, following, 0, len(following.plain))
            if value:
                found.append(value)
                taken.add(position + 1)
    return tuple(found), frozenset(taken)


def status_of(plain: str) -> Status | None:
    """Return what the value of a field says of a document's force, None where it says nothing."""
    return next((status for pattern, status in _STATUS if pattern.match(plain)), None)


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    """Return for each name its field's kind and what its value is."""
    rules = tomli.loads(RULES_FILE.read_text(encoding="utf-8"))["field"]
    return {name: (rule["kind"], rule["value"]) for rule in rules for name in rule["names"]}


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all names, longer ones first."""
    names = sorted(_kinds(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)), re.IGNORECASE)


@cache
def _starts() -> re.Pattern[str]:
    """Return the pattern of a line that starts with a name: nearly no line does."""
    return re.compile(rf"{_LEAD.pattern}(?:{_pattern().pattern})", re.IGNORECASE)


def _names(line: PrintedLine) -> Iterator[tuple[str, Range]]:
    """Yield the fields' names in a line, each with where its value stands."""
    plain = line.plain
    if not _starts().match(plain):
        return
    matches = [
        match
        for match in _pattern().finditer(plain)
        if _LEAD.fullmatch(plain, 0, match.start()) or _is_apart(line, match.start())
    ]
    is_in_row = False
    for match, following in zip_longest(matches, matches[1:]):
        name = match.group().lower()
        end = following.start() if following else len(plain)
        mark = _MARK.match(plain, match.end(), end)
        start = mark.end() if mark else match.end()
        if not is_in_row and not _LEAD.fullmatch(plain, 0, match.start()):
            return
        if name.isascii() and ":" not in plain[match.end() : start]:
            continue
        is_marked = start > match.end() or start == end
        if (
            is_marked
            or _is_typed(name, plain[start:end])
            or (is_in_row and _is_apart(line, match.end()))
        ):
            is_in_row = True
            yield name, (start, end)


def _is_apart(line: PrintedLine, position: int) -> bool:
    """Tell whether white space or a mark stands before a place of a line, as printed."""
    if position >= len(line.plain):
        return True
    start, _ = line.shadow.source_range(position, position + 1)
    return start == 0 or _GAP.match(line.text[start - 1]) is not None


def _is_typed(name: str, value: str) -> bool:
    """Tell whether a name without a mark behind it is followed by what has to stand there."""
    wanted = _kinds()[name][1]
    if wanted == "number":
        return read_number(value) is not None
    if wanted == "date":
        return read_date(value) is not None
    if wanted == "term":
        return read_date(value) is not None or _TERM.match(value) is not None
    if wanted == "status":
        return status_of(value) is not None and len(value) <= MAX_STATUS_CHARS
    if wanted == "title":
        return _TITLE_END.search(value) is not None and "。" not in value
    return wanted == "issuer" and is_issuer(value)


def _checked(name: str, line: PrintedLine, start: int, end: int) -> Field | None:
    """Return a field if its value is of the right type."""
    kind, wanted = _kinds()[name]
    plain = line.plain[start:end].strip(" |*[]'\"")
    length = len(plain)
    if not plain or length > MAX_VALUE_CHARS:
        return None
    offset = line.plain.index(plain, start)
    if wanted == "number":
        found = read_number(plain, in_field=True)
        length = found[1] if found else 0
    elif wanted == "date":
        day = read_date(plain)
        length = day.end if day else 0
    elif wanted == "term":
        length *= _TERM.match(plain) is not None
    elif wanted == "issuer":
        length *= is_issuer(re.sub(r"[、,; ]", "", plain))
    elif wanted == "status":
        length *= status_of(plain) is not None
    if not length:
        return None
    first, last = line.shadow.source_range(offset, offset + length)
    return Field(kind, line.text[first:last].strip(), plain[:length])


def values_of(fields: Sequence[Field], kind: str) -> Iterator[Field]:
    """Yield the fields of a kind, in order."""
    return (field for field in fields if field.kind == kind)


def find_status(title: str, lines: Sequence[PrintedLine], fields: Sequence[Field]) -> Status | None:
    """Return whether a document is in force, None where its page does not say.

    Args:
        title: In either script.
        lines: Those before the first clause, the page's too.
        fields: Of the page.
    """
    stated = [status_of(field.plain) for field in values_of(fields, "status")]
    if stated:
        return stated[0]
    short = [line.plain for line in lines if len(line.plain) <= MAX_MARK_LINE_CHARS]
    headings = [plain for plain in short if not _SENTENCE.search(plain)]
    marks = (_MARKED_LINES, short), (_MARKED_IN_BRACKETS, [shadow_of(title).text, *headings])
    for rules, texts in marks:
        for pattern, status in rules:
            if any(pattern.search(plain) for plain in texts):
                return status
    return None
