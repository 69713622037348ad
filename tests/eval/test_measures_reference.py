"""The measures against ir_measures on random rankings with binary judgements."""

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from eval.credit import credit_relevant
from eval.measures import measure

REFERENCE = {"R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
DOCUMENTS = [f"d{number}" for number in range(30)]


@settings(max_examples=300, deadline=None)
@given(
    st.sets(st.sampled_from(DOCUMENTS), min_size=1, max_size=14),
    st.permutations(DOCUMENTS),
    st.integers(1, len(DOCUMENTS)),
)
def test_equal_to_ir_measures(relevant, order, depth):
    ranking = order[:depth]
    qrels = [ir_measures.Qrel("q", id_, 1) for id_ in sorted(relevant)]
    # Distinct falling scores, so that ir_measures ranks the documents as we do.
    run = [
        ir_measures.ScoredDoc("q", id_, float(-rank)) for rank, id_ in enumerate(ranking, start=1)
    ]
    reference = ir_measures.calc_aggregate(list(REFERENCE.values()), qrels, run)
    ours = measure(credit_relevant(frozenset(relevant), ranking, dict.fromkeys(DOCUMENTS, 100)))
    # Ten documents of 100 characters fill the first 1,000.
    assert ours.pop("R@1000c") == ours["R@10"]
    assert ours == pytest.approx({name: reference[m] for name, m in REFERENCE.items()})
