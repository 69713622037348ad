import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import PassageIndex, passage_index, samples
from index.ranking.fusion import LEXICAL_WEIGHT, standardize
from index.ranking.passage_index import Scores, best_of, best_places
from tests.index.encoders import HashingEncoder

TEXTS = {
    "p1": "新增公交车全部使用新能源",
    "p2": "淘汰国三柴油货车",
    "p3": "公交车更换为纯电动公交车",
    "p4": "推进散煤治理",
    "p5": "加强扬尘管控",
    "p6": "关停违法企业",
}
MODES = ("hybrid", "lexical", "dense")


def index_of(texts):
    return PassageIndex.from_texts(list(texts), list(texts.values()), HashingEncoder(), False)


@pytest.fixture(scope="module")
def index():
    return index_of(TEXTS)


def scores_of(totals, candidates=None):
    total = np.array(totals, dtype=np.float64)
    own = np.arange(len(total)) if candidates is None else np.flatnonzero(candidates)
    return Scores(own, total[own], total[own], np.zeros(len(own)))


class Lift:
    """A bonus that grows with the position, and names one passage."""

    named = np.array([4])

    def at(self, positions):
        return positions / 10


def test_words_alone_rank_what_has_them(index):
    assert [name for name, _ in index.rank("公交车", mode="lexical")] == ["p3", "p1"]
    assert index.rank("月球", mode="lexical") == ()


def test_vectors_alone_rank_everything(index):
    best, similarity = index.rank(TEXTS["p2"], mode="dense")[0]
    assert (best, similarity) == ("p2", pytest.approx(1, abs=1e-6))
    assert {name for name, _ in index.rank("月球", mode="dense")} == set(TEXTS)


def test_hybrid_is_the_weighted_sum_of_standard_scores(index):
    words = index.scores("公交车", "lexical")
    lexical = np.zeros(len(TEXTS))  # what has none of the words has nothing of them
    lexical[words.positions] = words.total
    dense = index.scores("公交车", "dense").total
    hybrid = index.scores("公交车", "hybrid")
    np.testing.assert_allclose(hybrid.lexical, LEXICAL_WEIGHT * standardize(lexical))
    np.testing.assert_allclose(hybrid.dense, (1 - LEXICAL_WEIGHT) * standardize(dense))


@pytest.mark.parametrize("scope", [None, [0, 2, 3, 5]])
@pytest.mark.parametrize("candidates", [1, 2, 6])
def test_candidates_score_as_among_all(index, monkeypatch, scope, candidates):
    positions = np.arange(len(TEXTS)) if scope is None else np.array(scope)
    exact = index.scores("公交车", scope=positions, bonus=Lift())
    monkeypatch.setattr(passage_index, "EXACT_UP_TO", 0)
    monkeypatch.setattr(passage_index, "CANDIDATES", candidates)
    monkeypatch.setattr(samples, "SAMPLE", len(positions))  # all of them, each once
    found = index.scores("公交车", scope=positions, bonus=Lift())
    assert min(candidates, len(positions)) <= len(found.positions) <= 2 * candidates + 1
    assert set(found.positions) <= set(positions)
    assert (4 in found.positions) == (4 in positions)
    words = index.scores("公交车", "lexical", positions)
    assert words.positions[words.total.argmax()] in found.positions
    places = np.searchsorted(positions, found.positions)
    for name in ("total", "lexical", "dense"):
        np.testing.assert_allclose(getattr(found, name), getattr(exact, name)[places], atol=1e-6)


def test_as_many_are_candidates_as_are_wanted(index, monkeypatch):
    monkeypatch.setattr(passage_index, "EXACT_UP_TO", 0)
    monkeypatch.setattr(passage_index, "CANDIDATES", 1)
    assert len(index.scores("公交车").positions) <= 2
    assert len(index.scores("公交车", wanted=5).positions) >= 5
    assert len(index.scores("公交车", wanted=100).positions) == len(TEXTS)


@given(
    scores=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0, 2.0, 3.0]), max_size=300),
    number=st.integers(1, 40),
    seed=st.integers(0, 9),
)
def test_the_best_are_those_of_a_full_sort(scores, number, seed):
    own = np.array(scores)
    is_in_scope = np.random.default_rng(seed).random(len(own)) < 0.7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passage_index, "SAMPLED", 20)
        patch.setattr(passage_index, "SPARE", 1)
        found = best_of(own, number, is_in_scope)
    assert len(set(found.tolist())) == len(found) == min(number, int(is_in_scope.sum()))
    assert is_in_scope[found].all()
    expected = np.sort(own[is_in_scope])[::-1][:number]
    assert np.sort(own[found])[::-1].tolist() == expected.tolist()


@pytest.mark.parametrize("mode", MODES)
def test_the_parts_add_up_to_the_score(index, mode):
    scores = index.scores("公交车", mode)
    assert np.array_equal(scores.total, scores.lexical + scores.dense)


@pytest.mark.parametrize("mode", MODES)
def test_a_scope_is_ranked_as_if_the_rest_were_not_there(index, mode):
    scores = index.scores("公交车", mode, np.array([0, 2]))
    assert scores.positions.tolist() == [0, 2]
    if mode == "hybrid":
        assert scores.total.sum() == pytest.approx(0)
    else:
        every = index.scores("公交车", mode)
        among = np.isin(every.positions, [0, 2])
        assert np.array_equal(scores.total, every.total[among])


@pytest.mark.parametrize("mode", MODES)
def test_lexical_search_does_not_load_the_model(mode):
    index = index_of(TEXTS)
    index.rank("公交车", mode=mode)
    assert index.encoder.queries == ([] if mode == "lexical" else ["公交车"])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("texts", [{}, {"only": "推进散煤治理"}])
def test_none_and_one(texts, mode):
    assert [name for name, _ in index_of(texts).rank("散煤", k=10, mode=mode)] == list(texts)


@pytest.mark.parametrize("mode", MODES)
def test_equal_texts_stand_by_id(mode):
    texts = {name: "推进散煤治理" for name in ("b", "d", "a", "c")}
    assert [name for name, _ in index_of(texts).rank("散煤", k=3, mode=mode)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("ids", "texts", "message"),
    [(["a"], [], "1 ids for 0 texts"), (["a", "a"], ["x", "y"], "unique")],
)
def test_ids_and_texts_must_fit(ids, texts, message):
    with pytest.raises(ValueError, match=message):
        PassageIndex.from_texts(ids, texts, HashingEncoder(), False)


@pytest.mark.parametrize(
    ("totals", "candidates", "k", "expected"),
    [
        ([1, 3, 2], None, 2, [1, 2]),
        ([1, 3, 2], None, 3, [1, 2, 0]),
        ([1, 3, 2], None, 99, [1, 2, 0]),
        ([1, 3, 2], [True, False, True], 9, [2, 0]),
        ([1, 3, 2], [False, False, False], 9, []),
        ([5, 5, 5], None, 2, [2, 1]),  # ids c, b, a
        ([5, 9, 5], None, 2, [1, 2]),
        ([-1, -1, -2], None, 1, [1]),
        ([], None, 5, []),
    ],
)
def test_the_best_by_score_then_id(totals, candidates, k, expected):
    ids = ["c", "b", "a"][: len(totals)]
    scores = scores_of(totals, candidates)
    assert scores.positions[best_places(scores, ids, k)].tolist() == expected


@given(st.lists(st.integers(0, 4), max_size=30), st.integers(1, 35), st.randoms())
def test_a_cut_is_the_head_of_the_whole_ranking(totals, k, random):
    ids = [f"{number:02}" for number in range(len(totals))]
    random.shuffle(ids)
    expected = sorted(range(len(totals)), key=lambda place: (-totals[place], ids[place]))[:k]
    assert best_places(scores_of(totals), ids, k) == expected
