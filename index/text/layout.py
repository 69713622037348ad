"""Which line breaks and lines of a source are its own, and which those of the page it stood on.

Lines of a page (menus, numbers, adverts) are told by the rules of ``furniture.toml``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from index.text.headings import Line, find_heading

_WHITE_SPACE = re.compile(r"\s+")
_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WIDE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SENTENCE_ENDS = frozenset("。；;！!？?：:")

MAX_BREAK_CHARS = 200
"""More than this between two lines is no page break."""

MIN_BROKEN_CHARS = 20
"""A shorter line without a sentence's end is a title or a cell, not a broken sentence."""

_PAUSES = frozenset("，,、")
_PAIRS = ("《》", "（）", "()", "〈〉", "“”", "「」")
_CLOSINGS = frozenset('。；;！!？?：:）)”"』」】…》.')
# …细颗粒物(PM2.⏎5)和…
CUT_NUMBER = re.compile(r"[0-9][.．]$")
SET_APART = re.compile(
    r"(?<![A-Za-z])(?:PM(?P<pm>[ \t]*\r?\n\s*)(?:2\.5|10)"
    r"|(?:SO|NO|CO|O|NH|CH)(?P<gas>[ \t]*\r?\n\s*)[2-4xX]|k?m(?P<unit>[ \t]*\r?\n\s*)[23])"
    r"(?![0-9A-Za-z.])"
)
"""A subscript on a line of its own: PM⏎2.5⏎浓度, SO⏎2."""
_SPACED_SUBSCRIPT = re.compile(r"(?<![A-Za-z])PM(?P<pm>[ \t]+)(?:2\.5|10)(?![0-9A-Za-z.])")
SET_APART_CHARS = 12
"""A subscript and its letters begin no farther before its end, the lines between them included."""

RULES_FILE = Path(__file__).with_name("furniture.toml")
_NUMBER_ON_A_LINE = re.compile(r"(?<=[\r\n])[ \t\u3000]*([^\s][^\r\n]{0,38}\S)[ \t\u3000]*[\r\n]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of white space inside a text, page numbers in it, and what a reader sees in its place.

    Attributes:
        shown: Nothing, one space, or a line break.
    """

    start: int
    end: int
    shown: str


def find_gaps(text: str) -> Iterator[Gap]:
    """Yield the white space inside a passage, in order, and what is read in its place.

    A line break between two lines that are one sentence is nothing between Chinese characters
    and a space elsewhere; other line breaks stay. The number of a page between them is not read.
    """
    whole = text.rstrip()
    within = frozenset(subscript_gaps(whole))
    behind = frozenset(match.end() for match in SET_APART.finditer(whole))
    for start, end in _gaps(whole):
        if start == 0 or (start, end) in within:
            yield Gap(start, end, "")
            continue
        is_joined = start in behind or _is_one_sentence(text, start, end)
        if _LINE_BREAK.search(text, start, end) and not is_joined:
            yield Gap(start, end, "\n")
            continue
        is_wide = _WIDE.match(text, end) and (start in behind or _WIDE.match(text, start - 1))
        if _is_between_cells(text, start, end):
            is_wide = None
        yield Gap(start, end, "" if is_wide else " ")


def read_text(text: str) -> str:
    """Return a passage as it is read: sentences whole, own line breaks kept, single spaces."""
    pieces: list[str] = []
    position = 0
    for gap in find_gaps(text):
        pieces += [text[position : gap.start], gap.shown]
        position = gap.end
    return "".join([*pieces, text[position:].rstrip()])


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield the white space inside a text, with the number of a page that it stands around."""
    numbers = dict(find_page_numbers(text))
    reached = 0
    for match in _WHITE_SPACE.finditer(text):
        start, end = match.span()
        if start < reached:
            continue
        while end in numbers and (after := _WHITE_SPACE.match(text, numbers[end])):
            end = after.end()
        yield start, end
        reached = end


def _is_one_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether the lines before and after a line break are parts of one sentence.

    Lines of one passage were put together for a reason: the first is a heading, or they go on.
    """
    breaks_before = [match.end() for match in _LINE_BREAK.finditer(text, 0, start)]
    line_start = breaks_before[-1] if breaks_before else 0
    while text[line_start].isspace():
        line_start += 1
    if text[start - 1] in _SENTENCE_ENDS:
        return text[end] in "(（"
    return not is_title(text, Line(line_start, start)) and not _is_cell(
        text, line_start, start, end
    )


def _is_between_cells(text: str, start: int, end: int) -> bool:
    """Tell whether white space inside a line is what separates the cells of a table's row."""
    return "\t" in text[start:end] and _LINE_BREAK.search(text, start, end) is None


def _is_cell(text: str, start: int, end: int, following: int) -> bool:
    """Tell whether a line is a row or a cell, or who signed, and not the first half of a sentence.

    A sentence is only ever joined where its line is long; but a passage may begin in its middle,
    and then the rest of it follows.
    """
    if "\t" in text[start:end] or text[start] == "|":
        return True
    if end - start >= MIN_BROKEN_CHARS:
        return False
    line_break = _LINE_BREAK.search(text, following)
    second = text[following : line_break.start() if line_break else len(text)].rstrip()
    is_run = line_break is not None and len(second) < MIN_BROKEN_CHARS
    return start > 0 or second.endswith("日") or (is_run and second[-1] not in _SENTENCE_ENDS)


def subscript_gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield the white space between letters and their subscript: PM⏎2.5, PM 2.5."""
    for pattern in (SET_APART, _SPACED_SUBSCRIPT):
        for match in pattern.finditer(text):
            yield match.span(match.lastgroup or 0)


def goes_on(text: str, line: Line, following: Line) -> bool:
    """Tell whether a line goes on with the next: a sentence cut in two, a bracket set apart."""
    if _is_at_subscript(text, line, following):
        return True
    if not _is_page_break(text, line.end, following.start):
        return False
    is_bracket = (
        text[following.start] in "(（"
        and text[following.end - 1] in ")）。"
        and find_heading(text, following) is None
    )
    return not is_title(text, line) and (is_bracket or is_broken(text[line.start : line.end]))


def _is_at_subscript(text: str, line: Line, following: Line) -> bool:
    """Tell whether a line ends before a subscript that stands apart, or is one and text follows."""
    start = max(0, line.start - SET_APART_CHARS)
    for match in SET_APART.finditer(text, start, min(len(text), following.end)):
        if match.start() < line.end <= following.start < match.end():
            return True
        if match.start() < line.start and match.end() == line.end:
            return find_heading(text, following) is None
    return False


def _is_page_break(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but white space and the numbers of pages stands between two lines."""
    if start == end or text[start:end].isspace():
        return True
    if end - start > MAX_BREAK_CHARS:
        return False
    between = text[start:end]
    position = 0
    for first, last in find_page_numbers(between):
        if between[position:first].strip():
            return False
        position = last
    return position > 0 and not between[position:].strip()


def is_title(text: str, line: Line) -> bool:
    """Tell whether a line is a heading and nothing else, which no sentence goes on from."""
    heading = find_heading(text, line)
    return (
        heading is not None
        and bool(heading.title)
        and not heading.is_run_in
        and text[line.end - 1] not in _SENTENCE_ENDS
        and not _is_cut(heading.title)
    )


def _is_cut(title: str) -> bool:
    """Tell whether a title stops where none does: with a comma, or inside brackets."""
    return title[-1] in _PAUSES or any(
        title.count(pair[0]) > title.count(pair[1]) for pair in _PAIRS
    )


def is_broken(line: str) -> bool:
    """Tell whether a line stops in the middle of a sentence, as at the foot of a page."""
    return len(line) >= MIN_BROKEN_CHARS and (
        line[-1] not in _CLOSINGS or CUT_NUMBER.search(line) is not None
    )


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One rule of ``furniture.toml``: what gives a line away.

    Attributes:
        kind: Goes into the span.
        pattern: Is searched for in the Simplified line.
        sentence: Lines with a full stop can match too.
    """

    kind: str
    pattern: re.Pattern[str]
    sentence: bool


@cache
def furniture_rules() -> tuple[FurnitureRule, ...]:
    """Return the rules in file order."""
    rules = tomli.loads(RULES_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        FurnitureRule(
            rule["kind"], re.compile(rule["pattern"], re.IGNORECASE), rule.get("sentence", False)
        )
        for rule in rules
    )


def find_page_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a page's number stands on a line of its own between two others, in order.

    A sentence runs over it: it is a part of no quotation's words, though of its place.
    """
    position = 0
    while match := _NUMBER_ON_A_LINE.search(text, position):
        if any(rule.pattern.search(match[1]) for rule in _page_number_rules()):
            yield match.span(1)
        position = match.end() - 1


@cache
def _page_number_rules() -> tuple[FurnitureRule, ...]:
    """Return the rules for the numbers of pages."""
    return tuple(rule for rule in furniture_rules() if rule.kind == "page number")
