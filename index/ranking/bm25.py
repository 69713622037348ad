"""BM25 over passages: rank_bm25's scores, weighed when a term is asked for."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking.kept import Kept
from index.ranking.lexical import Statistics, Weights, inverse_frequencies, phrase_scores
from index.ranking.term_counts import TermCounts

K1 = 1.5
B = 0.75
EPSILON = 0.25
"""rank_bm25's own defaults; tuned values have to earn their place by experiment."""

KEPT_BYTES, KEPT_BYTES_A_PASSAGE = 64 * 2**20, 400
"""Of the weights of the terms asked for last: the words of a field are asked again and again."""
KEPT_FREQUENCIES = 4_000


class Bm25Index:
    """BM25 over passages that were counted in groups, one behind the other."""

    def __init__(
        self,
        parts: Sequence[TermCounts],
        statistics: Statistics,
        is_live: NDArray[np.bool_] | None = None,
        idf: Callable[[str], float] | None = None,
    ) -> None:
        """Take the counts.

        Args:
            parts: Of each group; positions count through all groups.
            statistics: Of the passages that are live.
            is_live: Shape (n,), False for passages that were removed; None where none was.
            idf: Returns the inverse document frequency of a term, where these passages are some of
                a collection; None where they are all of it.
        """
        self._parts = tuple(parts)
        self._offsets = tuple(accumulate((part.counts.size for part in parts), initial=0))
        self._is_live = is_live
        self._statistics = statistics
        limit = max(KEPT_BYTES, KEPT_BYTES_A_PASSAGE * self._offsets[-1])
        self._kept: Kept[str | tuple[str, ...], Weights] = Kept(limit, _size_of)
        self._frequency = lru_cache(maxsize=KEPT_FREQUENCIES)(self._count)
        self.idf = idf or lru_cache(maxsize=KEPT_FREQUENCIES)(self._find_idf)

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
        return self._frequency(term)

    def _count(self, term: str) -> int:
        """Return how many live passages have a term."""
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

    def weights_at(
        self, term: str, positions: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return what a term weighs at some positions, and where it is; see ``LexicalIndex``.

        Its other passages are not weighed, nor read.
        """
        weights, is_there = np.zeros(len(positions)), np.zeros(len(positions), dtype=np.bool_)
        bounds = positions.searchsorted(self._offsets).tolist()
        for number, part in enumerate(self._parts):
            first, last = bounds[number : number + 2]
            row = part.vocabulary.get(term) if first < last else None
            if row is None:
                continue
            place = slice(int(part.counts.starts[row]), int(part.counts.starts[row + 1]))
            own = positions[first:last] - self._offsets[number]
            mine, theirs = _common(own, part.counts.passages[place])
            if self._is_live is not None:
                is_live = self._is_live[positions[first + mine]]
                mine, theirs = mine[is_live], theirs[is_live]
            if len(mine):
                counts, lengths = part.counts.values[place][theirs], part.lengths[own[mine]]
                weights[first + mine] = self.weights_of(term, counts, lengths)
                is_there[first + mine] = True
        return weights, is_there

    def phrase(self, terms: Sequence[str]) -> Weights:
        """Return the live passages that have every one of some terms, and their scores for these.

        The words that stand for others come from one thesaurus: the same are asked for again.
        """
        own = tuple(terms)
        return self._kept.get(own, lambda: phrase_scores(self, own))

    def _weighed(self, term: str) -> Weights:
        """Return the live passages that have a term, ascending, and what it weighs in each."""
        found: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
        weights: list[NDArray[np.float64]] = [np.zeros(0)]
        for part, offset in zip(self._parts, self._offsets, strict=False):
            row = part.vocabulary.get(term)
            if row is None:
                continue
            place = slice(int(part.counts.starts[row]), int(part.counts.starts[row + 1]))
            passages = part.counts.passages[place].astype(np.intp)
            own = part.counts.values[place]
            if self._is_live is not None:
                is_live = self._is_live[passages + offset]
                passages, own = passages[is_live], own[is_live]
            found.append(passages + offset)
            weights.append(self.weights_of(term, own, part.lengths[passages]))
        return np.concatenate(found), np.concatenate(weights)

    def weights_of(
        self, term: str, counts: NDArray[np.integer[Any]], lengths: NDArray[np.integer[Any]]
    ) -> NDArray[np.float64]:
        """Return what a term weighs where it stands so often in a passage of so many terms.

        Args:
            term: That a live passage has.
            counts: How often it stands in each of p passages, shape (p,).
            lengths: How many terms these have, shape (p,).

        Source: Okapi BM25 in the variant of ``rank_bm25.BM25Okapi`` (Trotman et al., 2014).
        """
        occurrences, sizes = counts.astype(np.float64), lengths.astype(np.float64)
        if not len(occurrences):
            return occurrences
        norms = K1 * (1 - B + B * sizes / self._statistics.mean_length)
        return self.idf(term) * occurrences * (K1 + 1) / (occurrences + norms)

    def _find_idf(self, term: str) -> float:
        """Return the inverse document frequency of a term that a live passage has.

        A term of more than half of the passages, for which it would be negative, weighs
        ``EPSILON`` times the average of all terms, as in ``rank_bm25``.
        """
        frequency = np.array([self.frequency(term)], dtype=np.float64)
        idf = float(inverse_frequencies(frequency, self._statistics.passages)[0])
        return EPSILON * self._statistics.mean_idf if idf < 0 else idf


def _common(
    one: NDArray[np.intp], other: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where what two ascending arrays have in common stands in each."""
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    if not len(fewer):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    # Of the same kind: NumPy would make the longer one anew otherwise.
    places = more.searchsorted(fewer.astype(more.dtype, copy=False))
    (same,) = (more.take(places, mode="clip") == fewer).nonzero()
    return (same, places[same]) if fewer is one else (places[same], same)


def _size_of(weights: Weights) -> int:
    """Return the size of weights in memory, with what keeping them takes."""
    return weights[0].nbytes + weights[1].nbytes + 500
