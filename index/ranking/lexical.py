"""Scores of words over passages, for any engine of BM25 that offers what ``LexicalIndex`` does."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.ranking.positions import united
from index.ranking.within import Within

SOUGHT = 50
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
        idf = inverse_frequencies(frequencies, passages)
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

    def weights_at(
        self, term: str, positions: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return what a term weighs at some positions, 0 where it is not, and where it is.

        Args:
            term: Any.
            positions: Ascending, shape (p,).
        """

    def phrase(self, terms: Sequence[str]) -> Weights:
        """Return the live passages that have every one of some terms, and their scores for these.

        Ascending; see ``phrase_scores``.
        """


@runtime_checkable
class WordsElsewhere(LexicalIndex, Protocol):
    """A ``LexicalIndex`` that another process has: to ask it costs more than to reckon."""

    def expect(self, terms: Iterable[str]) -> None:
        """Be told which terms' postings will be asked for, and ask for all of them at once."""

    def excerpt(self, positions: NDArray[np.intp]) -> LexicalIndex:
        """Return some passages with their weights, at hand: each at its place in ``positions``.

        Args:
            positions: Ascending, shape (p,).
        """

    def best(
        self,
        terms: Mapping[str, float],
        number: int,
        within: Within | None = None,
        is_allowed: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.intp]:
        """Return the positions of about the best passages for the sum of some terms, ascending.

        Args:
            terms: What the weight of each counts.
            number: About how many passages.
            within: What holds all that may be found.
            is_allowed: What may be found, shape (n,); all where it is left out.
        """


def term_scores(index: LexicalIndex, terms: Sequence[str]) -> NDArray[np.float64]:
    """Return the BM25 score of every position, shape (n,); a repeated term counts repeatedly.

    Unknown terms add nothing. Equal to ``BM25Okapi.get_scores`` up to rounding.
    """
    total = np.zeros(index.size, dtype=np.float64)
    for term, count in Counter(terms).items():
        positions, weights = index.postings(term)
        # In one pass: to add to a selection reads it, adds, and writes it.
        np.add.at(total, positions, weights if count == 1 else count * weights)
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
    positions = united([positions for positions, _ in parts])
    best = np.zeros(len(positions))
    for own, scores in parts:
        places = np.searchsorted(positions, own)
        best[places] = np.maximum(best[places], scores)
    return positions, best


def best_scores_at(
    index: LexicalIndex, alternatives: Sequence[Sequence[str]], positions: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what ``best_scores`` says of some positions, 0 elsewhere, and who has one.

    Args:
        index: Of the passages.
        alternatives: As for ``best_scores``.
        positions: Ascending, shape (p,).
    """
    best, has_one = np.zeros(len(positions)), np.zeros(len(positions), dtype=np.bool_)
    for terms in alternatives:
        places, scores = _phrase_at(index, terms, positions)
        best[places] = np.maximum(best[places], scores)
        has_one[places] = True
    return best, has_one


def phrase_scores(
    index: LexicalIndex, terms: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the passages that have every one of some terms, and their scores for these.

    Returns:
        Positions, ascending, and scores, both of shape (p,).
    """
    if not terms:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    positions = index.postings(min(terms, key=index.frequency))[0]
    places, scores = _phrase_at(index, terms, positions)
    return positions[places], scores


def _phrase_at(
    index: LexicalIndex, terms: Sequence[str], positions: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return which of some ascending positions have every one of some terms, and the scores.

    Returns:
        Places among the positions, ascending, and scores for the terms, both of shape (p,).
    """
    counted = Counter(terms)
    places = np.arange(len(positions) if counted else 0)
    for term in sorted(counted, key=index.frequency):
        if not len(places):
            break
        places = places[_weights_at(index, term, positions[places])[1]]
    return places, scores_at(index, terms, positions[places])


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
    for term, count in Counter(terms).items() if len(positions) else ():
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


def _weights_at(
    index: LexicalIndex, term: str, positions: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what a term weighs at some positions, 0 where it is not, and where it is."""
    if SOUGHT * min(len(positions), index.frequency(term)) <= index.size:
        return index.weights_at(term, positions)
    # For many positions a table is faster than a search for each.
    own, weights = index.postings(term)
    table = np.full(index.size, np.nan)
    table[own] = weights
    found = table[positions]
    is_there = ~np.isnan(found)
    return np.where(is_there, found, 0.0), is_there


def inverse_frequencies(frequencies: NDArray[np.float64], passages: int) -> NDArray[np.float64]:
    """Return the inverse document frequencies of terms that stand in so many passages."""
    idf: NDArray[np.float64] = np.log(passages - frequencies + 0.5) - np.log(frequencies + 0.5)
    return idf
