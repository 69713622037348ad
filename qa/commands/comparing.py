"""``python -m qa compare``: an indicator or topic across cities."""

import argparse
import json
from dataclasses import asdict

from index import PlanIndex
from index.console import add_index_option
from qa.commands.formats import add_formats, csv_text
from qa.commands.tables import Column, table_text
from qa.comparing import compare
from qa.types import Comparison, ComparisonRow

_COLUMNS = (
    Column("城市", 12),
    Column("范围", 20),
    Column("内容", 44, max_lines=4),
    Column("年份", 4),
    Column("说明", 30),
    Column("出处", 50),
)
_STATUS = {
    "stated": "",
    "no value": "提到而没有数值 (no value)",
    "not stated": "没有写明 (not stated)",
    "not indexed": "未收录 (not indexed)",
}
HEADER = (
    "city", "plan", "status", "value", "comparable", "remark", "reference", "quote",
    "indicator", "scope", "number", "upper", "unit", "year", "base_year", "is_relative",
)  # fmt: skip


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("compare", help="set an indicator or topic of cities side by side")
    parser.add_argument("topic", help="such as 秸秆综合利用率")
    parser.add_argument("--city", action="append", default=[], help="a city; may be repeated")
    add_formats(parser)
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
    return csv_text(HEADER, map(_cells, comparison.rows))


def text_of(comparison: Comparison) -> str:
    """Return a comparison as a table: a row a plan, and one a scope that it sets a value for."""
    rows = [_line(row) for row in comparison.rows]
    return f"{comparison.topic}\n{table_text(_COLUMNS, rows)}"


def _line(row: ComparisonRow) -> tuple[str, ...]:
    """Return the cells of a row as they are shown, in the order of the columns."""
    status = _STATUS[row.status]
    return (
        row.city or row.plan_id or "—",
        (row.target.scope or "") if row.target else "",
        row.text or status,
        str(row.target.year or "") if row.target else "",
        status if row.text and status else _not_comparable(row),
        row.citation.reference if row.citation else row.plan_id or "",
    )


def _not_comparable(row: ComparisonRow) -> str:
    """Return why a value cannot be set against the others; empty where it can."""
    return f"不可比 (not comparable)：{row.remark}" if row.text and not row.comparable else ""


def _cells(row: ComparisonRow) -> tuple[str, ...]:
    """Return the cells of a row, in the order of ``HEADER``; numbers in the unit beside them."""
    reference, quote = (row.citation.reference, row.citation.quote) if row.citation else ("", "")
    cells = (
        row.city or "",
        row.plan_id or "",
        row.status,
        row.text,
        "yes" if row.comparable else "no",
        row.remark,
        reference,
        quote,
    )
    target = row.target
    if target is None:
        return (*cells, *("",) * (len(HEADER) - len(cells)))
    return (
        *cells,
        target.indicator,
        target.scope or "",
        _number(target.value),
        _number(target.value_max),
        target.unit,
        str(target.year or ""),
        str(target.base_year or ""),
        "yes" if target.is_relative else "no",
    )


def _number(value: float | None) -> str:
    """Return a number without a needless fraction; empty where there is none."""
    return "" if value is None else f"{value:.15g}"
