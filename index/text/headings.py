"""Which lines are headings: their labels, where a clause begins, and rows that only look so."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from index.text.numerals import (
    CHINESE_COUNT,
    CHINESE_NUMERAL,
    parse_chinese_numeral,
    parse_enclosed_numeral,
)

Family = Literal[
    "part",
    "chapter",
    "section",
    "article",
    "annex",
    "cjk",
    "cjk_paren",
    "arabic",
    "paren",
    "circled",
    "decimal",
]

_N = rf"{CHINESE_NUMERAL}{{1,7}}"
_D = r"[0-9０-９]{1,3}"
# 1.5万吨 is a quantity and 1.1 a decimal outline, not the label "1."; so no digit may follow,
# but for a date: 1.2020年底前…, 3.10月底前… and 1.1—6月… are items.
# 1\. is a number whose full stop Markdown has escaped.
_DOT = r"\\?[.．](?:(?![0-9０-９])|(?=(?:(?:19|20)[0-9]{2}年|1?[0-9](?:[-—–~～至]1?[0-9])?月)))"
_COMMA = r"、(?:(?![0-9０-９])|(?=(?:19|20)[0-9]{2}年))"
# 一、二产业 at the start of a line is two numbers side by side.
_NEIGHBOURS = (
    r"(?!一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九|九、十|十、十一|十一、十二)"
)
_PATTERNS: tuple[tuple[Family, str], ...] = (
    ("part", rf"第\s?(?P<part>{_N}|{_D})\s?(?:[编編篇]|部分)"),
    ("chapter", rf"第\s?(?P<chapter>{_N}|{_D})\s?章"),
    ("section", rf"第\s?(?P<section>{_N}|{_D})\s?[节節]"),
    (
        "article",
        rf"第\s?(?P<article>{_N}|{_D})\s?[条條](?:之(?P<added>{CHINESE_COUNT}{{1,2}})(?!款))?(?![例款规規之])",
    ),
    ("annex", rf"附\s?[件表录錄]\s?(?P<annex>{_D}|{_N}|(?=[:：\s]|$))\s?[:：.．]?"),
    ("cjk", rf"{_NEIGHBOURS}(?P<cjk>{_N})\s?(?:、|[.．](?![0-9０-９]|{CHINESE_NUMERAL}))"),
    ("cjk_paren", rf"[(（]\s?(?P<cjk_paren>{_N})\s?[)）]"),
    ("arabic", rf"(?P<arabic>{_D})\s?(?:{_DOT}|{_COMMA})"),
    ("paren", rf"[(（]?\s?(?P<paren>{_D})\s?[)）]"),
    ("circled", r"(?P<circled>[①-⑳㉑-㉟㊱-㊿])"),
    ("cjk_paren", r"(?P<cjk_paren_enclosed>[㈠-㈩])"),
    ("arabic", r"(?P<arabic_enclosed>[⒈-⒛])"),
    ("paren", r"(?P<paren_enclosed>[⑴-⒇])"),
)
_LABEL = re.compile("|".join(pattern for _, pattern in _PATTERNS))
# Byte order marks and zero-width characters, which web pages leave behind, are no text.
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_SPACE = rf"[\s{_ZERO_WIDTH}]*"
_BLANKS = _ZERO_WIDTH + "".join(
    character for character in map(chr, range(0x3001)) if character.isspace()
)
# The mark of a list is one only before a label: "- 4 -" is a page's number.
_LIST_MARK = (
    r"[-*+•·●▪][ \t　]+"
    rf"(?=(?:\*\*)?(?:[0-9]{{1,3}}\s?\\?[.．、)）]|[(（][0-9]{{1,2}}[)）]|[(（]?{CHINESE_NUMERAL}+[、)）]"
    r"|第|[①-⑳]))"
)
# ???? ?泰州市人民政府: spaces that a conversion made question marks of.
_LOST_SPACES = rf"(?:[?？][\s?？{_ZERO_WIDTH}]*)?"
_MARKUP = re.compile(
    rf"{_SPACE}{_LOST_SPACES}(?:#{{1,6}}[ \t　]+|>[ \t]+|{_LIST_MARK})?{_SPACE}(?:\*\*)?{_SPACE}"
)

_SENTENCE_END = re.compile(r"[。；;！!？?]")
MAX_HEADING_CHARS = 60
"""A first sentence longer than this is text, not the clause's heading (longest seen: 41)."""


class Line(NamedTuple):
    """A line of the source without white space and Markdown marks around it.

    A tuple, as ``Heading`` is: a document may have hundreds of thousands, and a tuple is made in a
    third of the time that a frozen dataclass takes.
    """

    start: int
    end: int


class Heading(NamedTuple):
    """A line that starts with a label.

    Attributes:
        start: Of the label.
        label_end: Just after the label.
        end: Of the line.
        title: What the label heads, empty where the line is running text.
        is_run_in: Text follows the title on the same line.
        printed: Label and title as the source has them.
        outline: The numbers of ``1.2.3``, empty for another family; ``number`` is the last.
        added: The number of an article put in later: 1 for 第十条之一, 0 for 第十条.
    """

    start: int
    label_end: int
    end: int
    family: Family
    number: int
    label: str
    title: str
    is_run_in: bool
    printed: str
    outline: tuple[int, ...] = ()
    added: int = 0


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text that hold more than white space, in order."""
    for match in re.finditer(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", text):
        start = match.start() + len(_markup_of(match.group()))
        stripped = text[start : match.end()].rstrip(_BLANKS)
        if stripped:
            yield Line(start, start + len(stripped))


def _markup_of(line: str) -> str:
    """Return the white space and Markdown marks that a line starts with."""
    match = _MARKUP.match(line)
    return match.group() if match else ""


def has_label(text: str, line: Line) -> bool:
    """Tell whether a line starts with what looks like a clause's number."""
    return _LABEL.match(text, line.start, line.end) is not None


def labels_within(text: str, line: Line) -> Iterator[tuple[int, Family]]:
    """Yield where what looks like a label stands inside a line, after its start, in order."""
    for match in _LABEL.finditer(text, line.start + 1, line.end):
        group = _group_of(match).removesuffix("_enclosed")
        yield match.start(), group  # type: ignore[misc]  # the groups are named for the families


def find_heading(text: str, line: Line) -> Heading | None:
    """Return the heading that a line starts with, or None where it starts with no label."""
    match = _LABEL.match(text, line.start, line.end)
    if match is None:
        return None
    number = _value_of(match)
    if number is None:
        return None
    # The groups are named for the families.
    family: Family = _group_of(match).removesuffix("_enclosed")  # type: ignore[assignment]
    if family == "article":  # an article of a statute goes straight into its text
        title, is_run_in = "", bool(text[match.end() : line.end].strip())
    else:
        title, is_run_in = title_after(text, match.end(), line.end)
    title_end = text.index(title, match.end()) + len(title) if title else match.end()
    return Heading(
        start=match.start(),
        label_end=match.end(),
        end=line.end,
        family=family,
        number=number,
        label=match.group(),
        title=title,
        is_run_in=is_run_in,
        printed=text[match.start() : title_end],
        added=parse_chinese_numeral(match["added"]) if match["added"] else 0,
    )


def _group_of(match: re.Match[str]) -> str:
    """Return the name of the group that holds a label's number."""
    group = match.lastgroup or ""
    return "article" if group == "added" else group


def _value_of(match: re.Match[str]) -> int | None:
    """Return the number a label shows, None where its characters make no number."""
    group = _group_of(match)
    digits = match.group(group)
    try:
        if group == "annex" and not digits:
            return 1
        if group in ("arabic", "paren") or digits.isdecimal():
            return int(digits) or None
        if group == "circled" or group.endswith("_enclosed"):
            return parse_enclosed_numeral(digits)
        return parse_chinese_numeral(digits)
    except ValueError:
        return None


def title_after(text: str, start: int, end: int) -> tuple[str, bool]:
    """Return the title between a label and its first sentence's end, and whether text follows."""
    rest = text[start:end].strip().lstrip("、.． \t　").removesuffix("**")
    sentence_end = _SENTENCE_END.search(rest)
    first = rest[: sentence_end.start()] if sentence_end else rest
    is_run_in = bool(sentence_end and rest[sentence_end.end() :].strip())
    if len(first) > MAX_HEADING_CHARS:
        return "", True
    return first.rstrip("：: "), is_run_in


_BARS = re.compile(r"\|.*\|")


def is_row(text: str, line: Line) -> bool:
    """Tell whether a line is a row of cells: between bars, closed by tabs, or of three and more.

    One tab alone may stand between a clause's number and its title, and a sentence may have more.
    """
    if text[line.start] == "|":
        return _BARS.fullmatch(text, line.start, line.end) is not None
    tabs = text.count("\t", line.start, line.end)
    closed = line.end
    while text.startswith("\t", closed):
        closed += 1
    if closed == line.end:
        cells = max(tabs, text.count(" | ", line.start, line.end))
        return cells > 1 and text.find("。", line.start, line.end) < 0
    is_first_empty = line.start > 0 and text[line.start - 1] == "\t"
    return tabs + closed - line.end + is_first_empty > 1
