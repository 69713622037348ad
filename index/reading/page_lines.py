"""Characters with their places on a page to lines, and to the cells of a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.text.headings import Line, has_label

MIN_CELL_GAP = 2.0
"""Characters this many times their height apart stand in two cells of a table; the space after a
clause's number is narrower."""
MAX_ROOM = 0.7
"""Runs of characters this many times their height apart are one line."""
MAX_ABREAST = 12
"""Runs at one height; a table with more columns is read in more parts."""
MAX_OVERLAP = 1.0
"""How far a character may start before the end of the one before it, in heights."""

_CLOSING = frozenset("，。、；：？！）》〉”’」』】〕,.;:?!)]}%％…—")
_OPENING = frozenset("（《〈“‘「『【〔([{")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box that it takes up, in points from the lower left of the page.

    ``score`` says how surely it was recognised in a picture, in [0, 1].
    """

    character: str
    left: float
    right: float
    bottom: float
    top: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page.

    Attributes:
        height: Of its largest character.
        first_width: Of what stands at its start and cannot be broken, which the line before would
            have taken had there been room.
        is_cell: It stands beside another line.
        scores: Of its characters, as ``Glyph`` has them; empty where all are certain.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    height: float
    first_width: float
    is_cell: bool
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or a column of one.

    Attributes:
        height: In points.
        lines: In the order of its content.
        number: Of the page in its document, from 1.
        is_across: What it holds runs across the columns of its page; no sentence goes on from it
            into a column.
        turns: Quarter turns to the left that brought it upright before it was read.
    """

    height: float
    lines: tuple[PageLine, ...]
    number: int
    is_across: bool = False
    turns: int = 0


def lines_of(glyphs: Iterable[Glyph]) -> tuple[PageLine, ...]:
    """Return the lines that characters make, in the order of the characters."""
    rows = [row for row in _rows(glyphs) if any(not glyph.character.isspace() for glyph in row)]
    cells = [cells for row in rows if (cells := list(_cells(row)))]
    parts = [(cell, len(row) > 1) for row in cells for cell in row]
    return tuple(_line(cell, is_cell) for cell, is_cell in parts)


def joined_runs(runs: Iterable[Sequence[Glyph]]) -> tuple[PageLine, ...]:
    """Return the lines that runs of characters make, from top to bottom.

    Two at one height are one line where next to no room is between them.
    """
    rows: list[list[Glyph]] = []
    for run in sorted((list(run) for run in runs if run), key=lambda run: -run[0].top):
        near = [row for row in rows[-MAX_ABREAST:] if _continues(run, row)]
        if near:
            near[0].extend(run)
        else:
            rows.append(run)
    return tuple(line for row in rows for line in lines_of(row))


def _continues(run: list[Glyph], row: list[Glyph]) -> bool:
    """Tell whether a run of characters is the rest of a row."""
    last, first = row[-1], run[0]
    height = max(last.top - last.bottom, first.top - first.bottom)
    middle = (first.top + first.bottom) / 2
    gap = first.left - last.right
    return last.bottom < middle < last.top and -height <= gap <= MAX_ROOM * height


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield runs of characters that stand on one line, one after the other."""
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and not _stands_on(glyph, row):
            yield row
            row = []
        row.append(glyph)
    yield row


def _stands_on(glyph: Glyph, row: list[Glyph]) -> bool:
    """Tell whether a character goes on with a row; one that is raised or lowered does too."""
    tallest = max(row[-20:], key=lambda other: other.top - other.bottom)
    height = tallest.top - tallest.bottom
    middle, own_middle = (tallest.bottom + tallest.top) / 2, (glyph.bottom + glyph.top) / 2
    is_level = tallest.bottom <= own_middle <= tallest.top or glyph.bottom <= middle <= glyph.top
    return is_level and glyph.left >= row[-1].right - MAX_OVERLAP * height


def _cells(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the parts of a row that a wide gap sets apart, but a clause's number with its text."""
    cell: list[Glyph] = []
    for glyph in row:
        if glyph.character.isspace():
            if cell:
                cell.append(glyph)
            continue
        words = [other for other in cell if not other.character.isspace()]
        if words and _is_gap(words[-1], glyph) and not _is_label(words):
            yield _stripped(cell)
            cell = []
        cell.append(glyph)
    if cell:
        yield _stripped(cell)


def _is_gap(before: Glyph, after: Glyph) -> bool:
    """Tell whether two characters stand in two cells."""
    height = max(before.top - before.bottom, after.top - after.bottom)
    return after.left - before.right > MIN_CELL_GAP * height


def _is_label(glyphs: list[Glyph]) -> bool:
    """Tell whether characters are a clause's number and nothing else."""
    text = "".join(glyph.character for glyph in glyphs)
    return len(text) <= 6 and has_label(text, Line(0, len(text)))


def _stripped(glyphs: list[Glyph]) -> list[Glyph]:
    """Return characters without white space at the end."""
    return glyphs[: max(n for n, glyph in enumerate(glyphs, 1) if not glyph.character.isspace())]


def _line(glyphs: list[Glyph], is_cell: bool) -> PageLine:
    """Return the line that characters make; a run of white space is one space."""
    shown: list[Glyph] = []
    for is_space, group in groupby(glyphs, key=lambda glyph: glyph.character.isspace()):
        own = list(group)
        shown += [replace(own[0], character=" ")] if is_space else own
    is_certain = all(glyph.score == 1 for glyph in shown)
    return PageLine(
        text="".join(glyph.character for glyph in shown),
        left=glyphs[0].left,
        right=glyphs[-1].right,
        bottom=min(glyph.bottom for glyph in glyphs),
        top=max(glyph.top for glyph in glyphs),
        height=max(glyph.top - glyph.bottom for glyph in glyphs),
        first_width=_first_width(glyphs),
        is_cell=is_cell,
        scores=() if is_certain else tuple(glyph.score for glyph in shown),
    )


def _first_width(glyphs: list[Glyph]) -> float:
    """Return the width of a line's first word: opening marks, a character or Latin word, marks."""
    end, count = 0, len(glyphs)
    while end < count - 1 and glyphs[end].character in _OPENING:
        end += 1
    end += 1
    while end < count and _is_word(glyphs[end - 1].character) and _is_word(glyphs[end].character):
        end += 1
    while end < count and glyphs[end].character in _CLOSING:
        end += 1
    return glyphs[end - 1].right - glyphs[0].left


def _is_word(character: str) -> bool:
    """Tell whether a character belongs to a Latin word or a number, which is not broken."""
    return character.isascii() and not character.isspace()
