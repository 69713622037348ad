"""BM25 over passages: rank_bm25's scores, kept as a sparse matrix of term weights."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

K1 = 1.5
B = 0.75
EPSILON = 0.25
"""rank_bm25's own defaults; tuned values have to earn their place by experiment."""


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The BM25 weight of each term in each passage.

    Attributes:
        vocabulary: Each term's row.
        weights: Terms by passages, CSR, float64: what one occurrence of the term in a query adds
            to the passage's score.
    """

    vocabulary: dict[str, int]
    weights: sparse.csr_array

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "LexicalIndex":
        """Return the index of some tokenised passages.

        Source: Okapi BM25 in the variant of ``rank_bm25.BM25Okapi`` (Trotman et al., 2014), whose
        idf, average length and floor for frequent terms are taken from the object itself.

        Args:
            documents: The terms of each passage, n of them; a passage may be empty.
        """
        if not any(documents):
            return cls({}, sparse.csr_array((0, len(documents)), dtype=np.float64))
        from rank_bm25 import BM25Okapi

        model = BM25Okapi(documents, k1=K1, b=B, epsilon=EPSILON)
        vocabulary = {term: row for row, term in enumerate(model.idf)}
        rows, columns, values = [], [], []
        for column, frequencies in enumerate(model.doc_freqs):
            norm = K1 * (1 - B + B * model.doc_len[column] / model.avgdl)
            for term, frequency in frequencies.items():
                rows.append(vocabulary[term])
                columns.append(column)
                values.append(model.idf[term] * frequency * (K1 + 1) / (frequency + norm))
        shape = (len(vocabulary), len(documents))
        weights = sparse.csr_array((values, (rows, columns)), shape=shape, dtype=np.float64)
        return cls(vocabulary, weights)

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
