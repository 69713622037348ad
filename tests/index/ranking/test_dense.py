import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.dense import SegmentedVectors


def unit_vectors(number, dimension, seed=0):
    vectors = np.random.default_rng(seed).standard_normal((number, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(number=st.integers(0, 60), dimension=st.integers(1, 40), seed=st.integers(0, 2**32 - 1))
def test_scores_are_dot_products(number, dimension, seed):
    vectors = unit_vectors(number, dimension, seed)
    query = unit_vectors(1, dimension, seed + 1)[0]
    scores = SegmentedVectors.build(vectors).scores(query)
    assert scores.dtype == np.float64
    np.testing.assert_allclose(scores, vectors @ query, rtol=0, atol=1e-6)


def test_scores_of_many_passages():
    vectors, query = unit_vectors(5000, 32), unit_vectors(1, 32, seed=1)[0]
    index = SegmentedVectors.build(vectors)
    np.testing.assert_allclose(index.scores(query), vectors @ query, atol=1e-6)


def test_a_worked_example():
    vectors = np.array([[1, 0], [0.6, 0.8], [0, -1]], dtype=np.float32)
    index = SegmentedVectors.build(vectors)
    np.testing.assert_allclose(index.scores(vectors[1]), [0.6, 1.0, -0.8], atol=1e-6)


@pytest.mark.parametrize("number", [0, 1, 7])
def test_how_many_there_are_and_of_what_length(number):
    index = SegmentedVectors.build(unit_vectors(number, 12))
    assert (index.size, index.dimension) == (number, 12)


def test_the_order_of_memory_does_not_matter():
    vectors, query = unit_vectors(9, 6), unit_vectors(1, 6, seed=1)[0]
    found = SegmentedVectors.build(np.asfortranarray(vectors)).scores(query)
    assert np.array_equal(found, SegmentedVectors.build(vectors).scores(query))


# Several arrays


@st.composite
def cut(draw):
    """Vectors, and the same cut into several arrays, some of them empty."""
    number, seed = draw(st.integers(0, 40)), draw(st.integers(0, 2**32 - 1))
    cuts = sorted(draw(st.lists(st.integers(0, number), max_size=4)))
    vectors = unit_vectors(number, 8, seed)
    parts = [vectors[i:j] for i, j in zip([0, *cuts], [*cuts, number], strict=True)]
    return vectors, SegmentedVectors(parts, 8)


@given(cut(), st.integers(0, 1000), st.data())
def test_several_arrays_score_as_one(made, seed, data):
    vectors, index = made
    query = unit_vectors(1, 8, seed)[0]
    np.testing.assert_allclose(index.scores(query), vectors @ query, rtol=0, atol=1e-6)
    places = st.lists(st.integers(0, max(len(vectors) - 1, 0)), max_size=20 * bool(len(vectors)))
    rows = np.array(data.draw(places), dtype=np.intp)
    found = index.scores_at(query, rows)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, vectors[rows] @ query, rtol=0, atol=1e-6)


@given(
    runs=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), max_size=6),
    step=st.integers(1, 3),
    is_ascending=st.booleans(),
)
def test_a_score_does_not_depend_on_what_is_scored_beside_it(runs, step, is_ascending):
    """Whether rows stand side by side, with gaps or anywhere."""
    vectors, query = unit_vectors(500, 16), unit_vectors(1, 16, seed=1)[0]
    index = SegmentedVectors([vectors[:300], vectors[300:]], 16)
    rows = np.concatenate(
        [np.zeros(0, dtype=np.intp), *(np.arange(s, s + n, step) for s, n in runs)]
    )
    rows = np.unique(rows) if is_ascending else rows
    for own in (index, SegmentedVectors([vectors], 16)):
        assert np.array_equal(own.scores_at(query, rows), own.scores(query)[rows])


@given(cut(), st.integers(0, 1000), st.integers(1, 45), st.data())
def test_the_nearest_of_those_allowed_are_among_what_is_found(made, seed, k, data):
    vectors, index = made
    query = unit_vectors(1, 8, seed)[0]
    size = len(vectors)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)
    found = index.nearest(query, k, allowed).tolist()
    assert len(found) == len(set(found)) >= min(k, allowed.sum())
    assert allowed[found].all()
    scores = vectors @ query
    best = np.sort(scores[allowed])[::-1][:k]
    np.testing.assert_allclose(np.sort(scores[found])[::-1][:k], best, atol=1e-6)


class Counting:
    """Stands for an approximate index: keeps what it was asked."""

    def __init__(self, found, least_share=20):
        self.found = np.array(found, dtype=np.intp)
        self.least_share = least_share
        self.asked = []

    def search(self, query, k, is_allowed):
        self.asked.append((k, is_allowed.tolist()))
        return self.found


def test_a_part_that_has_an_index_asks_it_where_many_are_allowed():
    vectors = unit_vectors(9, 4)
    own = Counting([2, 0], least_share=2)
    index = SegmentedVectors([vectors[:4], vectors[4:]], 4, [None, own])
    allowed = np.ones(9, dtype=bool)
    assert set(index.nearest(vectors[0], 2, allowed).tolist()) >= {0, 4, 6}
    allowed[4] = False  # 4 of it are left, no more than twice two
    found = index.nearest(vectors[5], 2, allowed).tolist()
    assert 5 in found
    assert own.asked == [(2, [True] * 5)]


def test_no_array_at_all():
    index, query = SegmentedVectors([], 4), unit_vectors(1, 4)[0]
    nothing = np.zeros(0, dtype=np.intp)
    assert (index.size, index.dimension) == (0, 4)
    assert index.scores(query).shape == index.scores_at(query, nothing).shape == (0,)
    assert index.nearest(query, 5, nothing.astype(bool)).shape == (0,)


# What is refused


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.ones(4, dtype=np.float32), r"\(n, dimension\), not \(4,\)"),
        (np.ones((2, 3, 4), dtype=np.float32), r"\(n, dimension\), not \(2, 3, 4\)"),
        (np.ones((2, 0), dtype=np.float32), r"\(n, dimension\), not \(2, 0\)"),
        (np.ones((2, 4), dtype=np.float32), "unit length"),
        (np.zeros((1, 4), dtype=np.float32), "unit length"),
        (np.full((1, 4), np.nan, dtype=np.float32), "unit length"),
    ],
)
def test_what_is_no_set_of_vectors_is_refused(vectors, message):
    with pytest.raises(ValueError, match=message):
        SegmentedVectors.build(vectors)


ASK = [
    lambda index, query: index.scores(query),
    lambda index, query: index.scores_at(query, np.zeros(1, dtype=np.intp)),
    lambda index, query: index.nearest(query, 1, np.ones(2, dtype=bool)),
]


@pytest.mark.parametrize("ask", ASK, ids=["all", "some", "nearest"])
@pytest.mark.parametrize("shape", [(3,), (5,), (1, 4), ()])
def test_a_query_of_another_shape_is_refused(shape, ask):
    index = SegmentedVectors.build(unit_vectors(2, 4))
    with pytest.raises(ValueError, match=r"the index needs \(4,\)") as caught:
        ask(index, np.ones(shape, dtype=np.float32))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("ask", ASK, ids=["all", "some", "nearest"])
def test_a_query_that_is_no_direction_is_refused(ask):
    """FAISS answers it with positions of -1, which would count for the last passage."""
    with pytest.raises(ValueError, match="finite"):
        ask(SegmentedVectors.build(unit_vectors(2, 4)), np.full(4, np.nan, dtype=np.float32))
