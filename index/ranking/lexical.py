"""BM25 over passages: rank_bm25's scores, from a sparse matrix of term weights."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

K1 = 1.5
B = 0.75
EPSILON = 0.25
"""rank_bm25's own defaults; tuned values have to earn their place by experiment."""


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in each passage: what BM25 weights are made from.

    Attributes:
        vocabulary: Each term's row, terms in ascending order; each stands in some passage.
        counts: Terms by passages, CSR, int32, without zeros.
    """

    vocabulary: dict[str, int]
    counts: sparse.csr_array

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> "TermCounts":
        """Return the counts of some tokenised passages; a passage may be empty."""
        vocabulary = {term: row for row, term in enumerate(sorted(set().union(*documents)))}
        frequencies = [Counter(document) for document in documents]
        rows = [vocabulary[term] for own in frequencies for term in own]
        sizes = np.array([len(own) for own in frequencies], dtype=np.intp)
        columns = np.repeat(np.arange(len(documents)), sizes)
        values = np.array([count for own in frequencies for count in own.values()], dtype=np.int32)
        return cls(vocabulary, _matrix(values, rows, columns, (len(vocabulary), len(documents))))

    @classmethod
    def joined(cls, parts: Sequence["TermCounts"]) -> "TermCounts":
        """Return the counts of several groups of passages, one group after the other."""
        terms = sorted(set().union(*(part.vocabulary for part in parts)))
        vocabulary = {term: row for row, term in enumerate(terms)}
        starts = np.cumsum([0, *(part.counts.shape[1] for part in parts)])
        rows, columns, values = [], [], []
        for part, start in zip(parts, starts, strict=False):
            own = part.counts.tocoo()
            place = np.array([vocabulary[term] for term in part.vocabulary], dtype=np.intp)
            rows.append(place[own.row])
            columns.append(own.col + start)
            values.append(own.data)
        shape = (len(terms), int(starts[-1]))
        if not parts:
            return cls({}, sparse.csr_array(shape, dtype=np.int32))
        data, row, column = map(np.concatenate, (values, rows, columns))
        return cls(vocabulary, _matrix(data, row, column, shape))

    def of_passages(self, positions: NDArray[np.intp]) -> "TermCounts":
        """Return the counts of some of the passages, in the order given."""
        own = sparse.csr_array(self.counts[:, positions])
        is_used = np.diff(own.indptr) > 0
        kept = (term for term, used in zip(self.vocabulary, is_used, strict=True) if used)
        vocabulary = {term: row for row, term in enumerate(kept)}
        counts = sparse.csr_array(own[np.flatnonzero(is_used)])
        counts.sort_indices()
        return TermCounts(vocabulary, counts)


def _matrix(
    values: NDArray[np.int32], rows: ArrayLike, columns: ArrayLike, shape: tuple[int, int]
) -> sparse.csr_array:
    """Return a matrix of counts, the passages of each term ascending."""
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape, dtype=np.int32)
    matrix.sort_indices()
    return matrix


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The BM25 weight of each term in each passage.

    Attributes:
        terms: What the weights are made from.
        weights: Terms by passages, CSR, float64: what one occurrence of the term in a query adds
            to the passage's score.
    """

    terms: TermCounts
    weights: sparse.csr_array

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "LexicalIndex":
        """Return the index of some tokenised passages.

        Args:
            documents: The terms of each passage, n of them; a passage may be empty.
        """
        return cls.weighted(TermCounts.of(documents))

    @classmethod
    def weighted(cls, terms: TermCounts) -> "LexicalIndex":
        """Return the index of some passages whose terms are counted.

        Source: Okapi BM25 in the variant of ``rank_bm25.BM25Okapi`` (Trotman et al., 2014): a term
        of more than half of the passages, whose inverse document frequency would be negative,
        weighs ``EPSILON`` times the average of all terms.
        """
        counts = terms.counts
        total = counts.shape[1]
        frequencies = np.diff(counts.indptr)
        if not len(frequencies):
            return cls(terms, sparse.csr_array(counts.shape, dtype=np.float64))
        idf = np.log(total - frequencies + 0.5) - np.log(frequencies + 0.5)
        idf[idf < 0] = EPSILON * idf.mean()
        lengths = counts.sum(axis=0)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        own = counts.data.astype(np.float64)
        values = np.repeat(idf, frequencies) * own * (K1 + 1) / (own + norms[counts.indices])
        weights = sparse.csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
        return cls(terms, weights)

    @property
    def vocabulary(self) -> dict[str, int]:
        """Each term's row."""
        return self.terms.vocabulary

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """Return the BM25 score of every passage, shape (n,); a repeated term counts repeatedly.

        Unknown terms add nothing. Equal to ``BM25Okapi.get_scores`` up to rounding.
        """
        total = np.zeros(self.weights.shape[1], dtype=np.float64)
        for term, count in Counter(terms).items():
            place = self._place(term)
            total[self.weights.indices[place]] += count * self.weights.data[place]
        return total

    def best_scores(self, alternatives: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return for every passage the score of its best alternative, shape (n,), at least 0.

        A passage has an alternative if it has all of its terms: 交通 alone is no 公共交通.

        Args:
            alternatives: Each a sequence of terms: the words that one thing may be called.
        """
        total = np.zeros(self.weights.shape[1], dtype=np.float64)
        for terms in alternatives:
            scores = np.where(self.has_all(terms), self.scores(terms), 0.0)
            np.maximum(total, scores, out=total)
        return total

    def has_all(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each passage has every one of some terms, shape (n,)."""
        found = np.zeros(self.weights.shape[1], dtype=np.intp)
        for term in set(terms):
            found[self.weights.indices[self._place(term)]] += 1
        present: NDArray[np.bool_] = found == len(set(terms))
        return present

    def matches(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each passage has one of the terms, shape (n,).

        The score does not say: in a few passages a term's weight can be zero or negative.
        """
        found = np.zeros(self.weights.shape[1], dtype=np.bool_)
        for term in set(terms):
            found[self.weights.indices[self._place(term)]] = True
        return found

    def _place(self, term: str) -> slice:
        """Return where a term's passages stand in the matrix; nowhere if it is unknown."""
        row = self.vocabulary.get(term)
        if row is None:
            return slice(0)
        return slice(int(self.weights.indptr[row]), int(self.weights.indptr[row + 1]))
