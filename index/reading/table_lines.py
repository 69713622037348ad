"""Lines that a file's elements make: a paragraph a line, a row of a table a line.

``一、`` in a cell numbers a row and no clause, so a table's row is one line whose cells are each
closed by a tab. A cell over several columns or rows leaves empty cells where it goes on, so that
what is below a head stands below it. A table that only sets a page holds paragraphs, and these
stay lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MIN_ROWS = 2
"""So many rows of a table have two cells or more; one row sets two texts side by side."""
MAX_CELL_CHARS = 1_000
"""A longer cell holds a document, not an entry of a table (longest duty of a department in a
plan's annex: some 500)."""

MAX_SPAN = 50
"""A cell over more columns or rows is a mistake of the file."""


@dataclass(slots=True)
class Cell:
    """A cell: over how many columns and rows it goes, and its lines."""

    columns: int = 1
    rows: int = 1
    lines: list[str] = field(default_factory=list)


class TableLines:
    """Lines that grow as a document is walked through, those of tables put together.

    A table that holds another one sets a page; its lines are never put together.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._rows: list[list[Cell]] | None = None

    def add(self, line: str) -> None:
        """Add a line to the open cell, or to the document where none is open."""
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].lines.append(line)
        else:
            self._lines.append(line)

    def open_table(self) -> None:
        """Note that a table starts."""
        self._lines += _paragraphs(self._rows or [])
        self._rows = []

    def open_row(self) -> None:
        """Note that a row starts."""
        if self._rows is not None:
            self._rows.append([])

    def open_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Note that a cell starts, and over how many columns and rows it goes."""
        if self._rows is not None:
            if not self._rows:
                self._rows.append([])
            columns, rows = (max(1, min(count, MAX_SPAN)) for count in (columns, rows))
            self._rows[-1].append(Cell(columns, rows))

    def close_table(self) -> None:
        """Note that the innermost table ends."""
        rows = self._rows or []
        self._rows = None
        self._lines += list(_row_lines(rows)) if _is_data(rows) else _paragraphs(rows)

    def lines(self) -> list[str]:
        """Return the lines so far."""
        return [*self._lines, *_paragraphs(self._rows or [])]


def _paragraphs(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table one by one."""
    return [line for row in rows for cell in row for line in cell.lines]


def _row_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield the rows that hold words: each cell is closed by a tab, so that one cell is a row too.

    A title across the table is one cell and no more.
    """
    going_on: dict[int, int] = {}
    for row in rows:
        texts: list[str] = []
        below: dict[int, int] = {}
        for cell in row:
            while len(texts) in going_on:
                texts.append("")
            columns = range(len(texts), len(texts) + (cell.columns if len(row) > 1 else 1))
            texts += [" ".join(" ".join(cell.lines).split("\t")), *[""] * (len(columns) - 1)]
            if cell.rows > 1:
                below |= dict.fromkeys(columns, cell.rows)
        while row and len(texts) in going_on:
            texts.append("")
        left = (going_on | below).items()
        going_on = {column: count - 1 for column, count in left if count > 1}
        if any(texts):
            yield "".join(f"{text}\t" for text in texts)


def _is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a table has rows of cells, and does not only set paragraphs on a page."""
    filled = [sum(bool(cell.lines) for cell in row) for row in rows]
    several = sum(count > 1 for count in filled)
    longest = max((sum(map(len, cell.lines)) for row in rows for cell in row), default=0)
    return (
        several >= MIN_ROWS and 2 * several >= sum(map(bool, filled)) and longest <= MAX_CELL_CHARS
    )
