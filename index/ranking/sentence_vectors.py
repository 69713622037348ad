"""The best sentence of each passage by embedding: a passage is as near as its nearest sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from index.ranking.dense import DenseIndex


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Vectors of the sentences of n passages, m in all, at least one a passage.

    Attributes:
        dense: Over the m sentences, those of a passage side by side, in the order of passages.
        starts: Where the sentences of each passage begin, shape (n,), intp, ascending.
    """

    dense: DenseIndex
    starts: NDArray[np.intp]

    def __post_init__(self) -> None:
        total = int(self.dense.index.ntotal)
        bounds = [*self.starts.tolist(), total]
        if bounds[0] != 0 or any(first >= following for first, following in pairwise(bounds)):
            raise ValueError(f"each passage needs a sentence of the {total}, in order")

    @classmethod
    def build(cls, vectors: NDArray[np.float32], counts: Sequence[int]) -> "SentenceVectors":
        """Return the vectors of some passages' sentences.

        Args:
            vectors: Shape (m, dimension), float32, rows of unit length.
            counts: How many of them each passage has, at least one each.

        Raises:
            ValueError: the counts do not add up to m, or one is zero.
        """
        starts = np.cumsum([0, *counts], dtype=np.intp)
        if starts[-1] != len(vectors):
            raise ValueError(f"{len(vectors)} vectors for {starts[-1]} sentences")
        return cls(DenseIndex.build(vectors), starts[:-1])

    @property
    def counts(self) -> list[int]:
        """How many sentences each passage has."""
        bounds = [*self.starts.tolist(), int(self.dense.index.ntotal)]
        return [following - first for first, following in pairwise(bounds)]

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of each passage's nearest sentence, shape (n,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.
        """
        return self.nearest(self.dense.scores(query))

    def nearest(self, similarities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the similarity of each passage's nearest sentence, shape (n,).

        Args:
            similarities: Of the m sentences, shape (m,).
        """
        if not len(self.starts):
            return np.zeros(0, dtype=np.float64)
        nearest: NDArray[np.float64] = np.maximum.reduceat(similarities, self.starts)
        return nearest

    def of_passage(self, similarities: NDArray[np.float64], position: int) -> tuple[float, ...]:
        """Return the similarities of the sentences of one passage, in their order.

        Args:
            similarities: Of the m sentences, shape (m,).
            position: The passage's, from 0.
        """
        bounds = [*self.starts.tolist(), len(similarities)]
        return tuple(similarities[bounds[position] : bounds[position + 1]].tolist())


def flatten(sentences: Sequence[Sequence[str]]) -> list[str]:
    """Return the sentences of all passages one after the other."""
    return list(chain.from_iterable(sentences))
