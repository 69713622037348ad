"""Lines side by side: two columns of running text, read one after the other, or a table's cells.

A table's cells are short or end anywhere; the lines of a column are of one width and one distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from index.reading.page_lines import Page, PageLine

MIN_LINES = 5
"""Lines of a column; fewer side by side are a table or a signature."""
MIN_FULL_SHARE = 0.5
"""Of a column's lines so many are as wide as the column, within a character."""
MIN_WIDTH = 8.0
"""Width of a column, in heights of its lines: a narrower one is a table's."""
MIN_GUTTER = 0.7
"""Width of the room between two columns, in heights."""
MAX_STEP = 1.8
"""Of a column's lines most follow each other within this times the usual distance."""


def in_reading_order(pages: Sequence[Page]) -> list[Page]:
    """Return pages, or what their columns make of them, in the order of reading.

    Args:
        pages: Of a document, each with its lines in the order of its content, which stays where
            nothing stands in columns.
    """
    gutters = [_gutter(page.lines) for page in pages]
    known = [gutter for gutter in gutters if gutter is not None]
    usual = median(known) if 2 * len(known) >= len(pages) > 0 else None
    found = []
    for page, own in zip(pages, gutters, strict=True):
        gutter = usual if own is None and _has_both_sides(page.lines, usual) else own
        if gutter is None:
            found.append(replace(page, lines=tuple(_with_neighbours(page.lines))))
            continue
        for block, is_across in _blocks(page.lines, gutter):
            lines = [replace(line, is_cell="\t" in line.text) for line in block]
            parted = replace(page, lines=tuple(_with_neighbours(lines)), is_across=is_across)
            found.append(parted)
    return found


def _has_both_sides(lines: Sequence[PageLine], gutter: float | None) -> bool:
    """Tell whether a page with few lines has them on both sides of where columns part elsewhere.

    All but a page number do; of another page's table or heading more run across.
    """
    if gutter is None:
        return False
    left = sum(line.right <= gutter for line in lines)
    right = sum(line.left >= gutter for line in lines)
    return min(left, right) > 0 and len(lines) - left - right <= 1


def _gutter(lines: Sequence[PageLine]) -> float | None:
    """Return the middle of the room between two columns, None where there are no two."""
    if len(lines) < 2 * MIN_LINES:
        return None
    height = median(line.height for line in lines)
    edges = sorted(line.left for line in lines)
    for edge in dict.fromkeys(edges):
        if sum(abs(other - edge) <= height / 2 for other in edges) < MIN_LINES:
            continue
        left = [line for line in lines if line.right <= edge - MIN_GUTTER * height]
        right = [line for line in lines if line.left >= edge - height / 2]
        if _is_beside(left, right) and _is_column(left) and _is_column(right):
            return (max(line.right for line in left) + edge) / 2
    return None


def _is_beside(left: Sequence[PageLine], right: Sequence[PageLine]) -> bool:
    """Tell whether lines stand at the side of others, at least as many as a column has."""
    if min(len(left), len(right)) < MIN_LINES:
        return False
    top, bottom = max(line.top for line in left), min(line.bottom for line in left)
    return sum(bottom < (line.bottom + line.top) / 2 < top for line in right) >= MIN_LINES


def _is_column(lines: Sequence[PageLine]) -> bool:
    """Tell whether lines have one width and one distance, as those of running text have."""
    height = median(line.height for line in lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(line.left - left <= 3 * height and right - line.right <= height for line in lines)
    tops = sorted((line.top for line in lines), reverse=True)
    steps = [above - below for above, below in pairwise(tops)]
    close = sum(height / 2 < step <= MAX_STEP * median(steps) for step in steps)
    is_wide = right - left >= MIN_WIDTH * height
    return (
        is_wide
        and full >= MIN_FULL_SHARE * len(lines)
        and close >= (1 - MIN_FULL_SHARE / 2) * len(steps)
    )


def _blocks(lines: Sequence[PageLine], gutter: float) -> Iterator[tuple[list[PageLine], bool]]:
    """Yield what runs across the page, and of what lies between the left side, then the right.

    With each stands whether it runs across.
    """
    rows = sorted(lines, key=lambda own: (-own.top, own.left))
    for is_across, group in groupby(rows, key=lambda own: own.left < gutter < own.right):
        own = list(group)
        sides = [[line for line in own if (line.right <= gutter) == side] for side in (True, False)]
        yield from ((block, is_across) for block in ([own] if is_across else sides) if block)


def _with_neighbours(lines: Sequence[PageLine]) -> Iterator[PageLine]:
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
