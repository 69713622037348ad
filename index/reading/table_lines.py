"""Lines that a file's elements make: a paragraph a line, a row of a table a line.

``一、`` in a cell numbers a row and no clause, so a table's row is one line whose cells are each
closed by a tab. A table that only sets a page holds paragraphs, and these stay lines.
"""

from collections.abc import Sequence

MIN_ROWS = 2
"""So many rows of a table have two cells or more; one row sets two texts side by side."""
MAX_CELL_CHARS = 1_000
"""A longer cell holds a document, not an entry of a table (longest duty of a department in a
plan's annex: some 500)."""

Cell = list[str]
"""The lines of a cell."""


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
            self._rows[-1][-1].append(line)
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

    def open_cell(self) -> None:
        """Note that a cell starts."""
        if self._rows is not None:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append([])

    def close_table(self) -> None:
        """Note that the innermost table ends."""
        rows = self._rows or []
        self._rows = None
        self._lines += (
            [_row_line(row) for row in rows if any(row)] if _is_data(rows) else (_paragraphs(rows))
        )

    def lines(self) -> list[str]:
        """Return the lines so far."""
        return [*self._lines, *_paragraphs(self._rows or [])]


def _paragraphs(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table one by one."""
    return [line for row in rows for cell in row for line in cell]


def _row_line(row: Sequence[Cell]) -> str:
    """Return a row as a line: each cell is closed by a tab, so that one cell is a row too."""
    cells = (" ".join(" ".join(cell).split("\t")) for cell in row)
    return "".join(f"{cell}\t" for cell in cells)


def _is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a table has rows of cells, and does not only set paragraphs on a page."""
    filled = [sum(map(bool, row)) for row in rows]
    several = sum(count > 1 for count in filled)
    longest = max((sum(map(len, cell)) for row in rows for cell in row), default=0)
    return (
        several >= MIN_ROWS and 2 * several >= sum(map(bool, filled)) and longest <= MAX_CELL_CHARS
    )
