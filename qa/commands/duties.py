"""``python -m qa duties``: which office leads, takes part in or carries out what."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from index import PlanIndex
from index.console import add_index_option
from index.facts import Duty
from qa.commands.formats import add_formats, csv_text
from qa.commands.tables import Column, table_text
from qa.facts import duties

_COLUMNS = (
    Column("条款", 24),
    Column("牵头", 24),
    Column("参与", 30),
    Column("落实", 30),
    Column("任务", 44, max_lines=4),
)


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of a parser."""
    parser = commands.add_parser("duties", help="list who is responsible for what")
    parser.add_argument(
        "--department", metavar="OFFICE", help="only where it is named, such as 住建局"
    )
    parser.add_argument(
        "--city",
        action="append",
        default=[],
        metavar="CITY",
        help="only its plans; may be repeated",
    )
    add_formats(parser)
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what the command prints, and the exit code: 0 found, 1 nothing found.

    Raises:
        LantianError: there is no index, or a filter names nothing in it.
    """
    index = PlanIndex.open(options.index)
    found = duties(index, options.department, options.city)
    code = 0 if found else 1
    if options.json:
        return json.dumps([asdict(duty) for duty in found], ensure_ascii=False, indent=1), code
    if options.csv:
        return duties_csv(found), code
    if not found:
        return "方案里没有写明 (the plans do not say)", code
    return duties_table(index, found), code


def duties_table(index: PlanIndex, found: Sequence[Duty]) -> str:
    """Return duties as an aligned table; * marks those said once for several clauses."""
    rows = [
        (
            index.reference(duty.plan_id, duty.clause_id),
            "、".join(duty.lead),
            "、".join(duty.participants),
            "、".join(duty.implementers) + "*" * duty.is_inherited,
            duty.task,
        )
        for duty in found
    ]
    return table_text(_COLUMNS, rows)


def duties_csv(found: Sequence[Duty]) -> str:
    """Return duties as CSV with a header; several offices in a cell are joined by 、."""
    names = [field.name for field in fields(Duty)]
    return csv_text(names, ([getattr(duty, name) for name in names] for duty in found))
