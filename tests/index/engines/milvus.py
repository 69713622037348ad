"""Indexes in Milvus to test with: Milvus Lite in a folder that goes, or the server of a variable.

All rows of a kind stand in one collection, each index in segments of its own: that an index sees
its own rows alone is tested by the way.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from index.milvus import vectors, weights
from index.milvus.engine import Engine
from index.milvus.places import ROW_BITS, Places
from index.place import IndexPlace, MilvusAddress
from index.ranking.bm25 import Bm25Index

SERVER = os.environ.get("LANTIAN_TEST_MILVUS", "")
"""As ``http://127.0.0.1:19530``; Milvus Lite is tested without it."""
MARKS = [pytest.mark.milvus]
_NUMBERS = count(1)


def is_installed():
    """Whether what is needed is here."""
    from importlib.util import find_spec

    return find_spec("pymilvus") is not None and (SERVER or find_spec("milvus_lite") is not None)


def require():
    """Skip a test where Milvus is not installed."""
    if not is_installed():
        pytest.skip("Milvus is not installed: python -m pip install -r requirements-milvus.txt")


@cache
def engine():
    """The Milvus of this process."""
    require()
    return Engine(MilvusAddress(SERVER or str(folder() / "engine.db"), "test"))


@cache
def folder():
    made = tempfile.mkdtemp(prefix="lantian-milvus-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def place(where):
    """Where an index may go that nobody else uses: its plans lie in a folder."""
    require()
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{next(_NUMBERS)}"
    if not SERVER:
        return IndexPlace.of(f"milvus:{folder() / name}.db?folder={where}")
    for kind in ("", "_sentences", "_terms"):  # of a run before
        engine().drop(f"{name}{kind}")
    return IndexPlace(Path(where), MilvusAddress(SERVER, name))


@cache
def _collection(kind, fields):
    name = f"test_{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine().drop(name)
    engine().create(name, {"key": "key", "segment": "integer", **dict(fields)})
    return name


def _segments(sizes):
    numbers = [next(_NUMBERS) for _ in sizes]
    return Places(numbers, sizes), numbers


def vectors_in_milvus(made, _):
    """Vectors in three segments."""
    name = _collection("vectors", ((vectors.FIELD, made.shape[1]),))
    parts = np.array_split(made, 3)
    places, numbers = _segments([len(part) for part in parts])
    rows = (
        {"key": (number << ROW_BITS) + row, "segment": number, vectors.FIELD: vector}
        for number, part in zip(numbers, parts, strict=True)
        for row, vector in enumerate(part)
    )
    engine().insert(name, rows)
    return vectors.MilvusVectors(engine(), name, places, made.shape[1])


def words_in_milvus(parts, statistics, is_live):
    """The words of passages that were counted in some segments."""
    name = _collection("words", ((weights.FIELD, "words"),))
    terms = sorted(set().union(*(part.vocabulary for part in parts)))
    dimensions = {term: place for place, term in enumerate(terms, start=1)}
    places, numbers = _segments([part.counts.size for part in parts])
    rows = (
        {"key": (number << ROW_BITS) + row, "segment": number, weights.FIELD: words}
        for number, part in zip(numbers, parts, strict=True)
        for row, words in enumerate(weights.sparse(part, dimensions))
    )
    engine().insert(name, rows)
    return weights.MilvusWeights(
        engine(),
        name,
        places,
        lambda: dimensions,
        Bm25Index(parts, statistics, is_live),
        np.concatenate([np.zeros(0, dtype=np.int64), *(part.lengths for part in parts)]),
        is_live,
    )
