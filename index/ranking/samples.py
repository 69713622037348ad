"""How dense scores are spread over a large scope, told from some of its passages."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ranking.dense import SentenceVectors, VectorIndex, similarities
from index.ranking.fusion import SENTENCE_WEIGHT
from index.ranking.kept import Kept

SAMPLE = 1_000
"""By so many the standard deviation is known to a fortieth; an error of the mean moves no rank."""
WORDS_SAMPLE = 4_000
"""Most passages have none of a query's words, and the few that have all lie far out: more are
looked at, where not all are."""
KEPT_SAMPLES = 8
"""Of the scopes searched last, 6 MB and 17 bytes a passage each."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is needed of a scope of n passages again and again.

    Attributes:
        is_in_scope: Shape (n,).
        positions: Of some passages spread evenly over the scope, ascending, shape (t,).
        weights: 1 for what is in scope, 0 for the rest, shape (n,), float64.
        size: How many are in scope.
        whole: Vectors of s passages spread evenly over the scope, shape (s, dimension), float32.
        sentences: Vectors of their sentences, shape (m, dimension), float32.
        starts: Where the sentences of each passage begin, shape (s,).
    """

    is_in_scope: NDArray[np.bool_]
    positions: NDArray[np.intp]
    weights: NDArray[np.float64]
    size: int
    whole: NDArray[np.float32]
    sentences: NDArray[np.float32]
    starts: NDArray[np.intp]

    def moments(self, scores: NDArray[np.float64]) -> tuple[float, float]:
        """Return the mean and the standard deviation of some scores, shape (n,), in scope."""
        # Without BLAS, whose threads a busy machine lets wait for longer than this takes.
        mean = float(np.einsum("i,i", scores, self.weights)) / self.size
        square = float(np.einsum("i,i,i", scores, scores, self.weights)) / self.size
        return mean, math.sqrt(max(0.0, square - mean * mean))

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the dense scores of the s passages for a query, shape (s,), float64."""
        best = np.maximum.reduceat(similarities(self.sentences, query), self.starts)
        whole = similarities(self.whole, query)
        return blended(whole.astype(np.float64), best.astype(np.float64))


class Samples:
    """The samples of the scopes searched last; threads share it."""

    def __init__(self) -> None:
        """Start with none."""
        # The array is kept with its sample: as long as it lives no other has its identity.
        self._kept: Kept[int, tuple[NDArray[np.intp], Sample]] = Kept(KEPT_SAMPLES, lambda _: 1)

    def of(
        self, positions: NDArray[np.intp], dense: VectorIndex, sentences: SentenceVectors
    ) -> Sample:
        """Return the sample of a scope, spread evenly over it.

        Args:
            positions: Of the scope; the same array stands for the same scope.
            dense: Of all passages.
            sentences: Of all passages.
        """
        return self._kept.get(
            id(positions), lambda: (positions, _sample(positions, dense, sentences))
        )[1]


def _sample(positions: NDArray[np.intp], dense: VectorIndex, sentences: SentenceVectors) -> Sample:
    """Return the sample of a scope; see ``Samples.of``."""
    own = positions[_spread(len(positions), SAMPLE)]
    rows, starts = sentences.rows_of(own)
    is_in_scope = np.zeros(dense.size, dtype=np.bool_)
    is_in_scope[positions] = True
    return Sample(
        is_in_scope=is_in_scope,
        positions=positions[_spread(len(positions), WORDS_SAMPLE)],
        weights=is_in_scope.astype(np.float64),
        size=len(positions),
        whole=dense.rows(own),
        sentences=sentences.vectors.rows(rows),
        starts=starts,
    )


def _spread(size: int, number: int) -> NDArray[np.intp]:
    """Return so many places spread evenly over a size, all where there are fewer."""
    return np.linspace(0, size - 1, min(number, size)).astype(np.intp)


def blended(whole: NDArray[np.float64], best: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the dense scores of passages, of their own and their best sentence's."""
    return (1 - SENTENCE_WEIGHT) * whole + SENTENCE_WEIGHT * best
