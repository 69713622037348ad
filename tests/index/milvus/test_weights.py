"""Words as sparse vectors: counts come back exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.milvus.weights import PRESENT, counts_from, saturation, sparse
from index.ranking.lexical import WordsElsewhere, term_scores
from index.ranking.term_counts import TermCounts
from tests.index.engines import milvus
from tests.index.engines.test_lexical_index import in_milvus


@given(st.integers(1, 900), st.integers(0, 5_000))
def test_counts_survive_as_single_precision(count, more):
    lengths = np.array([float(count + more)])
    kept = np.float32(saturation(np.array([float(count)]), lengths)).astype(np.float64)
    assert counts_from(kept, lengths).tolist() == [count]


def test_each_passage_has_its_terms_and_one_that_all_have():
    terms = TermCounts.of([["b", "a", "b"], [], ["c"]])
    rows = list(sparse(terms, {"a": 7, "b": 2, "c": 5}))
    assert [sorted(row) for row in rows] == [[PRESENT, 2, 7], [PRESENT], [PRESENT, 5]]
    assert rows[0][2] > rows[0][7] > 0


DOCUMENTS = [list("aab"), list("bcd"), [], list("aaae"), list("cf"), list("abcdef"), list("ff")]


@pytest.mark.milvus
class TestInMilvus:
    def make(self, *dead):
        milvus.require()
        is_live = np.isin(np.arange(len(DOCUMENTS)), dead, invert=True)
        return in_milvus(DOCUMENTS, is_live)

    @pytest.mark.parametrize("dead", [(), (0, 4)])
    @pytest.mark.parametrize("positions", [[], [3], [0, 2, 4, 6], range(7)])
    def test_an_excerpt_scores_as_the_whole(self, dead, positions):
        index, own = self.make(*dead), np.array(positions, dtype=np.intp)
        excerpt = index.excerpt(own)
        assert excerpt.size == len(own)
        for terms in ("a", "f", "abc", "aax"):
            wanted = term_scores(index, list(terms))[own]
            np.testing.assert_allclose(term_scores(excerpt, list(terms)), wanted, atol=1e-9)

    def test_what_is_expected_is_there_and_the_same(self):
        index, other = self.make(4), self.make(4)
        assert isinstance(index, WordsElsewhere)
        index.expect("abxa")
        for term in "abx":
            for one, two in zip(index.postings(term), other.postings(term), strict=True):
                np.testing.assert_array_equal(one, two)

    def test_the_best_of_live_passages(self):
        index = self.make(0)
        assert index.best({"a": 1.0}, 10).tolist() == [3, 5]
        assert index.best({"a": 1.0}, 1).tolist() == [3]
        assert index.best({"e": 1.0, "d": 3.0, "x": 1.0}, 10).tolist() == [1, 3, 5]
        assert index.best({}, 10).tolist() == index.best({"x": 1.0}, 10).tolist() == []
