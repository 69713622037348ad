"""The best few by words, exactly, without scoring every passage that has one of them.

The words that can add most are added up first. As soon as some passages are surely better than all
that have none of these words can become, only they are looked up in the long lists of the rest.
Source: Turtle and Flood (1995), Query evaluation: strategies and optimizations ("max score").
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.ranking.lexical import LexicalIndex, Weights, scores_at, term_scores
from index.ranking.positions import united

SOUGHT = 40
"""To look a passage up in a list takes as long as to add up so many entries of it."""
SAMPLED, SPARE = 1_000, 20
"""Scores that are looked at for a threshold, and how many more than the share lie above it."""
PROBED = 2
"""So many times the number wanted are scored in full, those that are ahead."""
ROUNDING = 1e-9
"""What is added up in another order differs by less."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A term of a query.

    Attributes:
        index: Of the passages.
        term: Known to it.
        count: How often it is asked for.
        most: It adds to a score, at least 0: a passage need not have it.
        size: How many passages have it.
    """

    index: LexicalIndex
    term: str
    count: int
    most: float
    size: int

    def weights(self) -> Weights:
        """Return what it adds, and where."""
        positions, weights = self.index.postings(self.term)
        return positions, weights if self.count == 1 else self.count * weights

    def at(self, positions: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what it adds at some ascending positions, shape (p,)."""
        there, weights = self.index.postings(self.term)
        places = there.searchsorted(positions)
        is_there = there.take(places, mode="clip") == positions
        return np.where(is_there, self.count * weights.take(places, mode="clip"), 0.0)


def best_by_words(
    index: LexicalIndex,
    terms: Sequence[str],
    number: int,
    is_in_scope: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the passages that score highest, the best first; of equal ones the first.

    They are the first ``number`` of all passages in scope by falling score and rising position, and
    the scores those of ``term_scores``, to the bit. What has none of the words scores 0, and so do
    removed passages, which only the scope leaves out.

    Args:
        index: Of the n passages.
        terms: A repeated one counts repeatedly; unknown ones add nothing.
        number: How many; all where fewer are in scope.
        is_in_scope: Shape (n,); all are where it is left out.

    Returns:
        Positions and scores, both of shape (p,).
    """
    if number > 0 and (chosen := _that_can_win(index, terms, number, is_in_scope)) is not None:
        scores = scores_at(index, terms, chosen)
    else:
        # What has none of the words is among the best.
        chosen = _within(np.arange(index.size), is_in_scope)
        scores = term_scores(index, terms)[chosen]
    return _first(chosen, scores, number)


def _that_can_win(
    index: LexicalIndex,
    terms: Sequence[str],
    number: int,
    is_in_scope: NDArray[np.bool_] | None,
) -> NDArray[np.intp] | None:
    """Return passages in scope, ascending, among which the best are, all of a score above 0.

    None where there may be too few above 0.
    """
    words = [
        _Word(index, term, count, max(0.0, count * index.most(term)), index.frequency(term))
        for term, count in Counter(terms).items()
        if term in index
    ]
    words.sort(key=lambda own: -own.most)
    # What is left after each of them can add at most, and the first after which half is added.
    left = [*accumulate((own.most for own in reversed(words)), initial=0.0)][-2::-1]
    half = sum(2 * high > left[0] + words[0].most for high in left) if words else 0
    total = np.zeros(index.size)
    added: list[NDArray[np.intp]] = []
    for place, own in enumerate(words):
        positions, weights = own.weights()
        np.add.at(total, positions, weights)
        added.append(positions)
        rest = words[place + 1 :]
        # To add up a list that is no longer than all before is cheaper than to try and stop.
        if place < half or (rest and rest[0].size <= sum(map(len, added))):
            continue
        least = _probed(total, _within(added[half], is_in_scope), number, rest) - ROUNDING
        if (needed := sum(high >= least for high in left)) <= place:
            # What has none of the first words is not among the best, whatever else it has.
            floor = least - left[place]
            chosen = united([places[total.take(places) >= floor] for places in added[: needed + 1]])
            chosen = _within(chosen, is_in_scope)
            return _pruned(total, chosen, number, least, rest)
    chosen = _within(united(added), is_in_scope)
    if len(chosen) < number or (least := _nth(total.take(chosen), number)) <= ROUNDING:
        return None
    return chosen[total.take(chosen) >= least - ROUNDING]


def _pruned(
    total: NDArray[np.float64],
    chosen: NDArray[np.intp],
    number: int,
    least: float,
    rest: Sequence[_Word],
) -> NDArray[np.intp]:
    """Return which of some passages can still score so much, once the rest is added.

    Args:
        total: What they score so far, shape (n,); is added to.
        chosen: Ascending.
        number: How many are wanted; no fewer can.
        least: What these score at least.
        rest: What is to be added.
    """
    left = sum(own.most for own in rest)
    for own in rest:
        if own.size < SOUGHT * len(chosen):
            np.add.at(total, *own.weights())
        else:
            total[chosen] += own.at(chosen)
        left -= own.most
        chosen = chosen[total.take(chosen) >= least - left]
    scores = total.take(chosen)
    return chosen[scores >= _nth(scores, number) - ROUNDING]


def _within(positions: NDArray[np.intp], is_in_scope: NDArray[np.bool_] | None) -> NDArray[np.intp]:
    """Return those of some positions that are in scope."""
    return positions if is_in_scope is None else positions[is_in_scope.take(positions)]


def _probed(
    total: NDArray[np.float64], positions: NDArray[np.intp], number: int, rest: Sequence[_Word]
) -> float:
    """Return what at least so many passages score at least: those that are ahead, scored in full.

    Less than anything where there are fewer.

    Args:
        total: What they score so far, shape (n,).
        positions: Among which they are, ascending.
        number: How many.
        rest: What adds to that.
    """
    if len(positions) < number:
        return -np.inf
    scores = total.take(positions)
    ahead = positions[scores >= _nth(scores, min(len(scores), PROBED * number))]
    found = total.take(ahead)
    for own in rest:
        found += own.at(ahead)
    return _nth(found, number)


def _nth(scores: NDArray[np.float64], number: int) -> float:
    """Return the number-th highest of at least so many scores.

    To partition a long array takes ten times as long as to compare it with a threshold; one from
    a sample leaves few.
    """
    step = len(scores) // SAMPLED
    if step > 1:
        sample = scores[::step]
        rank = min(len(sample), 2 * number // step + SPARE)
        threshold = np.partition(sample, len(sample) - rank)[len(sample) - rank]
        above = scores[scores > threshold]
        if len(above) >= number:
            scores = above
        elif np.count_nonzero(scores >= threshold) >= number:
            return float(threshold)
    return float(np.partition(scores, len(scores) - number)[len(scores) - number])


def _first(
    positions: NDArray[np.intp], scores: NDArray[np.float64], number: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the first of some ascending positions by falling score and rising position."""
    if len(scores) > number > 0:
        threshold = _nth(scores, number)
        is_above = scores > threshold
        equal = np.flatnonzero(scores == threshold)
        is_above[equal[: number - np.count_nonzero(is_above)]] = True
        positions, scores = positions[is_above], scores[is_above]
    order = np.argsort(-scores, kind="stable")[:number]
    return positions[order], scores[order]
