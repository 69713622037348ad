"""Duties of a table of tasks: a row a duty, the offices in the columns whose heads give a role."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.facts.roles import office_list, read_roles
from index.facts.rows import read_tables, role_of_head
from index.facts.types import Duty
from index.mentions.brackets import ROLES, Role
from index.mentions.offices import is_office, search_name
from index.structure.table_grid import Cell, Table
from index.text.layout import read_text
from index.text.shadow import shadow_of
from index.types import Plan

_TASK = re.compile(r"任务|工作|内容|措施|事项|工程|项目|举措|要求")
_NUMBERING = re.compile(r"序号|编号|类别|分类|领域|No\.?|#")
MIN_TASK_CHARS = 2


def table_duties(plan: Plan) -> Iterator[Duty]:
    """Yield the duties of a plan's tables of tasks, by place.

    A table is one where a column's head gives offices a role (牵头单位) and another column names
    tasks. The statement of a duty is the row's cells of offices, from the first to the last.

    Args:
        plan: Any plan.
    """
    starts = [clause.start for clause in plan.clauses]
    for own in read_tables(plan):
        columns = _office_columns(own.table)
        task = _task_column(own.table, columns)
        place = bisect_right(starts, own.start) - 1
        if not columns or task is None or place < 0:
            continue
        for row in own.table.rows:
            if duty := _duty(plan, plan.clauses[place].id, row, task, columns):
                yield duty


def _office_columns(table: Table) -> dict[int, Role]:
    """Return the columns whose heads give a role, and the role."""
    roles = ((column, role_of_head(head.text)) for column, head in enumerate(table.heads))
    return {column: role for column, role in roles if role}


def _task_column(table: Table, offices: dict[int, Role]) -> int | None:
    """Return the column that says what is to be done: the last such head before the offices."""
    first = min(offices, default=len(table.heads))
    named = [
        column
        for column, head in enumerate(table.heads)
        if column not in offices and _TASK.search(head.text) and not _NUMBERING.fullmatch(head.text)
    ]
    before = [column for column in named if column < first]
    return before[-1] if before else (named[0] if named else None)


def _duty(
    plan: Plan, clause_id: str, row: Sequence[Cell], task: int, columns: dict[int, Role]
) -> Duty | None:
    """Return the duty of a row, None where it names no office or no task."""
    own = row[task]
    if own.end - own.start < MIN_TASK_CHARS:
        return None
    names: dict[Role, list[str]] = {role: [] for role in ROLES}
    offices: dict[Role, list[str]] = {role: [] for role in ROLES}
    cells = []
    is_divided = False
    for column, given in columns.items():
        cell = row[column]
        if cell.start == cell.end:
            continue
        cells.append(cell)
        shadow = shadow_of(plan.text[cell.start : cell.end], plan.errata, start=cell.start)
        parts, divided = read_roles(shadow.text, 0, len(shadow.text))
        is_divided |= divided
        spans = [(part.role, part.start, part.end) for part in parts] or [
            (given, *span) for span in office_list(shadow.text, 0, len(shadow.text))
        ]
        for role, start, end in spans:
            printed = read_text(plan.text[slice(*shadow.source_range(start, end))])
            if printed not in names[role]:
                names[role].append(printed)
                offices[role].append(search_name(shadow.text[start:end]))
    every = tuple(dict.fromkeys(name for role in ROLES for name in offices[role]))
    if not any(map(is_office, every)):
        return None
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    return Duty(
        plan_id=plan.id,
        city=plan.place,
        clause_id=clause_id,
        task=plan.text[own.start : own.end],
        lead=tuple(names["lead"]),
        participants=tuple(names["participant"]),
        implementers=tuple(names["implementer"]),
        start=start,
        end=end,
        quote=plan.text[start:end],
        is_divided=is_divided,
        offices=every,
        task_start=own.start,
        task_end=own.end,
    )
