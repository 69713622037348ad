"""Characters with their places on a page to lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from index.text.headings import Line, has_label

MIN_CELL_GAP = 2.0
"""Characters this many times their height apart stand in two cells of a table; the space after a
clause's number is narrower."""
MAX_OVERLAP = 1.0
"""How far a character may start before the end of the one before it, in heights."""

# Those of the supplement that stand for a character of their own; Unicode's
# EquivalentUnifiedIdeograph.txt has them all.
_SUPPLEMENT = (
    "⺁厂⺈刀⺊卜⺌小⺎兀⺒巳⺓幺⺕彐⺗心⺙攵⺝月⺟母⺠民⺤爪⺩王⺪疋⺬示⺮竹⺲罒⺶羊⺷羊⺸羊⺹老⺼肉"
    "⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
)

IDEOGRAPHS = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)),
}
"""The character for each radical of Unicode's two blocks; some PDFs have ⽬ in place of 目."""
_CLOSING = frozenset("，。、；：？！）》〉”’」』】〕,.;:?!)]}%％…—")
_OPENING = frozenset("（《〈“‘「『【〔([{")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box that it takes up, in points from the lower left of the page."""

    character: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page.

    Attributes:
        height: Of its largest character.
        first_width: Of what stands at its start and cannot be broken, which the line before would
            have taken had there been room.
        is_cell: It stands beside another line.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    height: float
    first_width: float
    is_cell: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its height in points, and its lines in the order of its content."""

    height: float
    lines: tuple[PageLine, ...]


def lines_of(glyphs: Iterable[Glyph]) -> tuple[PageLine, ...]:
    """Return the lines that characters make, in the order of the characters."""
    rows = [row for row in _rows(glyphs) if any(not glyph.character.isspace() for glyph in row)]
    cells = [cells for row in rows if (cells := list(_cells(row)))]
    parts = [(cell, len(row) > 1) for row in cells for cell in row]
    lines = [_line(cell, is_cell) for cell, is_cell in parts]
    return tuple(_with_neighbours(lines))


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
    end = len(glyphs)
    while glyphs[end - 1].character.isspace():
        end -= 1
    return glyphs[:end]


def _line(glyphs: list[Glyph], is_cell: bool) -> PageLine:
    """Return the line that characters make; a run of white space is one space."""
    text = "".join(
        " " if is_space else "".join(glyph.character for glyph in group)
        for is_space, group in groupby(glyphs, key=lambda glyph: glyph.character.isspace())
    )
    return PageLine(
        text=text,
        left=glyphs[0].left,
        right=glyphs[-1].right,
        bottom=min(glyph.bottom for glyph in glyphs),
        top=max(glyph.top for glyph in glyphs),
        height=max(glyph.top - glyph.bottom for glyph in glyphs),
        first_width=_first_width(glyphs),
        is_cell=is_cell,
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


def _with_neighbours(lines: list[PageLine]) -> Iterator[PageLine]:
    """Yield the lines, those that stand beside another one marked as cells."""
    by_height = sorted(range(len(lines)), key=lambda position: -lines[position].top)
    beside = set()
    for order, position in enumerate(by_height):
        line = lines[position]
        for other_position in by_height[order + 1 :]:
            other = lines[other_position]
            if other.top <= (line.bottom + line.top) / 2:
                break
            if other.left >= line.right or other.right <= line.left:
                beside |= {position, other_position}
    for position, line in enumerate(lines):
        yield replace(line, is_cell=line.is_cell or position in beside)
