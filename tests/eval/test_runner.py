import pytest

from eval.measures import estimate_scores
from eval.runner import SYSTEMS, evaluate, judge_ranking


def test_every_query_in_every_mode_in_order(known_set, known_result):
    assert [run.system for run in known_result.runs] == ["lexical", "dense", "hybrid"]
    firsts = {
        run.system: {o.query.id: o.judgement.first for o in run.outcomes}
        for run in known_result.runs
    }
    assert firsts == {
        "lexical": {"d001": 1, "d002": None, "d003": 6},
        "dense": {"d001": 2, "d002": 1, "d003": None},
        "hybrid": {"d001": 1, "d002": 2, "d003": 1},
    }
    assert known_set.depths == [10] * 9
    assert (known_result.name, known_result.kind, known_result.left_out) == (
        "known",
        "questions",
        2,
    )
    assert known_result.configuration == {"model": "none", "bm25_k1": 1.5}
    assert known_result.corpus_hash == "ab12"


def test_the_means_of_a_run(known_result):
    estimates = estimate_scores(known_result.runs[0].outcomes)
    assert {name: estimate.mean for name, estimate in estimates.items()} == pytest.approx(
        {
            "R@1": 1 / 3,
            "R@5": 1 / 3,
            "R@10": 2 / 3,
            "MRR@10": (1 + 1 / 6) / 3,
            "nDCG@10": (1 + 0.3562) / 3,
            "R@1000c": 1 / 3,  # rank 6 begins after 1,000 characters
        },
        abs=1e-4,
    )


def test_an_outcome_keeps_its_ranking(known_result):
    ranking = known_result.runs[2].outcomes[1].ranking
    assert ranking.query_id == "d002"
    assert [item.id for item in ranking.items[:3]] == ["miss-1", "hit", "miss-2"]


def test_a_limit_takes_the_first_queries(known_set):
    result = evaluate(known_set, ("dense",), limit=2)
    assert [o.query.id for o in result.runs[0].outcomes] == ["d001", "d002"]
    assert len(evaluate(known_set, ("dense",), limit=99).runs[0].outcomes) == 3


@pytest.mark.parametrize(
    ("modes", "limit", "message"),
    [
        ((), None, "no system to run"),
        (("dense",), 0, "the limit must be at least 1, not 0"),
        (("bm42",), None, "unknown system 'bm42'; use some of random, rank_bm25"),
    ],
)
def test_what_cannot_be_run(known_set, modes, limit, message):
    with pytest.raises(ValueError, match=message):
        evaluate(known_set, modes, limit=limit)


def test_nothing_is_printed_where_there_is_no_terminal(known_result, capfd):
    assert capfd.readouterr() == ("", "")


def test_baselines_run_beside_the_modes(known_set):
    result = evaluate(known_set, SYSTEMS)
    assert [run.system for run in result.runs] == list(SYSTEMS)
    assert {len(run.outcomes) for run in result.runs} == {3}


def test_only_the_first_ten_passages_are_judged(known_set):
    query = known_set.queries[2]
    whole = known_set.rank(query, k=11, mode="dense")
    assert known_set.judge(whole).ranks == (11,)
    outcome = judge_ranking(known_set, query, whole)
    assert (len(outcome.ranking.items), outcome.judgement.ranks) == (10, ())
