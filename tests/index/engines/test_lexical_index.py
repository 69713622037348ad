"""What every engine of BM25 promises; another one is one more entry of ``ENGINES``."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.ranking.bm25 import Bm25Index
from index.ranking.lexical import LexicalIndex, Statistics, term_scores
from index.ranking.term_counts import TermCounts
from tests.index.engines import milvus

LETTERS = "abcdef"
DOCUMENTS = st.lists(st.lists(st.sampled_from(LETTERS), max_size=6), max_size=8)


def at_once(documents, is_live):
    """One group; what was removed is an empty row that no statistic counts."""
    kept = [own if live else [] for own, live in zip(documents, is_live, strict=True)]
    return Bm25Index([TermCounts.of(kept)], statistics_of(documents, is_live))


def marked(documents, is_live):
    """One group, of which some passages were removed."""
    return Bm25Index([TermCounts.of(documents)], statistics_of(documents, is_live), is_live)


def in_parts(documents, is_live):
    """A group of three passages each."""
    parts = [TermCounts.of(documents[start : start + 3]) for start in range(0, len(documents), 3)]
    marks = None if is_live.all() else is_live
    return Bm25Index(parts, statistics_of(documents, is_live), marks)


def in_milvus(documents, is_live):
    """As in parts, the words being rows of a Milvus."""
    parts = [TermCounts.of(documents[start : start + 3]) for start in range(0, len(documents), 3)]
    marks = None if is_live.all() else is_live
    return milvus.words_in_milvus(parts, statistics_of(documents, is_live), marks)


def statistics_of(documents, is_live):
    live = [own for own, keep in zip(documents, is_live, strict=True) if keep]
    having = Counter(Counter(term for own in live for term in set(own)).values())
    return Statistics.of(len(live), sum(map(len, live)), having)


ENGINES = [at_once, marked, in_parts, pytest.param(in_milvus, marks=milvus.MARKS)]
"""Each makes an index of tokenised passages and of which of them are live, shape (n,)."""


@pytest.fixture(scope="module", params=ENGINES, ids=lambda make: make.__name__)
def make(request):
    return request.param


@st.composite
def passages(draw):
    """Tokenised passages, which of them are live, and the live ones; one has a term."""
    documents = [["a", "x"], *draw(DOCUMENTS)]
    size = len(documents) - 1
    is_live = np.array([True, *draw(st.lists(st.booleans(), min_size=size, max_size=size))])
    live = [own for own, keep in zip(documents, is_live, strict=True) if keep]
    return documents, is_live, live


class TestLexicalIndex:
    @given(passages(), st.lists(st.sampled_from(LETTERS + "xz"), max_size=5))
    def test_scores_are_those_of_rank_bm25_over_what_is_live(self, make, made, terms):
        documents, is_live, live = made
        scores = term_scores(make(documents, is_live), terms)
        expected = BM25Okapi(live).get_scores(terms)
        np.testing.assert_allclose(scores[is_live], expected, atol=1e-9)
        assert not scores[~is_live].any()

    @given(passages(), st.sampled_from(LETTERS + "xz"))
    def test_who_has_a_term(self, make, made, term):
        documents, is_live, _ = made
        index: LexicalIndex = make(documents, is_live)
        holders = [n for n, own in enumerate(documents) if term in own and is_live[n]]
        positions, weights = index.postings(term)
        assert positions.tolist() == holders
        assert len(weights) == len(holders)
        assert (positions.dtype, weights.dtype) == (np.intp, np.float64)
        assert index.frequency(term) == len(holders)
        assert (term in index) is bool(holders)

    @given(passages(), st.sampled_from(LETTERS + "xz"), st.data())
    def test_what_a_term_weighs_at_some_positions(self, make, made, term, data):
        documents, is_live, _ = made
        index: LexicalIndex = make(documents, is_live)
        chosen = data.draw(st.sets(st.integers(0, len(documents) - 1)))
        own = np.array(sorted(chosen), dtype=np.intp)
        holders, weights = index.postings(term)
        every = np.zeros(len(documents))
        every[holders] = weights
        found, is_there = index.weights_at(term, own)
        assert (found.dtype, is_there.dtype) == (np.float64, np.bool_)
        assert np.array_equal(found, every[own])
        assert np.array_equal(is_there, np.isin(own, holders))

    @given(passages())
    def test_size_and_statistics(self, make, made):
        documents, is_live, live = made
        index = make(documents, is_live)
        reference = BM25Okapi(live)
        assert index.size == len(documents)
        assert index.statistics.passages == len(live)
        assert index.statistics.mean_length == pytest.approx(reference.avgdl)
        assert index.statistics.mean_idf == pytest.approx(reference.average_idf)

    def test_what_is_no_text_is_no_term(self, make):
        index = make([["a"]], np.ones(1, dtype=bool))
        assert None not in index
        assert 1 not in index

    @pytest.mark.parametrize("documents", [[], [[]], [[], []]])
    def test_no_terms_at_all(self, make, documents):
        index = make(documents, np.ones(len(documents), dtype=bool))
        assert index.size == len(documents)
        assert "a" not in index
        assert index.frequency("a") == len(index.postings("a")[0]) == 0
        assert term_scores(index, ["a"]).tolist() == [0.0] * len(documents)
