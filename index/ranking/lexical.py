"""BM25 over passages: rank_bm25's scores, from the weights of each term in its passages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.5
B = 0.75
EPSILON = 0.25
"""rank_bm25's own defaults; tuned values have to earn their place by experiment."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each of some terms the passages that have it, and a number for each of these.

    Attributes:
        starts: Where each term begins, and where the last ends, shape (terms + 1,).
        passages: Ascending for each term, shape (p,), integers.
        values: Shape (p,).
        size: How many passages there are.
    """

    starts: NDArray[np.integer[Any]]
    passages: NDArray[np.integer[Any]]
    values: NDArray[Any]
    size: int

    @property
    def frequencies(self) -> NDArray[np.integer[Any]]:
        """How many passages have each term, shape (terms,)."""
        frequencies: NDArray[np.integer[Any]] = np.diff(self.starts)
        return frequencies

    @classmethod
    def of(
        cls,
        rows: NDArray[np.intp],
        passages: NDArray[Any],
        values: NDArray[Any],
        shape: tuple[int, int],
    ) -> "Postings":
        """Return the postings of some terms.

        Args:
            rows: The term of each, in any order, shape (p,).
            passages: Of the same, shape (p,).
            values: Of the same, shape (p,).
            shape: How many terms and how many passages there are.
        """
        terms, size = shape
        order = np.lexsort((passages, rows))
        starts = np.zeros(terms + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=terms), out=starts[1:])
        return cls(starts, passages[order].astype(np.int32), values[order], size)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in each passage: what BM25 weights are made from.

    Attributes:
        vocabulary: Each term's row, terms in ascending order; each stands in some passage.
        counts: Of the terms in their rows, int32, none of them zero.
    """

    vocabulary: dict[str, int]
    counts: Postings

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> "TermCounts":
        """Return the counts of some tokenised passages; a passage may be empty."""
        vocabulary = {term: row for row, term in enumerate(sorted(set().union(*documents)))}
        frequencies = [Counter(document) for document in documents]
        rows = np.array([vocabulary[term] for own in frequencies for term in own], dtype=np.intp)
        passages = np.repeat(np.arange(len(documents)), [len(own) for own in frequencies])
        values = np.array([count for own in frequencies for count in own.values()], dtype=np.int32)
        counts = Postings.of(rows, passages, values, (len(vocabulary), len(documents)))
        return cls(vocabulary, counts)

    @classmethod
    def joined(cls, parts: Sequence["TermCounts"]) -> "TermCounts":
        """Return the counts of several groups of passages, one group after the other."""
        terms = sorted(set().union(*(part.vocabulary for part in parts)))
        vocabulary = {term: row for row, term in enumerate(terms)}
        rows: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
        passages: list[NDArray[Any]] = [np.zeros(0, dtype=np.int64)]
        values: list[NDArray[Any]] = [np.zeros(0, dtype=np.int32)]
        size = 0
        for part in parts:
            place = np.array([vocabulary[term] for term in part.vocabulary], dtype=np.intp)
            rows.append(np.repeat(place, part.counts.frequencies))
            passages.append(part.counts.passages + np.int64(size))
            values.append(part.counts.values)
            size += part.counts.size
        row, passage, value = map(np.concatenate, (rows, passages, values))
        return cls(vocabulary, Postings.of(row, passage, value, (len(terms), size)))

    def of_passages(self, positions: NDArray[np.intp]) -> "TermCounts":
        """Return the counts of some of the passages, in the order given."""
        places = np.full(self.counts.size, -1, dtype=np.int64)
        places[positions] = np.arange(len(positions))
        rows = np.repeat(np.arange(len(self.vocabulary)), self.counts.frequencies)
        passages = places[self.counts.passages]
        is_kept = passages >= 0
        used, own_rows = np.unique(rows[is_kept], return_inverse=True)
        terms = list(self.vocabulary)
        vocabulary = {terms[row]: new for new, row in enumerate(used.tolist())}
        return TermCounts(
            vocabulary,
            Postings.of(
                own_rows,
                passages[is_kept],
                self.counts.values[is_kept],
                (len(vocabulary), len(positions)),
            ),
        )


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The BM25 weight of each term in each passage.

    Attributes:
        terms: What the weights are made from.
        weights: Of the same terms, float64: what one occurrence of the term in a query adds to
            the passage's score.
    """

    terms: TermCounts
    weights: Postings

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
        frequencies = counts.frequencies
        if not len(frequencies):
            return cls(terms, replace(counts, values=np.zeros(0)))
        idf = np.log(counts.size - frequencies + 0.5) - np.log(frequencies + 0.5)
        idf[idf < 0] = EPSILON * idf.mean()
        own = counts.values.astype(np.float64)
        lengths = np.bincount(counts.passages, weights=own, minlength=counts.size)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        values = np.repeat(idf, frequencies) * own * (K1 + 1) / (own + norms[counts.passages])
        return cls(terms, replace(counts, values=values))

    @property
    def vocabulary(self) -> dict[str, int]:
        """Each term's row."""
        return self.terms.vocabulary

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """Return the BM25 score of every passage, shape (n,); a repeated term counts repeatedly.

        Unknown terms add nothing. Equal to ``BM25Okapi.get_scores`` up to rounding.
        """
        total = np.zeros(self.weights.size, dtype=np.float64)
        for term, count in Counter(terms).items():
            place = self._place(term)
            total[self.weights.passages[place]] += count * self.weights.values[place]
        return total

    def best_scores(self, alternatives: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return for every passage the score of its best alternative, shape (n,), at least 0.

        A passage has an alternative if it has all of its terms: 交通 alone is no 公共交通.

        Args:
            alternatives: Each a sequence of terms: the words that one thing may be called.
        """
        total = np.zeros(self.weights.size, dtype=np.float64)
        for terms in alternatives:
            scores = np.where(self.has_all(terms), self.scores(terms), 0.0)
            np.maximum(total, scores, out=total)
        return total

    def has_all(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each passage has every one of some terms, shape (n,)."""
        found = np.zeros(self.weights.size, dtype=np.intp)
        for term in set(terms):
            found[self.weights.passages[self._place(term)]] += 1
        present: NDArray[np.bool_] = found == len(set(terms))
        return present

    def matches(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each passage has one of the terms, shape (n,).

        The score does not say: in a few passages a term's weight can be zero or negative.
        """
        found = np.zeros(self.weights.size, dtype=np.bool_)
        for term in set(terms):
            found[self.weights.passages[self._place(term)]] = True
        return found

    def _place(self, term: str) -> slice:
        """Return where a term's passages stand in the matrix; nowhere if it is unknown."""
        row = self.vocabulary.get(term)
        if row is None:
            return slice(0)
        return slice(int(self.weights.starts[row]), int(self.weights.starts[row + 1]))
