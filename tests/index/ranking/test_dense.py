import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.dense import DenseIndex


def unit_vectors(number, dimension, seed=0):
    vectors = np.random.default_rng(seed).standard_normal((number, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(number=st.integers(0, 60), dimension=st.integers(1, 40), seed=st.integers(0, 2**32 - 1))
def test_scores_are_dot_products(number, dimension, seed):
    vectors = unit_vectors(number, dimension, seed)
    query = unit_vectors(1, dimension, seed + 1)[0]
    scores = DenseIndex.build(vectors).scores(query)
    assert scores.dtype == np.float64
    np.testing.assert_allclose(scores, vectors @ query, rtol=0, atol=1e-6)


def test_scores_of_many_passages():
    vectors, query = unit_vectors(5000, 32), unit_vectors(1, 32, seed=1)[0]
    np.testing.assert_allclose(DenseIndex.build(vectors).scores(query), vectors @ query, atol=1e-6)


def test_a_worked_example():
    vectors = np.array([[1, 0], [0.6, 0.8], [0, -1]], dtype=np.float32)
    index = DenseIndex.build(vectors)
    np.testing.assert_allclose(index.scores(vectors[1]), [0.6, 1.0, -0.8], atol=1e-6)


def test_equal_vectors_have_equal_scores():
    vectors = np.tile(unit_vectors(1, 24), (50, 1))
    assert len(set(DenseIndex.build(vectors).scores(unit_vectors(1, 24, seed=1)[0]))) == 1


@pytest.mark.parametrize("number", [0, 1, 7])
def test_bytes_and_vectors_come_back(number):
    vectors, query = unit_vectors(number, 12), unit_vectors(1, 12, seed=1)[0]
    index = DenseIndex.build(vectors)
    again = DenseIndex.from_bytes(index.to_bytes())
    assert np.array_equal(again.vectors, vectors)
    assert again.vectors.shape == (number, 12)
    assert np.array_equal(again.scores(query), index.scores(query))
    assert again.to_bytes() == index.to_bytes()


def test_the_order_of_memory_does_not_matter():
    vectors = unit_vectors(9, 6)
    assert np.array_equal(DenseIndex.build(np.asfortranarray(vectors)).vectors, vectors)


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
        DenseIndex.build(vectors)


@pytest.mark.parametrize("shape", [(3,), (5,), (1, 4), ()])
def test_a_query_of_another_shape_is_refused(shape):
    index = DenseIndex.build(unit_vectors(2, 4))
    with pytest.raises(ValueError, match=r"the index needs \(4,\)") as caught:
        index.scores(np.ones(shape, dtype=np.float32))
    assert str(shape) in str(caught.value)


def test_a_query_that_is_no_direction_is_refused():
    """FAISS answers it with positions of -1, which would count for the last passage."""
    with pytest.raises(ValueError, match="finite"):
        DenseIndex.build(unit_vectors(2, 4)).scores(np.full(4, np.nan, dtype=np.float32))


@pytest.mark.parametrize("data", [b"", b"no index", b"IxFI", bytes(200)])
def test_bytes_that_are_no_index_are_refused(data):
    with pytest.raises(ValueError, match="FAISS"):
        DenseIndex.from_bytes(data)


def test_another_kind_of_index_is_refused():
    import faiss

    data = bytes(faiss.serialize_index(faiss.IndexFlatL2(4)))
    with pytest.raises(ValueError, match="not an IndexFlatIP but IndexFlatL2"):
        DenseIndex.from_bytes(data)
