"""Tables that a page rules: lines drawn around cells, to rows of cells.

Lines that touch are one table. Where no line stands between two fields of its grid these are one
cell. A frame around a text, or boxes that set a page, are no table: their lines stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.reading.page_lines import Glyph, PageLine, lines_of
from index.reading.table_lines import Cell, row_lines

NEAR = 2.5
"""Points between two lines that meet; pens are half a point to two points wide."""
MIN_LENGTH = 6.0
"""Points; what is shorter is a dash or a part of a character."""
MAX_RULES = 5_000
"""Lines of a page; a drawing with more is a map or a chart."""
MIN_LINES = 3
"""Lines in each direction of the smallest table: two rows, two columns."""
MAX_FIELDS, MAX_GRIDS = 20_000, 50
"""Of a grid, and grids of a page; one with more is a form or a drawing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across or down a page, in points from its lower left; ``left == right`` is down."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_across(self) -> bool:
        """Whether it goes across."""
        return self.right - self.left >= self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table's lines: places across from the left, places down from above, and what is drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def rule_of(left: float, bottom: float, right: float, top: float) -> Rule | None:
    """Return the line that a drawn box is, None where it is a field or a dot.

    Args:
        left: In points from the lower left, like the others; in any order.
        bottom: See ``left``.
        right: See ``left``.
        top: See ``left``.
    """
    left, right = sorted((left, right))
    bottom, top = sorted((bottom, top))
    width, height = right - left, top - bottom
    if min(width, height) > NEAR or max(width, height) < MIN_LENGTH:
        return None
    if width >= height:
        middle = (bottom + top) / 2
        return Rule(left, middle, right, middle)
    middle = (left + right) / 2
    return Rule(middle, bottom, middle, top)


def lines_with_tables(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[PageLine, ...]:
    """Return a page's lines, the rows of ruled tables as lines whose cells tabs close.

    Args:
        glyphs: The page's characters in the order of its content.
        rules: Its lines, in any order.
    """
    grids = _grids(rules) if MIN_LINES * 2 <= len(rules) <= MAX_RULES else []
    rest: Sequence[Glyph] = glyphs
    tables: list[list[PageLine]] = []
    for grid in grids:
        inside = [glyph for glyph in rest if _is_inside(glyph, grid)]
        if rows := _row_lines(grid, inside):
            taken = {id(glyph) for glyph in inside}
            rest = [glyph for glyph in rest if id(glyph) not in taken]
            tables.append(rows)
    lines = list(lines_of(rest)) if rest else []
    for rows in tables:
        middle = (rows[0].top + rows[-1].bottom) / 2
        place = next((n for n, line in enumerate(lines) if line.top < middle), len(lines))
        lines[place:place] = rows
    return tuple(lines)


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """Return the grids of lines that touch one another, from above."""
    grids = []
    for across, down in _touching(rules):
        xs = _places(rule.left for rule in down)
        ys = _places(rule.bottom for rule in across)[::-1]
        if min(len(xs), len(ys)) >= MIN_LINES and len(xs) * len(ys) <= MAX_FIELDS:
            grids.append(_Grid(xs, ys, tuple(across), tuple(down)))
    return sorted(grids, key=lambda grid: -grid.ys[0]) if len(grids) <= MAX_GRIDS else []


def _touching(rules: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Return groups of lines across and lines down that touch one another."""
    across = sorted((rule for rule in rules if rule.is_across), key=lambda rule: rule.bottom)
    down = [rule for rule in rules if not rule.is_across]
    heights = [rule.bottom for rule in across]
    parents = list(range(len(across) + len(down)))
    for number, rule in enumerate(down, start=len(across)):
        first = bisect_left(heights, rule.bottom - NEAR)
        for place in range(first, bisect_right(heights, rule.top + NEAR)):
            if across[place].left - NEAR <= rule.left <= across[place].right + NEAR:
                parents[_root(parents, number)] = _root(parents, place)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        group = groups.setdefault(_root(parents, number), ([], []))
        group[number >= len(across)].append(rule)
    return groups.values()


def _root(parents: list[int], number: int) -> int:
    """Return what stands for the group that a line is in."""
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """Return places in order, those near to each other as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return tuple(found)


def _is_inside(glyph: Glyph, grid: _Grid) -> bool:
    """Tell whether a character stands in a table."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return grid.xs[0] < x < grid.xs[-1] and grid.ys[-1] < y < grid.ys[0]


def _row_lines(grid: _Grid, glyphs: Sequence[Glyph]) -> list[PageLine]:
    """Return a table's rows as lines of the page; nothing where it is no table of data."""
    spans = _spans(grid)
    fields: dict[tuple[int, int], list[Glyph]] = {}
    owners = {
        (row + down, column + across): (row, column)
        for (row, column), (rows, columns) in spans.items()
        for down in range(rows)
        for across in range(columns)
    }
    falling = [-y for y in grid.ys]
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        place = bisect_left(falling, -y) - 1, bisect_left(grid.xs, x) - 1
        fields.setdefault(owners.get(place, place), []).append(glyph)
    made: list[list[Cell]] = []
    for row in range(len(grid.ys) - 1):
        cells = []
        for column in range(len(grid.xs) - 1):
            if (row, column) in spans:
                rows, columns = spans[row, column]
                cells.append(Cell(columns, rows, _cell_text(fields.get((row, column), []))))
        made.append(cells)
    texts = row_lines(made)
    if not texts:
        return []
    height = (grid.ys[0] - grid.ys[-1]) / len(texts)
    size = max((glyph.top - glyph.bottom for glyph in glyphs), default=height)
    return [
        PageLine(
            text=text,
            left=grid.xs[0],
            right=grid.xs[-1],
            bottom=grid.ys[0] - (number + 1) * height,
            top=grid.ys[0] - number * height,
            height=size,
            first_width=grid.xs[-1] - grid.xs[0],
            is_cell=True,
        )
        for number, text in enumerate(texts)
    ]


def _spans(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Return over how many rows and columns each cell goes, by its first field."""
    height, width = len(grid.ys) - 1, len(grid.xs) - 1
    walls = _drawn(grid.down, grid.xs, grid.ys)
    floors = _drawn_across(grid.across, grid.xs, grid.ys)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns = rows = 1
            while (
                column + columns < width
                and (row, column + columns) not in walls
                and (row, column + columns) not in taken
            ):
                columns += 1
            while row + rows < height and all(
                (row + rows, own) not in floors for own in range(column, column + columns)
            ):
                rows += 1
            spans[row, column] = (rows, columns)
            taken |= {
                (row + below, column + beside) for below in range(rows) for beside in range(columns)
            }
    return spans


def _drawn(rules: Iterable[Rule], xs: Sequence[float], ys: Sequence[float]) -> set[tuple[int, int]]:
    """Return the fields, by row and column, that have a line on their left."""
    found = set()
    for rule in rules:
        column = bisect_left(xs, rule.left - NEAR)
        for row in range(len(ys) - 1):
            if rule.bottom <= (ys[row] + ys[row + 1]) / 2 <= rule.top:
                found.add((row, column))
    return found


def _drawn_across(
    rules: Iterable[Rule], xs: Sequence[float], ys: Sequence[float]
) -> set[tuple[int, int]]:
    """Return the fields, by row and column, that have a line above them."""
    falling = [-y for y in ys]
    found = set()
    for rule in rules:
        row = bisect_left(falling, -rule.bottom - NEAR)
        for column in range(len(xs) - 1):
            if rule.left <= (xs[column] + xs[column + 1]) / 2 <= rule.right:
                found.add((row, column))
    return found


def _cell_text(glyphs: Sequence[Glyph]) -> list[str]:
    """Return the words of a cell as one line; a word of letters is not broken at a line's end."""
    if not glyphs:
        return []
    text = ""
    for line in lines_of(glyphs):
        is_latin = text[-1:].isascii() and text[-1:].isalnum() and line.text[:1].isascii()
        is_word = is_latin and line.text[:1].isalpha() and text[-1:].isalpha()
        text += (" " if is_word else "") + line.text
    return [text]
