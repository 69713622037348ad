"""Tables, as files have them: Markdown rows, rows of tabs or of spaces, and a cell a line."""

import re
from collections.abc import Iterator, Sequence

from index.structure.table_grid import MIN_SPACED, MIN_SPACED_ROWS, spaces_between
from index.text.headings import Line, is_row

MIN_ROWS = 2
"""One line with a tab or two bars is no table."""
MIN_CELLS = 6
"""A run of fewer short lines may be anything: two rows of three cells are the smallest table."""
MAX_FIRST_CHARS = 20
"""A run of cells starts with one no longer than this; before it stands the table's title."""
MAX_CELL_CHARS = 40
MAX_LONG_CELL_CHARS = 300
"""In an annex a cell may hold sentences (longest that a table of tasks needs), between others."""
MAX_TYPICAL_CHARS = 16
"""Half of the cells are no longer; slogans and titles one below the other are longer."""

MAX_SPACED_ROWS = 400
"""Of a table whose cells only spaces set apart."""

_PROSE = re.compile(r"[。；;！!？?]|[：:，,、]$")


def find_table_lines(
    text: str, lines: Sequence[Line], is_free: Sequence[bool], in_annex: Sequence[bool]
) -> Iterator[range]:
    """Yield the runs of lines that are tables, in order.

    Args:
        text: The source.
        lines: The document's own lines, in order.
        is_free: Whether a line may be of a table: no clause starts on it, and nothing else was
            found there.
        in_annex: Whether a line lies in an annex.
    """
    position = 0
    while position < len(lines):
        if not is_free[position]:
            position += 1
            continue
        rows = _rows(text, lines, is_free, position)
        if len(rows) >= MIN_ROWS:
            yield rows
            position = rows.stop
            continue
        spaced = _spaced_rows(text, lines, is_free, position)
        if spaced:
            yield spaced
            position = spaced.stop
            continue
        cells = _cells(text, lines, is_free, in_annex, position)
        if cells and _is_table(lines, cells):
            yield cells
        position = max(cells.stop, position + 1)


def _rows(text: str, lines: Sequence[Line], is_free: Sequence[bool], first: int) -> range:
    """Return the run of rows, with bars or with tabs, that starts at a line."""
    end = first
    while end < len(lines) and is_free[end] and _is_row(text, lines[end]):
        end += 1
    return range(first, end)


def _spaced_rows(text: str, lines: Sequence[Line], is_free: Sequence[bool], first: int) -> range:
    """Return the run of rows that only spaces set apart and that starts at a line with its head."""
    words = [text[own.start : own.end] for own in lines[first : first + MAX_SPACED_ROWS]]
    if len(words[0].split()) < MIN_SPACED:
        return range(first, first)
    end = first + MIN_SPACED_ROWS
    if not all(is_free[first:end]) or not spaces_between(words[:MIN_SPACED_ROWS]):
        return range(first, first)
    while end < first + len(words) and is_free[end]:
        # Each row is looked at once, below the head and the first row: a table may be long.
        if not spaces_between([*words[:2], words[end - first]]):
            break
        end += 1
    return range(first, end)


def _is_row(text: str, line: Line) -> bool:
    """Tell whether a line is a row of several cells."""
    if is_row(text, line):
        return True
    tabs = text.count("\t", line.start, line.end)
    return tabs > 1 or (tabs == 1 and text[line.end - 1] != "。")


def _cells(
    text: str,
    lines: Sequence[Line],
    is_free: Sequence[bool],
    in_annex: Sequence[bool],
    first: int,
) -> range:
    """Return the run of cells that starts at a line, empty where none does."""
    if not _is_cell(text, lines[first], MAX_FIRST_CHARS):
        return range(first, first)
    end = first
    while end < len(lines) and is_free[end] and not _spaced_rows(text, lines, is_free, end):
        if not _is_cell(text, lines[end], MAX_CELL_CHARS) and not (
            in_annex[end]
            and lines[end].end - lines[end].start <= MAX_LONG_CELL_CHARS
            and end + 2 < len(lines)
            and all(
                is_free[other] and _is_cell(text, lines[other], MAX_FIRST_CHARS)
                for other in (end - 1, end + 1, end + 2)
            )
        ):
            break
        end += 1
    return range(first, end)


def _is_cell(text: str, line: Line, max_chars: int) -> bool:
    """Tell whether a line is short and no sentence, and not a row of several cells."""
    return (
        line.end - line.start <= max_chars
        and not _PROSE.search(text, line.start, line.end)
        and not _is_row(text, line)
    )


def _is_table(lines: Sequence[Line], cells: range) -> bool:
    """Tell whether a run of cells is a table."""
    lengths = sorted(lines[position].end - lines[position].start for position in cells)
    return len(cells) >= MIN_CELLS and lengths[len(lengths) // 2] <= MAX_TYPICAL_CHARS
