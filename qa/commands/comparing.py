"""``python -m qa compare``: an indicator or topic across cities."""

import argparse
import csv
import io
import json
from dataclasses import asdict

from index import PlanIndex, add_index_option
from qa.commands.tables import Column, table_text
from qa.comparing import compare
from qa.types import Comparison, ComparisonRow

_COLUMNS = (Column("城市", 12), Column("内容", 50), Column("说明", 30), Column("出处", 60))
_SILENT = {"not stated": "没有写明 (not stated)", "not indexed": "未收录 (not indexed)"}
HEADER = ("city", "plan", "status", "value", "comparable", "remark", "reference", "quote")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("compare", help="set an indicator or topic of cities side by side")
    parser.add_argument("topic", help="such as 秸秆综合利用率")
    parser.add_argument("--city", action="append", default=[], help="a city; may be repeated")
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="print JSON")
    formats.add_argument("--csv", action="store_true", help="print CSV")
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what is printed, and the exit code: 0 some plan states it, 1 none does."""
    found = compare(PlanIndex.open(options.index), options.topic, options.city)
    code = 0 if any(row.status == "stated" for row in found.rows) else 1
    if options.json:
        return json.dumps(asdict(found), ensure_ascii=False, indent=1), code
    return (csv_of(found) if options.csv else text_of(found)), code


def csv_of(comparison: Comparison) -> str:
    """Return a comparison as CSV, with a header."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(map(_cells, comparison.rows))
    return lines.getvalue().rstrip("\n")


def text_of(comparison: Comparison) -> str:
    """Return a comparison as a table, a row a plan."""
    rows = [
        (
            row.city or "—",
            row.text or _SILENT[row.status],
            row.remark,
            row.citation.reference if row.citation else row.plan_id or "",
        )
        for row in comparison.rows
    ]
    return f"{comparison.topic}\n{table_text(_COLUMNS, rows)}"


def _cells(row: ComparisonRow) -> tuple[str, ...]:
    """Return the cells of a row, in the order of ``HEADER``."""
    reference, quote = (row.citation.reference, row.citation.quote) if row.citation else ("", "")
    return (
        row.city or "",
        row.plan_id or "",
        row.status,
        row.text,
        "yes" if row.comparable else "no",
        row.remark,
        reference,
        quote,
    )
