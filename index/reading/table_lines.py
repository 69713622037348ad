"""Lines that a file's elements make: a paragraph a line, a row of a table a line.

``一、`` in a cell numbers a row and no clause, so a table's row is one line whose cells are each
closed by a tab. The words of a cell over several columns or rows stand in each of them: a row says
by itself what it is about, and what is below a head stands below it. A table that only sets a page
holds paragraphs, and these stay lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MIN_ROWS = 2
"""So many rows of a table have two cells or more; one row sets two texts side by side."""
MAX_CELL_CHARS = 1_000
"""A longer cell holds a document, not an entry of a table (longest duty of a department in a
plan's annex: some 500)."""

MAX_SPAN = 200
"""A cell over more columns or rows is a mistake of the file."""
MAX_WIDTH = 300
"""Columns that merged cells go over in all; a table that people read has a dozen."""
MAX_REPEATED_CHARS = 200
"""A longer cell is said once, where it begins: a remark on all rows is no name of any."""
MAX_REPEATED_SHARE = 4
"""What stands in a table again, in all, is so many times its own words at most; a file whose cells
go over everything would fill the memory."""


@dataclass(slots=True)
class Cell:
    """A cell.

    Attributes:
        columns: Over how many it goes.
        rows: Over how many it goes.
        goes_on: It is the rest of the cell above it, and has no words of its own.
    """

    columns: int = 1
    rows: int = 1
    lines: list[str] = field(default_factory=list)
    goes_on: bool = False

    @property
    def text(self) -> str:
        """Its words on one line, without tabs."""
        return " ".join(" ".join(self.lines).split("\t"))


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

    def open_cell(self, columns: int = 1, rows: int = 1, *, goes_on: bool = False) -> None:
        """Note that a cell starts, over how many columns and rows it goes, or that one goes on."""
        if self._rows is not None:
            if not self._rows:
                self._rows.append([])
            columns, rows = (max(1, min(count, MAX_SPAN)) for count in (columns, rows))
            self._rows[-1].append(Cell(columns, rows, goes_on=goes_on))

    def close_table(self) -> None:
        """Note that the innermost table ends."""
        rows = self._rows or []
        self._rows = None
        self._lines += row_lines(rows) or _paragraphs(rows)

    def lines(self) -> list[str]:
        """Return the lines so far."""
        return [*self._lines, *_paragraphs(self._rows or [])]


def _paragraphs(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table one by one."""
    return [line for row in rows for cell in row for line in cell.lines]


def row_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return a table's rows that hold words, each cell closed by a tab, so that one is a row too.

    A title across the table is one cell and no more. Nothing where the table only sets paragraphs
    on a page.

    Args:
        rows: From above, the cells of each from the left.
    """
    if not _is_data(rows):
        return []
    room = MAX_REPEATED_CHARS + MAX_REPEATED_SHARE * sum(
        len(cell.text) for row in rows for cell in row
    )
    lines: list[str] = []
    above: list[str] = []
    going_on: dict[int, tuple[int, str]] = {}
    for row in rows:
        texts: list[str] = []
        below: dict[int, tuple[int, str]] = {}
        for cell in row:
            _add_going_on(texts, going_on)
            own = cell.text
            if cell.goes_on and not own and len(texts) < len(above):
                own = above[len(texts)]
            last = min(len(texts) + cell.columns, MAX_WIDTH) if len(row) > 1 else 0
            columns = range(len(texts), max(len(texts) + 1, last))
            cost = len(own) * (len(columns) * cell.rows - 1)
            again = own if len(own) <= MAX_REPEATED_CHARS and cost <= room else ""
            room -= cost if again else 0
            texts += [own, *[again] * (len(columns) - 1)]
            if cell.rows > 1:
                below |= dict.fromkeys(columns, (cell.rows, again))
        if row:
            _add_going_on(texts, going_on)
        left = (going_on | below).items()
        going_on = {column: (count - 1, words) for column, (count, words) in left if count > 1}
        above = [words if len(words) <= MAX_REPEATED_CHARS else "" for words in texts]
        if any(texts):
            lines.append("".join(f"{text}\t" for text in texts))
    return lines


def _add_going_on(texts: list[str], going_on: Mapping[int, tuple[int, str]]) -> None:
    """Add the cells of rows above that go on at the end of a row."""
    while len(texts) in going_on and len(texts) < MAX_WIDTH:
        texts.append(going_on[len(texts)][1])


def _is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a table has rows of cells, and does not only set paragraphs on a page."""
    filled = [sum(bool(cell.lines) for cell in row) for row in rows]
    several = sum(count > 1 for count in filled)
    longest = max((sum(map(len, cell.lines)) for row in rows for cell in row), default=0)
    return (
        several >= MIN_ROWS and 2 * several >= sum(map(bool, filled)) and longest <= MAX_CELL_CHARS
    )
