"""Targets of sentences and tables in the words of many plans, against ``wordings.toml``."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from eval.documents.facts import judge_targets
from eval.documents.labels import TargetLabel
from eval.documents.types import TargetFacts
from index.facts import extract_targets
from index.parsing import parse_source
from index.reading import Source

CASES = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8"))["case"]
TITLE, HEADING = "某市2024年大气污染防治工作方案", "重点任务"
FIELDS = ("indicator", "operator", "value", "value_max", "unit", "year", "base_year", "scope")


def label(row):
    """A target as a row of the file has it."""
    indicator, operators, value, units, year, *rest = row.split("|")
    first, _, last = value.partition("–")
    facts = TargetFacts(
        indicator=indicator,
        value=float(first),
        value_max=float(last) if last else None,
        operator=operators.split(",")[0],
        unit=units.split(",")[0],
        year=int(year) if year else None,
        base_year=next((int(w[5:]) for w in rest if w.startswith("base=")), None),
        scope=next((w for w in rest if w and not w.startswith("base=")), None),
    )
    return TargetLabel(facts, tuple(operators.split(",")), bool(year))


@pytest.mark.parametrize("case", CASES, ids=[f"{c['kind']}: {c['text'][:20]}" for c in CASES])
def test_targets_of(case):
    text = f"{case.get('title', TITLE)}\n一、{case.get('heading', HEADING)}\n{case['text']}\n"
    plan = parse_source("small", Source(text, hashlib.sha256(text.encode()).hexdigest()), {})
    targets = extract_targets(plan)
    found = [TargetFacts(**{name: getattr(each, name) for name in FIELDS}) for each in targets]
    assert judge_targets([label(row) for row in case["targets"]], found).differences == ()
    assert all(plan.text[each.start : each.end] == each.quote for each in targets)
