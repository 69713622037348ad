"""BM25 over passages: rank_bm25's scores, weighed when a term is asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.ranking.kept import Kept
from index.ranking.term_counts import TermCounts

K1 = 1.5
B = 0.75
EPSILON = 0.25
"""rank_bm25's own defaults; tuned values have to earn their place by experiment."""

KEPT_BYTES, KEPT_BYTES_A_PASSAGE = 64 * 2**20, 400
"""Of the weights of the terms asked for last: the words of a field are asked again and again."""
SOUGHT = 16
"""A position that is sought in a list takes as long as so many entries of a table."""

Weights = tuple[NDArray[np.intp], NDArray[np.float64]]
"""Positions, ascending, and what a term adds to the score of each."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the weight of every term depends on.

    Attributes:
        passages: How many there are.
        mean_length: Terms a passage; 0 where there is none.
        mean_idf: Inverse document frequency, mean over the terms; 0 where there is none.
    """

    passages: int
    mean_length: float
    mean_idf: float

    @classmethod
    def of(cls, passages: int, terms: int, having: Mapping[int, int]) -> "Statistics":
        """Return the statistics of a collection.

        Args:
            passages: How many there are.
            terms: How many all passages have together, repetitions counted.
            having: How many different terms stand in one passage, in two, and so on.
        """
        frequencies = np.array(sorted(having), dtype=np.float64)
        different = np.array([having[int(own)] for own in frequencies], dtype=np.float64)
        idf = _idf(frequencies, passages)
        mean_idf = float(idf @ different / different.sum()) if len(idf) else 0.0
        return cls(passages, terms / passages if passages else 0.0, mean_idf)


class LexicalIndex(Protocol):
    """BM25 over n passages, by their positions; what another engine has to offer.

    Scores are those of ``rank_bm25.BM25Okapi`` over the passages that are live, up to rounding.
    """

    @property
    def size(self) -> int:
        """How many positions there are, those of removed passages included."""

    @property
    def statistics(self) -> Statistics:
        """Of the passages that are live."""

    def __contains__(self, term: object) -> bool:
        """Tell whether a live passage has a term."""

    def frequency(self, term: str) -> int:
        """Return how many live passages have a term."""

    def postings(self, term: str) -> Weights:
        """Return the live passages that have a term, ascending, and what it weighs in each."""

    def phrase(self, terms: Sequence[str]) -> Weights:
        """Return the live passages that have every one of some terms, and their scores for these.

        Ascending; see ``phrase_scores``.
        """


class Bm25Index:
    """BM25 over passages that were counted in groups, one behind the other."""

    def __init__(
        self,
        parts: Sequence[TermCounts],
        statistics: Statistics,
        is_live: NDArray[np.bool_] | None = None,
    ) -> None:
        """Take the counts.

        Args:
            parts: Of each group; positions count through all groups.
            statistics: Of the passages that are live.
            is_live: Shape (n,), False for passages that were removed; None where none was.
        """
        self._parts = tuple(parts)
        self._offsets = tuple(accumulate((part.counts.size for part in parts), initial=0))
        self._is_live = is_live
        self._statistics = statistics
        limit = max(KEPT_BYTES, KEPT_BYTES_A_PASSAGE * self._offsets[-1])
        self._kept: Kept[str | tuple[str, ...], Weights] = Kept(limit, _size_of)

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "Bm25Index":
        """Return the index of some tokenised passages.

        Args:
            documents: The terms of each passage, n of them; a passage may be empty.
        """
        terms = TermCounts.of(documents)
        having = Counter(terms.counts.frequencies.tolist())
        total = int(terms.lengths.sum())
        return cls((terms,), Statistics.of(len(documents), total, having))

    @property
    def size(self) -> int:
        """How many positions there are."""
        return self._offsets[-1]

    @property
    def statistics(self) -> Statistics:
        """Of the passages that are live."""
        return self._statistics

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str) or not any(term in part.vocabulary for part in self._parts):
            return False
        return self._is_live is None or self.frequency(term) > 0

    def frequency(self, term: str) -> int:
        """Return how many live passages have a term; its weights are not made."""
        total = 0
        for part, offset in zip(self._parts, self._offsets, strict=False):
            row = part.vocabulary.get(term)
            if row is None:
                continue
            start, end = int(part.counts.starts[row]), int(part.counts.starts[row + 1])
            if self._is_live is None:
                total += end - start
            else:
                own = part.counts.passages[start:end].astype(np.intp) + offset
                total += int(self._is_live[own].sum())
        return total

    def postings(self, term: str) -> Weights:
        """Return the live passages that have a term, ascending, and what it weighs in each."""
        return self._kept.get(term, lambda: self._weighed(term))

    def phrase(self, terms: Sequence[str]) -> Weights:
        """Return the live passages that have every one of some terms, and their scores for these.

        The words that stand for others come from one thesaurus: the same are asked for again.
        """
        own = tuple(terms)
        return self._kept.get(own, lambda: phrase_scores(self, own))

    def _weighed(self, term: str) -> Weights:
        """Return the live passages that have a term, ascending, and what it weighs in each.

        Source: Okapi BM25 in the variant of ``rank_bm25.BM25Okapi`` (Trotman et al., 2014): a term
        of more than half of the passages, whose inverse document frequency would be negative,
        weighs ``EPSILON`` times the average of all terms.
        """
        found: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
        counts: list[NDArray[np.float64]] = [np.zeros(0)]
        lengths: list[NDArray[np.float64]] = [np.zeros(0)]
        for part, offset in zip(self._parts, self._offsets, strict=False):
            row = part.vocabulary.get(term)
            if row is None:
                continue
            place = slice(int(part.counts.starts[row]), int(part.counts.starts[row + 1]))
            passages = part.counts.passages[place].astype(np.intp)
            own = part.counts.values[place].astype(np.float64)
            if self._is_live is not None:
                is_live = self._is_live[passages + offset]
                passages, own = passages[is_live], own[is_live]
            found.append(passages + offset)
            counts.append(own)
            lengths.append(part.lengths[passages].astype(np.float64))
        positions = np.concatenate(found)
        occurrences, sizes = np.concatenate(counts), np.concatenate(lengths)
        if not len(positions):
            return positions, occurrences
        statistics = self._statistics
        idf = float(_idf(np.array([len(positions)], dtype=np.float64), statistics.passages)[0])
        if idf < 0:
            idf = EPSILON * statistics.mean_idf
        norms = K1 * (1 - B + B * sizes / statistics.mean_length)
        return positions, idf * occurrences * (K1 + 1) / (occurrences + norms)


def term_scores(index: LexicalIndex, terms: Sequence[str]) -> NDArray[np.float64]:
    """Return the BM25 score of every position, shape (n,); a repeated term counts repeatedly.

    Unknown terms add nothing. Equal to ``BM25Okapi.get_scores`` up to rounding.
    """
    total = np.zeros(index.size, dtype=np.float64)
    for term, count in Counter(terms).items():
        positions, weights = index.postings(term)
        total[positions] += count * weights
    return total


def best_scores(
    index: LexicalIndex, alternatives: Sequence[Sequence[str]]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the passages that have one of some alternatives, and the score of the best in each.

    A passage has an alternative if it has all of its terms: 交通 alone is no 公共交通.

    Args:
        index: Of the passages.
        alternatives: Each a sequence of terms: the words that one thing may be called.

    Returns:
        Positions, ascending, and scores, at least 0, both of shape (p,).
    """
    parts = [index.phrase(terms) for terms in alternatives]
    positions = _united([positions for positions, _ in parts])
    best = np.zeros(len(positions))
    for own, scores in parts:
        places = np.searchsorted(positions, own)
        best[places] = np.maximum(best[places], scores)
    return positions, best


def phrase_scores(
    index: LexicalIndex, terms: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the passages that have every one of some terms, and their scores for these.

    Returns:
        Positions, ascending, and scores, both of shape (p,).
    """
    counted = Counter(terms)
    lists = {term: index.postings(term) for term in counted}
    order = sorted(counted, key=lambda term: len(lists[term][0]))
    if not order:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    positions = lists[order[0]][0]
    for term in order[1:]:
        positions = positions[_weights_at(index, term, positions)[1]]
    scores = np.zeros(len(positions))
    for term, count in counted.items():
        scores += count * _weights_at(index, term, positions)[0]
    return positions, scores


def scores_at(
    index: LexicalIndex, terms: Sequence[str], positions: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the BM25 scores of some positions, shape (p,).

    Args:
        index: Of the passages.
        terms: A repeated one counts repeatedly.
        positions: Ascending, shape (p,).
    """
    total = np.zeros(len(positions))
    for term, count in Counter(terms).items():
        total += count * _weights_at(index, term, positions)[0]
    return total


def having_any(index: LexicalIndex, terms: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether each position has one of the terms, shape (n,).

    The score does not say: in a few passages a term's weight can be zero or negative.
    """
    found = np.zeros(index.size, dtype=np.bool_)
    for term in set(terms):
        found[index.postings(term)[0]] = True
    return found


def _united(parts: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Return the positions that stand in one of some ascending arrays, ascending, each once."""
    if len(parts) == 1:
        return parts[0]
    # Sorting what is sorted in pieces takes a fraction of hashing.
    every = np.sort(np.concatenate([np.zeros(0, dtype=np.intp), *parts]), kind="stable")
    is_first = np.ones(len(every), dtype=np.bool_)
    is_first[1:] = every[1:] != every[:-1]
    return every[is_first]


def _weights_at(
    index: LexicalIndex, term: str, positions: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what a term weighs at some positions, 0 where it is not, and where it is."""
    own, weights = index.postings(term)
    if len(own) and len(positions) > len(own) / SOUGHT:
        # For many positions a table is faster than a search for each.
        table = np.full(index.size, np.nan)
        table[own] = weights
        found = table[positions]
        is_there = ~np.isnan(found)
        return np.where(is_there, found, 0.0), is_there
    if not len(own):
        return np.zeros(len(positions)), np.zeros(len(positions), dtype=np.bool_)
    places = np.minimum(np.searchsorted(own, positions), len(own) - 1)
    is_there = own[places] == positions
    return np.where(is_there, weights[places], 0.0), is_there


def _size_of(weights: Weights) -> int:
    """Return the size of weights in memory, with what keeping them takes."""
    return weights[0].nbytes + weights[1].nbytes + 500


def _idf(frequencies: NDArray[np.float64], passages: int) -> NDArray[np.float64]:
    """Return the inverse document frequencies of terms that stand in so many passages."""
    idf: NDArray[np.float64] = np.log(passages - frequencies + 0.5) - np.log(frequencies + 0.5)
    return idf
