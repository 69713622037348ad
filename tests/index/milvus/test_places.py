"""Positions, keys, and expressions that name them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.milvus import places as module
from index.milvus.places import Places

SEGMENTS = st.dictionaries(st.integers(0, 2**31 - 1), st.integers(0, 60), max_size=4)


def named(expression):
    """The keys that an expression leaves."""
    ranges = re.findall(r"key >= (\d+) and key <= (\d+)", expression)
    keys = {key for low, high in ranges for key in range(int(low), int(high) + 1)}
    for listed in re.findall(r"key in \[([^\]]*)\]", expression):
        keys |= {int(key) for key in listed.split(",")}
    return keys


class TestPlaces:
    @given(SEGMENTS)
    def test_keys_lead_back(self, segments):
        places = Places(list(segments), list(segments.values()))
        every = np.arange(places.size)
        keys = places.keys(every)
        assert len(set(keys.tolist())) == places.size == sum(segments.values())
        assert np.array_equal(places.positions(keys), every)
        assert set((keys >> 32).tolist()) == {n for n, size in segments.items() if size}

    @given(SEGMENTS, st.data())
    def test_chunks_name_all_positions_and_few_more(self, segments, data):
        places = Places(list(segments), list(segments.values()))
        share = data.draw(st.sampled_from([0.03, 0.3, 1]))
        own = np.flatnonzero(np.random.default_rng(1).random(places.size) < share)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "MOST", 20)
            patch.setattr(module, "MAX_RUNS", 4)
            patch.setattr(module, "MAX_LISTED", 7)
            chunks = list(places.chunks(own))
        assert np.array_equal(np.concatenate([np.zeros(0, int), *(c[1] for c in chunks)]), own)
        for expression, positions, covered in chunks:
            keys = named(expression)
            assert len(keys) == covered <= 20
            assert set(places.keys(positions).tolist()) <= keys

    def test_two_segments_of_one_number_are_refused(self):
        with pytest.raises(IndexDamagedError, match="write them as one: python -m index compact"):
            Places([3, 3], [1, 1])
