"""The indexes that look at some vectors only, in FAISS's files."""

import faiss
import numpy as np
import pytest

from index.ranking import faiss_files
from index.ranking.dense import SegmentedVectors
from index.ranking.faiss_files import NearestIndex
from index.ranking.nearest_settings import NearestSettings
from tests.index.ranking.test_dense import unit_vectors

SIZE, DIMENSION = 3_000, 32


def clustered(number, seed, around):
    """Unit vectors near some centres, as passages are near their topics."""
    generator = np.random.default_rng(seed)
    chosen = around[generator.integers(0, len(around), number)]
    vectors = chosen + 0.15 * generator.standard_normal((number, DIMENSION)).astype(np.float32)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


CENTRES = unit_vectors(40, DIMENSION, seed=7)


@pytest.fixture(scope="module")
def vectors():
    return clustered(SIZE, 1, CENTRES)


@pytest.fixture(scope="module")
def queries():
    return clustered(50, 2, CENTRES)


IVF, HNSW = NearestSettings("ivf"), NearestSettings("hnsw")


@pytest.fixture(scope="module", params=[IVF, HNSW], ids=str)
def nearest(vectors, request):
    return NearestIndex.build(vectors, request.param)


def recall(index, vectors, queries, allowed):
    """The share of the ten nearest that are among the fifty found."""
    places = np.flatnonzero(allowed)
    shares = []
    for query in queries:
        best = places[np.argsort(-(vectors[places] @ query))[:10]]
        found = index.search(query, 50, allowed)
        assert len(set(found.tolist())) == len(found) <= 50
        assert allowed[found].all()
        shares.append(np.isin(best, found).mean())
    return float(np.mean(shares))


@pytest.mark.parametrize(
    ("settings", "description"),
    [
        ("ivf", "IVF75,SQ8 nprobe=48"),
        ("ivf:nlist=20,nprobe=3", "IVF20,SQ8 nprobe=3"),
        ("ivf:nlist=30", "IVF30,SQ8 nprobe=30"),
        ("ivf:nlist=4096,nprobe=4000", "IVF75,SQ8 nprobe=75"),  # more cannot be trained
        ("hnsw", "HNSW32,SQ8 efConstruction=40 efSearch=64"),
        (
            "hnsw:M=8,efConstruction=50,efSearch=100",
            "HNSW8,SQ8 efConstruction=50 efSearch=100",
        ),
    ],
)
def test_it_is_built_as_it_is_asked_for(vectors, settings, description, tmp_path):
    index = NearestIndex.build(vectors, NearestSettings.parse(settings))
    assert index.description == description
    index.write(tmp_path / "nearest")
    assert NearestIndex.read(tmp_path / "nearest").description == description


@pytest.mark.parametrize("settings", ["auto", "flat"])
def test_all_of_few_vectors_are_looked_at(vectors, settings):
    assert NearestIndex.build(vectors, NearestSettings.parse(settings)) is None


def test_a_search_looks_at_more_where_it_is_asked_to(vectors, queries):
    every = np.ones(SIZE, dtype=bool)
    for few, many in [
        ("ivf:nlist=75,nprobe=1", "ivf:nlist=75,nprobe=60"),
        ("hnsw:M=4,efConstruction=4,efSearch=1", "hnsw:M=64,efConstruction=200,efSearch=500"),
    ]:
        found = [
            recall(NearestIndex.build(vectors, NearestSettings.parse(own)), vectors, queries, every)
            for own in (few, many)
        ]
        assert found[0] < found[1]


@pytest.mark.parametrize("share", [1, 0.5, 0.1])
def test_the_ten_nearest_of_those_allowed_are_found(nearest, vectors, queries, share):
    allowed = np.random.default_rng(3).random(SIZE) < share
    assert recall(nearest, vectors, queries, allowed) >= 0.9


def test_nothing_is_found_where_nothing_is_allowed(nearest, queries):
    assert nearest.search(queries[0], 50, np.zeros(SIZE, dtype=bool)).tolist() == []


@pytest.mark.parametrize("number", [1, 7, 8, 9])
def test_few_that_are_allowed_are_all_found(nearest, queries, number):
    places = np.sort(np.random.default_rng(number).choice(SIZE, number, replace=False))
    allowed = np.zeros(SIZE, dtype=bool)
    allowed[places] = True
    assert sorted(nearest.search(queries[0], 50, allowed).tolist()) == places.tolist()


def test_a_file_of_it_finds_the_same(nearest, queries, tmp_path):
    path = tmp_path / "nearest"
    nearest.write(path)
    again = NearestIndex.read(path)
    path.unlink()  # what is mapped stays
    assert again.description == nearest.description
    allowed = np.arange(SIZE) % 3 > 0
    for query in queries[:5]:
        for mask in (allowed, np.ones(SIZE, dtype=bool)):
            found = nearest.search(query, 20, mask)
            assert np.array_equal(again.search(query, 20, mask), found)


def test_of_those_allowed_far_from_a_query_as_many_are_found(monkeypatch):
    """As where a filter leaves the plans of one place, and the question is about another's."""
    monkeypatch.setattr(faiss_files, "LEAST_PROBED", 4)
    own = clustered(SIZE, 5, CENTRES[:1] * np.array([[1], [-1]]))
    index = NearestIndex.build(own, IVF)
    allowed = own @ CENTRES[0] < 0
    query = CENTRES[0].astype(np.float32)
    assert len(index.search(query, 50, allowed)) < 50, "the cells that are looked into hold none"
    found = SegmentedVectors([own], own.shape[1], [index]).nearest(query, 50, allowed)
    assert len(found) == 50
    assert set(found) == set(np.flatnonzero(allowed)[np.argsort(own[allowed] @ -query)[:50]])


def test_the_same_vectors_make_the_same_file(vectors, tmp_path):
    for name in ("one", "two"):
        NearestIndex.build(vectors, IVF).write(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_part_with_it_among_others(nearest, vectors, queries):
    others = clustered(200, 4, CENTRES)
    index = SegmentedVectors([others, vectors], DIMENSION, [None, nearest])
    joined = np.concatenate([others, vectors])
    allowed = np.arange(len(joined)) % 2 > 0
    places = np.flatnonzero(allowed)
    shares = []
    for query in queries:
        best = places[np.argsort(-(joined[places] @ query))[:10]]
        found = index.nearest(query, 50, allowed)
        assert allowed[found].all()
        shares.append(np.isin(best, found).mean())
    assert np.mean(shares) >= 0.9


# Files


@pytest.mark.parametrize("data", [b"", b"no index", b"IxFI", bytes(200)])
def test_what_is_no_index_is_refused(data, tmp_path):
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(ValueError, match="not a FAISS index"):
        NearestIndex.read(tmp_path / "file")


def test_another_kind_of_index_is_refused(tmp_path):
    faiss.write_index(faiss.IndexFlatL2(4), str(tmp_path / "flat"))
    with pytest.raises(ValueError, match="no inverted file or graph but IndexFlatL2"):
        NearestIndex.read(tmp_path / "flat")
