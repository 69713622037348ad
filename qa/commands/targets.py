"""``python -m qa targets``: the quantities that plans set, as a table, JSON or CSV."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from index import PlanIndex
from index.console import add_index_option
from index.facts import Target
from qa.commands.formats import add_formats, csv_text
from qa.commands.tables import Column, table_text
from qa.facts import targets

_COLUMNS = (
    Column("城市", 10),
    Column("条款", 10),
    Column("指标", 24),
    Column("范围", 20),
    Column("限定", 12),
    Column("数值", 10),
    Column("单位", 14),
    Column("年份", 4),
    Column("基准年", 6),
    Column("性质", 6),
    Column("原文", 60, max_lines=3),
)
_BINDING = {"binding": "约束性", "expected": "预期性", None: ""}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of ``python -m qa``."""
    parser = commands.add_parser("targets", help="list the quantities that plans set or limit")
    parser.add_argument("--indicator", help="only this one, in any wording: 细颗粒物 is PM2.5")
    parser.add_argument(
        "--city", action="append", default=[], help="only this one; may be given several times"
    )
    add_formats(parser)
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what the command prints, and the exit code: 0 found, 1 nothing found."""
    found = targets(PlanIndex.open(options.index), options.indicator, options.city)
    code = 0 if found else 1
    if options.json:
        records = [asdict(target) for target in found]
        return json.dumps(records, ensure_ascii=False, indent=1), code
    if options.csv:
        return _csv(found), code
    if not found:
        return "方案里没有写明 (the plans do not say)", code
    return table_text(_COLUMNS, [_row(target) for target in found]), code


def _row(target: Target) -> tuple[str, ...]:
    """Return a target as cells."""
    return (
        target.city or target.plan_id,
        target.clause_id,
        target.indicator,
        target.scope or "",
        target.comparator,
        _number(target.value)
        + (f"–{_number(target.value_max)}" if target.value_max is not None else ""),
        target.unit,
        str(target.year or ""),
        str(target.base_year or ""),
        _BINDING[target.binding],
        target.quote,
    )


def _number(value: float | None) -> str:
    """Return a number without a needless fraction."""
    return "" if value is None else f"{value:.15g}"


def _csv(found: Sequence[Target]) -> str:
    """Return targets as CSV with a line of field names."""
    names = [field.name for field in fields(Target)]
    return csv_text(names, ([getattr(target, name) for name in names] for target in found))
