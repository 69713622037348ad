"""What every engine of nearest vectors promises; another one is one more entry of ``ENGINES``."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.dense import SegmentedVectors, VectorIndex
from index.ranking.faiss_files import NearestIndex
from index.ranking.nearest_settings import NearestSettings
from tests.index.engines import milvus

DIMENSION = 8


def at_once(vectors, folder):
    return SegmentedVectors.build(vectors)


def in_parts(vectors, folder):
    return SegmentedVectors(np.array_split(vectors, 4), vectors.shape[1])


def mapped(vectors, folder):
    path = folder("mapped") / "vectors.npy"
    np.save(path, vectors)
    return SegmentedVectors([np.load(path, mmap_mode="r")], vectors.shape[1])


def approximate(settings):
    """The second half has an index of its own, where there are vectors enough to train one."""

    def make(vectors, folder):
        half = len(vectors) // 2
        parts = [vectors[:half], vectors[half:]]
        nearest = [None, NearestIndex.build(parts[1], NearestSettings.parse(settings))]
        return SegmentedVectors(parts, vectors.shape[1], nearest)

    make.__name__ = settings
    return make


ENGINES = [
    *(at_once, in_parts, mapped),
    *map(approximate, ["auto", "flat", "ivf", "ivf:nlist=12,nprobe=8"]),
    *map(approximate, ["hnsw", "hnsw:M=48,efConstruction=100,efSearch=200"]),
    pytest.param(milvus.vectors_in_milvus, marks=milvus.MARKS),
]
"""Each makes an index of vectors, shape (n, dimension), given what makes an empty folder."""


@pytest.fixture(scope="module", params=ENGINES, ids=lambda make: make.__name__)
def make(request, tmp_path_factory):
    return lambda vectors: request.param(vectors, tmp_path_factory.mktemp)


def unit_vectors(number, seed, dimension=DIMENSION):
    vectors = np.random.default_rng(seed).standard_normal((number, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


SEEDS = st.integers(0, 2**32 - 2)


class TestVectorIndex:
    @given(st.integers(0, 40), SEEDS, st.data())
    def test_scores_are_dot_products(self, make, number, seed, data):
        vectors, query = unit_vectors(number, seed), unit_vectors(1, seed + 1)[0]
        index: VectorIndex = make(vectors)
        assert index.size == number
        scores = index.scores(query)
        assert (scores.dtype, scores.shape) == (np.float64, (number,))
        np.testing.assert_allclose(scores, vectors @ query, atol=1e-6)
        places = st.lists(st.integers(0, max(number - 1, 0)), max_size=9 * bool(number))
        rows = np.array(data.draw(places), dtype=np.intp)
        some = index.scores_at(query, rows)
        assert some.dtype == np.float64
        np.testing.assert_allclose(some, vectors[rows] @ query, atol=1e-6)

    @given(st.integers(0, 40), st.integers(1, 45), SEEDS)
    def test_the_nearest_of_few_are_exact(self, make, number, k, seed):
        vectors, query = unit_vectors(number, seed), unit_vectors(1, seed + 1)[0]
        allowed = np.random.default_rng(seed).random(number) < 0.6
        found = make(vectors).nearest(query, k, allowed)
        assert allowed[found].all()
        assert len(set(found.tolist())) == len(found) >= min(k, allowed.sum())
        best = np.sort((vectors @ query)[allowed])[::-1][:k]
        np.testing.assert_allclose(np.sort(vectors[found] @ query)[::-1][:k], best, atol=1e-6)

    @pytest.mark.parametrize("share", [1, 0.5, 0.05, 0])
    def test_the_nearest_of_many_are_about_those(self, make, share):
        vectors = unit_vectors(4_000, 1)
        allowed = np.random.default_rng(2).random(len(vectors)) < share
        index, places = make(vectors), np.flatnonzero(allowed)
        shares = []
        for query in unit_vectors(20, 3):
            found = index.nearest(query, 50, allowed)
            assert allowed[found].all()
            assert len(set(found.tolist())) == len(found) >= min(50, len(places))
            best = places[np.argsort(-(vectors[places] @ query))[:10]]
            shares.append(np.isin(best, found).mean() if len(best) else 1)
        assert np.mean(shares) >= 0.9

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            (np.ones(DIMENSION - 1), r"\(7,\), the index needs \(8,\)"),
            (np.ones((1, DIMENSION)), r"\(1, 8\), the index needs \(8,\)"),
            (np.full(DIMENSION, np.nan), "finite"),
            (np.full(DIMENSION, np.inf), "finite"),
        ],
    )
    def test_what_is_no_query_is_refused(self, make, query, message):
        index, query = make(unit_vectors(3, 0)), query.astype(np.float32)
        for ask in (
            lambda: index.scores(query),
            lambda: index.scores_at(query, np.zeros(1, dtype=np.intp)),
            lambda: index.nearest(query, 1, np.ones(3, dtype=bool)),
        ):
            with pytest.raises(ValueError, match=message):
                ask()
