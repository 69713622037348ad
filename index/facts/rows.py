"""The tables of a plan as rows under heads: what a cell is asked by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from index.mentions.brackets import LABEL, ROLES, Role
from index.structure.table_grid import Cell, Table, read_table
from index.types import Plan

KEPT = 256
"""Tables; those of a plan are asked again with each question on it."""
MAX_TABLE_CHARS = 200_000
"""A longer one is a database, and no table that people read."""


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table where it stands.

    Attributes:
        start: Of its part in the plan's text; ``end`` is exclusive.
        table: Its cells' offsets are those of the plan's text.
    """

    start: int
    end: int
    table: Table


def read_tables(plan: Plan) -> Iterator[PlanTable]:
    """Yield the tables of a plan whose rows and columns can be told, in order.

    Args:
        plan: Any plan.
    """
    for part in plan.parts:
        if part.kind != "table" or part.end - part.start > MAX_TABLE_CHARS:
            continue
        start, end = part.start, part.end
        while start and plan.text[start - 1] == "\t":
            start -= 1  # its first cell is empty
        while plan.text.startswith("\t", end):
            end += 1
        table = _read(plan.text[start:end])
        if table:
            yield PlanTable(part.start, part.end, _moved(table, start))


def role_of_head(head: str) -> Role | None:
    """Return the role that a column's head gives the offices below it, None where it gives none.

    Args:
        head: A shadow; of several labels (牵头及责任单位) the last counts.
    """
    found = None
    for label in LABEL.finditer(head):
        found = next(role for role in ROLES if label[f"label_{role}"])
    return found


@lru_cache(maxsize=KEPT)
def _read(text: str) -> Table | None:
    """Return the table that a text is."""
    return read_table(text, 0, len(text), of_words=True)


def _moved(table: Table, by: int) -> Table:
    """Return a table that stands at another place."""

    def moved(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in cells)

    return Table(moved(table.captions), moved(table.heads), tuple(map(moved, table.rows)))
