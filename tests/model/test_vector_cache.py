"""Vectors that are kept: found again whatever stopped the run that made them."""

import multiprocessing
import os
import signal

import numpy as np
import pytest

from index.model import vector_cache
from index.model.vector_cache import VectorCache

TEXTS = ("公交车", "秸秆", "扬尘", "公交车", "油气回收")
DIMENSION = 8


def vector_of(text):
    return np.full(DIMENSION, len(text) + sum(map(ord, text)) / 1e6, dtype=np.float32)


def expected(texts=TEXTS):
    return np.stack([vector_of(text) for text in texts])


class Embedding:
    """Gives a part a text, the last text first, and remembers what it was asked."""

    def __init__(self, stop_after=None, stop=None):
        self.asked = []
        self._stop_after = stop_after
        self._stop = stop

    def __call__(self, texts):
        self.asked += texts
        for given, place in enumerate(reversed(range(len(texts)))):
            if given == self._stop_after:
                self._stop()
            yield [place], vector_of(texts[place])[None]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "vectors.sqlite"


def test_each_text_is_embedded_once(path):
    first, second = Embedding(), Embedding()
    for embedding in (first, second):
        found = VectorCache(path, DIMENSION).embed(TEXTS, embedding)
        np.testing.assert_array_equal(found, expected())
    assert first.asked == list(dict.fromkeys(TEXTS))
    assert second.asked == []


def test_what_was_embedded_before_an_error_is_kept(path):
    def fail():
        raise RuntimeError("no more memory")

    with pytest.raises(RuntimeError):
        VectorCache(path, DIMENSION).embed(TEXTS, Embedding(2, fail))
    rest = Embedding()
    np.testing.assert_array_equal(VectorCache(path, DIMENSION).embed(TEXTS, rest), expected())
    assert rest.asked == ["公交车", "秸秆"]


def embed_and_be_killed(path):
    vector_cache.WRITTEN_EVERY_S = 0.0
    kill = Embedding(2, lambda: os.kill(os.getpid(), signal.SIGKILL))
    VectorCache(path, DIMENSION).embed(TEXTS, kill)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_run_is_continued(path):
    process = multiprocessing.get_context("spawn").Process(target=embed_and_be_killed, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    rest = Embedding()
    np.testing.assert_array_equal(VectorCache(path, DIMENSION).embed(TEXTS, rest), expected())
    assert rest.asked == ["公交车", "秸秆"]


@pytest.mark.parametrize("damage", [b"", b"no database" * 100])
def test_a_damaged_file_costs_time_only(path, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    found = VectorCache(path, DIMENSION).embed(TEXTS, Embedding())
    np.testing.assert_array_equal(found, expected())


def test_vectors_of_another_length_are_made_anew(path):
    VectorCache(path, DIMENSION).embed(TEXTS, Embedding())
    found = VectorCache(path, 2).embed(
        TEXTS[:1], lambda texts: [([0], np.ones((len(texts), 2), dtype=np.float32))]
    )
    np.testing.assert_array_equal(found, [[1, 1]])
