from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures import MEASURES, estimate_scores, measure, ndcg
from eval.types import Judgement, Outcome, Query, Ranking

# Discounts 1 / log2(rank + 1), worked by hand:
# rank   1    2      3    4      5      6      7    8      9      10
# gain   1  0.6309  0.5  0.4307 0.3869 0.3562 1/3  0.3155 0.3010 0.2891

HAND_WORKED = [
    # pieces, ranks found, R@1, R@5, R@10, MRR@10, nDCG@10
    (1, (1,), 1, 1, 1, 1, 1),
    (1, (2,), 0, 1, 1, 1 / 2, 0.6309),
    (1, (6,), 0, 0, 1, 1 / 6, 0.3562),
    (1, (10,), 0, 0, 1, 1 / 10, 0.2891),
    (1, (11,), 0, 0, 0, 0, 0),
    (1, (), 0, 0, 0, 0, 0),
    # two pieces in two passages, ideal 1 + 0.6309 = 1.6309
    (2, (1, 2), 1 / 2, 1, 1, 1, 1),
    (2, (1, 3), 1 / 2, 1, 1, 1, 1.5 / 1.6309),
    (2, (3,), 0, 1 / 2, 1 / 2, 1 / 3, 0.5 / 1.6309),
    (2, (4, 9), 0, 1 / 2, 1, 1 / 4, (0.4307 + 0.3010) / 1.6309),
    # two pieces in one passage: positions 1, 2 and 3, 4 and 10, 11
    (2, (1, 1), 1, 1, 1, 1, 1),
    (2, (3, 3), 0, 1, 1, 1 / 3, (0.5 + 0.4307) / 1.6309),
    (2, (10, 10), 0, 0, 1, 1 / 10, 0.2891 / 1.6309),
    # three pieces, ideal 2.1309; two at rank 1 take positions 1 and 2, the third at least 3
    (3, (1, 1, 2), 2 / 3, 1, 1, 1, 1),
    (3, (1, 1, 4), 2 / 3, 1, 1, 1, (1.6309 + 0.4307) / 2.1309),
    (3, (2, 2, 2), 0, 1, 1, 1 / 2, (0.6309 + 0.5 + 0.4307) / 2.1309),
    # more pieces than the cut-off: the ideal ends with it
    (12, tuple(range(1, 11)), 1 / 12, 5 / 12, 10 / 12, 1, 1),
    (12, (1,) * 12, 1, 1, 1, 1, 1),
]


@pytest.mark.parametrize(("pieces", "ranks", "r1", "r5", "r10", "mrr", "gain"), HAND_WORKED)
def test_hand_worked(pieces, ranks, r1, r5, r10, mrr, gain):
    expected = {"R@1": r1, "R@5": r5, "R@10": r10, "MRR@10": mrr, "nDCG@10": gain}
    found = measure(Judgement(pieces, ranks))
    assert found.pop("R@1000c") == 0  # nothing of it is shown unless the judgement says so
    assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("pieces", "shown", "share"), [(1, 1, 1), (4, 0, 0), (4, 3, 0.75)])
def test_the_share_that_is_shown(pieces, shown, share):
    judgement = Judgement(pieces, tuple(range(1, pieces + 1)), shown)
    assert measure(judgement)["R@1000c"] == share


def test_a_perfect_ranking_is_exactly_one():
    for pieces in range(1, 40):
        assert ndcg(Judgement(pieces, tuple(range(1, pieces + 1))), 10) == 1.0
        assert ndcg(Judgement(pieces, (1,) * pieces), 10) == 1.0


@st.composite
def judgements(draw):
    pieces = draw(st.integers(1, 15))
    ranks = draw(st.lists(st.integers(1, 20), max_size=pieces))
    return Judgement(pieces, tuple(sorted(ranks)))


@given(judgements())
def test_every_measure_stays_between_zero_and_one(judgement):
    for name, value in measure(judgement).items():
        assert 0 <= value <= 1, name


@given(judgements(), st.data())
def test_finding_a_piece_earlier_never_costs(judgement, data):
    if not judgement.ranks:
        return
    place = data.draw(st.integers(0, len(judgement.ranks) - 1))
    ranks = list(judgement.ranks)
    ranks[place] = data.draw(st.integers(1, ranks[place]))
    earlier = measure(Judgement(judgement.pieces, tuple(sorted(ranks))))
    for name, value in measure(judgement).items():
        assert earlier[name] >= value - 1e-12, name


def test_positions_are_those_of_the_docstring():
    ideal = 1 + 1 / log2(3) + 1 / log2(4) + 1 / log2(5)
    found = 1 / log2(3) + 1 / log2(4) + 1 / log2(5) + 1 / log2(8)  # positions 2, 3, 4, 7
    assert ndcg(Judgement(4, (2, 2, 3, 7)), 10) == pytest.approx(found / ideal)


@pytest.mark.parametrize(
    ("pieces", "ranks", "message"),
    [
        (0, (), "nothing to find: pieces=0"),
        (1, (1, 2), "2 pieces found of 1"),
        (2, (2, 1), r"not ascending ranks from 1: \(2, 1\)"),
        (1, (0,), r"not ascending ranks from 1: \(0,\)"),
    ],
)
def test_impossible_judgements_are_refused(pieces, ranks, message):
    with pytest.raises(ValueError, match=message):
        Judgement(pieces, ranks)


@pytest.mark.parametrize("shown", [-1, 2])
def test_no_more_is_shown_than_is_found(shown):
    with pytest.raises(ValueError, match=f"{shown} pieces shown of 1 found"):
        Judgement(2, (1,), shown)


def outcome(ranks):
    judgement = Judgement(1, ranks)
    return Outcome(Query("q", "?"), Ranking("q", ()), judgement, measure(judgement))


def test_the_mean_is_over_queries():
    estimates = estimate_scores([outcome((1,)), outcome((2,)), outcome(())])
    assert list(estimates) == [m.name for m in MEASURES]
    assert {name: estimate.mean for name, estimate in estimates.items()} == {
        "R@1": 0.3333,
        "R@5": 0.6667,
        "R@10": 0.6667,
        "MRR@10": 0.5,
        "nDCG@10": 0.5436,
        "R@1000c": 0.0,
    }
    assert (estimates["R@10"].low, estimates["R@10"].high) == (0.0, 1.0)


def test_the_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no outcomes"):
        estimate_scores([])
