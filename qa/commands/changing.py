"""``python -m qa changes``: what became of a city's plan in the next one."""

import argparse
import json
from dataclasses import asdict

from index import PlanIndex
from index.console import add_index_option
from qa.commands.formats import add_formats, csv_text
from qa.commands.tables import Column, table_text
from qa.comparing import changes
from qa.types import Change, Changes

_COLUMNS = (
    Column("变化", 16),
    Column("较早的方案", 56),
    Column("较新的方案", 56),
    Column("说明", 30),
)
_KINDS = {
    "changed": "改变 (changed)",
    "new": "新增 (new)",
    "gone": "不再有 (gone)",
    "same": "相同 (same)",
}
HEADER = (
    "change", "subject", "is_target", "likeness", "remark",
    "earlier_reference", "earlier_quote", "later_reference", "later_quote",
)  # fmt: skip


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("changes", help="compare a city's plan with its next one")
    parser.add_argument("--city", required=True, help="one that the index has two plans of")
    add_formats(parser)
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what is printed, and the exit code: 0.

    Raises:
        LantianError: there is no index, or it has no plan of the city.
        ValueError: it has only one.
    """
    found = changes(PlanIndex.open(options.index), options.city)
    if options.json:
        return json.dumps(asdict(found), ensure_ascii=False, indent=1), 0
    return (csv_of(found) if options.csv else text_of(found)), 0


def csv_of(found: Changes) -> str:
    """Return changes as CSV, with a header."""
    return csv_text(HEADER, (_cells(kind, change) for kind, change in _rows(found)))


def _cells(kind: str, change: Change) -> list[str]:
    """Return a change as the cells of a row."""
    cited = [
        words
        for place in (change.earlier, change.later)
        for words in ((place.reference, place.quote) if place else ("", ""))
    ]
    is_target = "yes" if change.is_target else "no"
    return [kind, change.subject, is_target, f"{change.likeness:.2f}", change.remark, *cited]


def text_of(found: Changes) -> str:
    """Return changes as a table: values first, then clauses by their headings."""
    rows = [
        (_KINDS[kind], _cell(change, "earlier"), _cell(change, "later"), change.remark)
        for kind, change in _rows(found)
    ]
    return f"{found.city}：{found.earlier} → {found.later}\n{table_text(_COLUMNS, rows)}"


def _rows(found: Changes) -> list[tuple[str, Change]]:
    """Return all changes with their kind, values before clauses."""
    rows = [(kind, change) for kind in _KINDS for change in getattr(found, kind)]
    return sorted(rows, key=lambda row: not row[1].is_target)


def _cell(change: Change, side: str) -> str:
    """Return what one plan says, with its clause."""
    cited = change.earlier if side == "earlier" else change.later
    if cited is None:
        return "—"
    return f"{cited.quote} [{cited.clause_id}]"
