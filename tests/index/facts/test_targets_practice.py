"""Documents that nobody wrote for this program: reading them never fails, and spans are exact."""

from pathlib import Path

import pytest

from index import parse_plan
from index.facts import extract_duties, extract_targets, extract_thresholds

FOLDER = Path(__file__).parents[2] / "documents" / "practice"
KINDS = {".txt", ".md", ".html"}
DOCUMENTS = sorted(p.name for p in FOLDER.glob("*") if p.suffix in KINDS and p.stem != "README")


@pytest.fixture(params=DOCUMENTS)
def plan(request):
    """A document of tests/documents."""
    return parse_plan(FOLDER / request.param)


def test_spans_slice_exactly(plan):
    clauses = {clause.id: clause for clause in plan.clauses}
    for found in (*extract_targets(plan), *extract_thresholds(plan)):
        clause = clauses[found.clause_id]
        assert plan.text[found.start : found.end] == found.quote
        assert found.quote == found.quote.strip() != ""
        assert clause.start <= found.start < found.end <= clause.end
    for duty in extract_duties(plan):
        assert plan.text[duty.start : duty.end] == duty.quote
        assert plan.text[duty.task_start : duty.task_end] == duty.task


def test_nothing_is_found_twice(plan):
    for found in (extract_targets(plan), extract_thresholds(plan)):
        places = [(t.start, t.end, t.value, t.value_max, getattr(t, "scope", None)) for t in found]
        assert len(places) == len(set(places))


def test_a_report_on_the_past_sets_nothing(plan):
    """Whatever stands below a heading that says 回顾."""
    reviews = {c.id for c in plan.clauses if any("回顾" in (h or "") for h in c.path)}
    assert not [t.quote for t in extract_targets(plan) if t.clause_id in reviews]
