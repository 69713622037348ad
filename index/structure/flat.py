"""Pages that lost their line breaks: headings in the middle of a line.

``…如下：一、总体要求（一）指导思想…。（二）工作目标。…`` is a line of such a page. A number in
the middle of a sentence heads nothing, so a label counts only where a sentence, or the title of
the heading above, has just ended, and where its number is the next one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.structure.unmarked import outline_starts
from index.text.headings import Family, Heading, Line, find_heading, is_row, labels_within

MIN_FLAT_CHARS = 30
"""A shorter line holds no two clauses."""
MAX_TITLE_CHARS = 40
"""What stands between two labels without a full stop, up to this length, is a title."""

MAX_OPENING_CHARS = 80
"""What stands before the first number: the end of a notice, a date, the title, no full stop."""

_STATUTES: frozenset[Family] = frozenset({"chapter", "article"})
_FIRST: frozenset[Family] = _STATUTES | {"cjk"}
"""What a document's first number is."""
_CITED = re.compile(r"\s?(?:第|规定|規定|所|的|和|至|或|中|、|，)")
_ANNEX = re.compile(r"附[件表录錄][:：]\s*$")
_DEPTHS: tuple[Family, ...] = (
    *("part", "annex", "chapter", "section", "article", "decimal"),
    *("cjk", "cjk_paren", "arabic", "paren", "circled"),
)
"""The families from the top down."""
_FAMILIES = frozenset({"chapter", "section", "article", "cjk", "cjk_paren", "arabic", "paren"})
"""① inside a paragraph lists things; these number clauses."""
MAX_SKIPPED = 1
"""On a flat line a number may be missing, as on any page."""
_LABEL_CHARS = 100
"""Enough of a line to read a label and the title behind it."""

_ENDED = frozenset('。；;！？：:)）”"】　 ')
# 第四条第（一）项, （二）、（三）项
_SPOKEN_OF = re.compile(r"\s?(?:[类類项項款]|[、，,]\s?[(（第])")
_SPEAKS = re.compile(r"(?:第|[)）]\s?[、和及或至])\s?$")
# 正月初一、初二 are days
_DAYS = re.compile(r"[初周]$")
_FULL_STOP = re.compile(r"[。；;！!？?]")


@dataclass(slots=True)
class _Chain:
    """The numbers met so far, and where the last label stood."""

    numbers: dict[Family, int] = field(default_factory=dict)
    last: Heading | None = None

    def add(self, heading: Heading) -> None:
        """Take a heading for one."""
        self.numbers[heading.family] = heading.number
        self.last = heading


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The labels that lines start with, by family: their lines, ascending, and their numbers."""

    lines: dict[Family, list[int]]
    numbers: dict[Family, list[int]]

    def next_number(self, family: Family, line: int) -> int | None:
        """Return the first number of a family that stands at the start of a later line."""
        position = bisect_right(self.lines.get(family, []), line)
        numbers = self.numbers.get(family, [])
        return numbers[position] if position < len(numbers) else None


def cut_flat_lines(text: str, lines: Sequence[Line]) -> list[tuple[Line, Heading | None]]:
    """Return the lines, cut before each heading that stands inside one, and what each starts with.

    Args:
        text: The source.
        lines: The document's own lines, in order.
    """
    lines = [piece for line in lines for piece in _cut_outline(text, line)]
    # What stands in a table's row heads nothing, in front of it or inside.
    rows = [is_row(text, line) for line in lines]
    starts = [
        None if is_cells else find_heading(text, line)
        for line, is_cells in zip(lines, rows, strict=True)
    ]
    ahead = _look_ahead(starts)
    chain = _Chain()
    cut: list[tuple[Line, Heading | None]] = []
    for position, (line, heading) in enumerate(zip(lines, starts, strict=True)):
        chain.last = heading
        if heading is not None:
            chain.add(heading)
        starts_within = (
            []
            if rows[position]
            else [inside.start for inside in _headings_within(text, line, position, chain, ahead)]
        )
        if starts_within:
            pieces = _cut_at(text, line, starts_within)
            cut.extend((piece, find_heading(text, piece)) for piece in pieces)
        else:
            cut.append((line, heading))
    return cut


def _look_ahead(starts: Sequence[Heading | None]) -> _Ahead:
    """Return what lies ahead of each line."""
    ahead = _Ahead({}, {})
    for position, heading in enumerate(starts):
        if heading is not None:
            ahead.lines.setdefault(heading.family, []).append(position)
            ahead.numbers.setdefault(heading.family, []).append(heading.number)
    return ahead


def _headings_within(
    text: str, line: Line, position: int, chain: _Chain, ahead: _Ahead
) -> Iterator[Heading]:
    """Yield the headings inside a line, in order, and take them into the chain."""
    if line.end - line.start < MIN_FLAT_CHARS:
        return
    inside = [
        heading
        for start, family in labels_within(text, line)
        if family in _FAMILIES
        and (heading := find_heading(text, Line(start, min(line.end, start + _LABEL_CHARS))))
    ]
    # Where the last 2 of each family stands: a 1 that no 2 follows starts nothing.
    last_two = {h.family: number for number, h in enumerate(inside) if h.number == 2}
    is_flat = False
    for number, heading in enumerate(inside):
        if not _follows_an_end(text, line, heading, chain.last) or _is_spoken_of(text, heading):
            continue
        next_number = ahead.next_number(heading.family, position)
        if heading.number == 1:
            is_run = (
                last_two.get(heading.family, 0) > number
                or next_number == 2
                or (is_flat and _heads_first(text, heading, chain.last))
            )
            is_new = _opens_statute(text, heading, chain) or (
                heading.family not in ahead.lines and (is_flat or heading.family != "paren")
            )
            is_next = is_run and is_new
        else:
            skipped = heading.number - chain.numbers.get(heading.family, 0) - 1
            is_next = -min(heading.added, 1) <= skipped <= MAX_SKIPPED * is_flat and (
                next_number is None or next_number > heading.number
            )
        if is_next:
            is_flat = True
            chain.add(heading)
            yield heading


def _follows_an_end(text: str, line: Line, heading: Heading, last: Heading | None) -> bool:
    """Tell whether a sentence, or the title of the label before, ends where a label begins."""
    if text[heading.start - 1] in _ENDED:
        return True
    if last is None:
        # The first number follows the document's own title.
        start = max(line.start, heading.start - MAX_OPENING_CHARS)
        if heading.number != 1 or heading.family not in _FIRST:
            return False
        if heading.family in _STATUTES:
            return _CITED.match(text, heading.label_end, heading.end) is None
        return start == line.start or _FULL_STOP.search(text, start, heading.start) is not None
    return last.family != heading.family and _heads_directly(text, heading, last)


def _opens_statute(text: str, heading: Heading, chain: _Chain) -> bool:
    """Tell whether a first article follows its chapter's title on one line: 第一章 总则 第一条."""
    return (
        heading.family == "article"
        and "article" not in chain.numbers
        and chain.last is not None
        and chain.last.family in ("part", "chapter", "section")
        and _heads_directly(text, heading, chain.last)
    )


def _heads_first(text: str, heading: Heading, last: Heading | None) -> bool:
    """Tell whether a number is the first below the title right before it."""
    return (
        last is not None
        and _DEPTHS.index(heading.family) > _DEPTHS.index(last.family)
        and _heads_directly(text, heading, last)
    )


def _heads_directly(text: str, heading: Heading, last: Heading | None) -> bool:
    """Tell whether only a title stands between two labels of different families."""
    if last is None or last.family == heading.family:
        return False
    title = text[last.label_end : heading.start]
    return 2 <= len(title) <= MAX_TITLE_CHARS and not _FULL_STOP.search(title)


def _is_spoken_of(text: str, heading: Heading) -> bool:
    """Tell whether a sentence speaks of a number, or a list names an annex: ``附件：1.清单``."""
    before = max(0, heading.start - 4)
    if _ANNEX.search(text, before, heading.start) or _DAYS.search(text, before, heading.start):
        return True
    return heading.family in ("cjk_paren", "paren") and (
        _SPEAKS.search(text, before, heading.start) is not None
        or _SPOKEN_OF.match(text, heading.label_end, heading.end) is not None
    )


def _cut_outline(text: str, line: Line) -> Iterable[Line]:
    """Return a line, cut where a decimal outline's numbers stand inside it."""
    if line.end - line.start < MIN_FLAT_CHARS or is_row(text, line):
        return (line,)
    starts = outline_starts(text, line)
    return _cut_at(text, line, starts) if starts else (line,)


def _cut_at(text: str, line: Line, starts: Iterable[int]) -> Iterator[Line]:
    """Yield a line in pieces that start at these places."""
    begin = line.start
    for start in starts:
        yield from _trimmed(text, begin, start)
        begin = start
    yield from _trimmed(text, begin, line.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield a piece of a line without white space at its edges."""
    piece = text[start:end]
    if piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield Line(start, start + len(piece.strip()))
