"""What holds for every plan, whatever its text."""

from collections import Counter
from itertools import pairwise
from typing import get_args

from index.types import PartKind


def assert_sound(plan, passages):
    """Check spans, order, nesting, ids and coverage of a plan and its passages."""
    assert_clauses(plan)
    assert_boilerplate(plan)
    assert_passages(plan, passages)
    assert_parts(plan, passages)
    places = [anomaly.start for anomaly in plan.anomalies]
    assert places == sorted(places)
    assert all(anomaly.end <= len(plan.text) for anomaly in plan.anomalies)


def assert_clauses(plan):
    """Labels slice back; parents hold their children; siblings are ordered and disjoint."""
    ids = [clause.id for clause in plan.clauses]
    assert len(set(ids)) == len(ids)
    by_id = dict(zip(ids, plan.clauses, strict=True))
    siblings = {}
    for clause in plan.clauses:
        assert 0 <= clause.start < clause.end <= len(plan.text)
        assert plan.text.startswith(clause.label, clause.start)
        above, _, _ = clause.id.rpartition(".")
        if parent := by_id.get(above):
            assert parent.start < clause.start
            assert clause.end <= parent.end
            assert clause.level > parent.level
            assert clause.path[:-1] == parent.path
        siblings.setdefault(above, []).append(clause)
    for group in siblings.values():
        assert all(first.end <= second.start for first, second in pairwise(group))
    starts = [clause.start for clause in plan.clauses]
    assert starts == sorted(starts)


def assert_boilerplate(plan):
    """Boilerplate is ordered and disjoint, and has no white space at its edges."""
    assert all(first.end <= second.start for first, second in pairwise(plan.boilerplate))
    for span in plan.boilerplate:
        words = plan.text[span.start : span.end]
        assert words == words.strip() != ""


def assert_parts(plan, passages):
    """Parts are ordered, disjoint and trimmed; no passage holds two, or more than one of them."""
    assert all(first.end <= second.start for first, second in pairwise(plan.parts))
    starts = [clause.start for clause in plan.clauses]
    for part in plan.parts:
        words = plan.text[part.start : part.end]
        assert words == words.strip() != ""
        assert part.end <= len(plan.text)
        assert part.kind in get_args(PartKind)
        assert not [start for start in starts if part.start < start < part.end]
    blocks = [part for part in plan.parts if part.kind != "responsibility"]
    for passage in passages:
        touched = [part for part in blocks if part.start < passage.end and passage.start < part.end]
        assert len(touched) <= 1
        for part in touched:
            assert part.start <= passage.start < passage.end <= part.end
    for part in plan.parts:
        for span in plan.boilerplate if part in blocks else ():
            assert part.end <= span.start or span.end <= part.start


def assert_passages(plan, passages):
    """Passages slice back, lie in their own clause only, and cover each character once."""
    assert len({passage.id for passage in passages}) == len(passages)
    clauses = {clause.id: clause for clause in plan.clauses}
    starts = sorted(clause.start for clause in plan.clauses)
    for passage in passages:
        clause = clauses[passage.clause_id]
        assert plan.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert clause.start <= passage.start < passage.end <= clause.end
        # No other clause starts in the passage, or between its clause's start and the passage.
        assert not [start for start in starts if clause.start < start < passage.end]
        assert passage.id.startswith(f"{plan.id}/{clause.id}/")
    assert all(first.end <= second.start for first, second in pairwise(passages))
    covered = Counter()
    # A sentence runs over the number of a page.
    inside = [
        span
        for span in plan.boilerplate
        if any(passage.start < span.start < span.end < passage.end for passage in passages)
    ]
    assert {span.kind for span in inside} <= {"page number"}
    for span in (*(span for span in plan.boilerplate if span not in inside), *passages):
        covered.update(range(span.start, span.end))
    text = plan.text
    assert [i for i in range(len(text)) if covered[i] != 1 and not text[i].isspace()] == []
