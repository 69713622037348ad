"""Tables of a workbook or of separated values as lines: a row a line, titles above and notes below.

What stands alone on its row before the first row of cells, or behind the last, is a line of text.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import PlanError
from index.reading.plain import decode
from index.reading.table_lines import MAX_CELL_CHARS, Cell, row_lines

MAX_CELLS = 1_000_000
"""Of a file; the longest list of tasks has some ten thousand."""
MAX_COLUMNS = 300
"""Of a row; a table that people read has a dozen."""
SEPARATORS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30


def read_csv(data: bytes, path: Path) -> str:
    """Return the text of a file of separated values, a row a line, its cells closed by tabs.

    Args:
        data: The file's bytes, in UTF-8, UTF-16, GB18030 or Big5.
        path: Its path, for the message.

    Raises:
        PlanError: the bytes are no text, a quotation mark is not closed, or there are too many
            cells.
    """
    text = decode(data)
    if text is None:
        raise PlanError(
            f"{path}: is not text in UTF-8, UTF-16, GB18030 or Big5, or is damaged; "
            "save it from Excel or WPS as .xlsx"
        )
    text = text.removeprefix("\ufeff")
    rows: list[list[Cell]] = []
    count = 0
    csv.field_size_limit(10_000_000)
    try:
        for row in csv.reader(
            io.StringIO(text, newline=""), delimiter=_separator(text), strict=True
        ):
            count += len(row)
            if count > MAX_CELLS or len(row) > MAX_COLUMNS:
                raise too_many(path)
            rows.append(
                [Cell(lines=[words] if words.strip() else []) for words in _on_one_line(row)]
            )
    except csv.Error as error:
        raise PlanError(
            f"{path}: its separated values are broken ({error}); save it from Excel or WPS as .xlsx"
        ) from error
    return "\n".join(sheet_lines(rows))


def too_many(path: Path) -> PlanError:
    """Return the error of a file with more cells than people read."""
    return PlanError(
        f"{path}: has more than {MAX_CELLS:,} cells or {MAX_COLUMNS} columns; give the plan's own "
        "table alone"
    )


def _on_one_line(row: Sequence[str]) -> list[str]:
    """Return cells, what is written over several lines on one."""
    return [" ".join(part.strip() for part in cell.splitlines() if part.strip()) for cell in row]


def _separator(text: str) -> str:
    """Return what separates the values: what each of the first lines has, and has most."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    counts = {
        mark: sorted(line.count(mark) for line in lines)[len(lines) // 2] if lines else 0
        for mark in SEPARATORS
    }
    return max(SEPARATORS, key=lambda mark: counts[mark])


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area of a sheet: its first row and column, from 1, and its last."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """The rows of a file's sheets: no more cells in all than people read."""

    def __init__(self, path: Path) -> None:
        """Begin with none; the path is for the message."""
        self._path = path
        self._cells = 0

    def rows(
        self, numbered: Iterable[tuple[int, Mapping[int, str]]], areas: Sequence[Area]
    ) -> list[list[Cell]]:
        """Return a sheet's rows; a merged area is one cell that goes on below.

        Args:
            numbered: The number of each row, from 1 and ascending, and what its cells show, by
                column from 1.
            areas: That are merged; one begins in a cell that is there, or nowhere.

        Raises:
            PlanError: there are too many columns, or cells.
        """
        starts = {(area.top, area.left): area for area in areas}
        rows: list[list[Cell]] = []
        going_on: list[Area] = []
        for number, values in numbered:
            going_on = [area for area in going_on if area.bottom >= number]
            begun = [starts[number, column] for column in values if (number, column) in starts]
            rows.append(self._row(number, values, [*going_on, *begun]))
            going_on += [area for area in begun if area.bottom > number]
        return rows

    def _row(self, number: int, values: Mapping[int, str], areas: Sequence[Area]) -> list[Cell]:
        """Return the cells of a row, empty ones too up to the last with words or a merged one."""
        filled = [column for column, words in values.items() if words]
        by_left = {area.left: area for area in areas}
        narrow = (area.right for area in areas if area.right <= MAX_COLUMNS)
        last = max([*filled, *narrow], default=0)
        if last > MAX_COLUMNS:
            raise too_many(self._path)
        cells: list[Cell] = []
        column = 1
        while column <= last:
            area = by_left.get(column)
            words = values.get(column, "")
            lines = [" ".join(words.split("\n"))] if words else []
            columns = min(area.right, MAX_COLUMNS) - area.left + 1 if area else 1
            cells.append(Cell(columns, 1, lines, goes_on=bool(area and area.top < number)))
            column += columns
        self._cells += last
        if self._cells > MAX_CELLS:
            raise too_many(self._path)
        return cells


def sheet_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return a sheet's lines.

    Args:
        rows: From above; cells that a merged one covers are left out, or go on.
    """
    filled = [sum(bool(cell.lines) for cell in row) for row in rows]
    several = [number for number, count in enumerate(filled) if count > 1]
    first, last = (several[0], several[-1] + 1) if several else (len(rows), len(rows))
    while last < len(rows) and any(cell.goes_on for cell in rows[last]):
        last += 1
    body = [_padded(row) for row in rows[first:last]]
    inside = row_lines(body)
    if not inside and body:
        longest = max(len(cell.text) for row in body for cell in row)
        if longest > MAX_CELL_CHARS or len(several) > 1:
            inside = [f"{cell.text}\t" for row in body for cell in row if cell.lines]
        else:  # a single row of cells
            inside = ["".join(f"{cell.text}\t" for cell in row) for row in body]
    return [*_alone(rows[:first]), *inside, *_alone(rows[last:])]


def _padded(row: Sequence[Cell]) -> list[Cell]:
    """Return a row with two cells at least: one alone would be a title across the table."""
    return [*row, Cell()] if len(row) == 1 and row[0].columns == 1 else list(row)


def _alone(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the words of rows that have one cell with words."""
    return [line for row in rows for cell in row for line in cell.lines if line.strip()]
