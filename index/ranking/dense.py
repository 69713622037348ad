"""Nearest vectors: of passages, and of the sentences in them."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.ranking.positions import ranges
from index.ranking.within import Within

if TYPE_CHECKING:
    from index.ranking.faiss_files import NearestIndex

MAX_GAP, MIN_RUN = 16, 24
"""Rows that lie this near to one another are read as one run, with what is between them; in runs
of fewer they are copied first."""


class VectorIndex(Protocol):
    """n vectors of unit length, by their positions; what another engine has to offer."""

    @property
    def size(self) -> int:
        """How many vectors there are."""

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of every vector to a query, shape (n,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.

        Raises:
            ValueError: the query has another dimension than the vectors, or is not finite.
        """

    def scores_at(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the cosine similarity of some vectors to a query, shape (r,), float64.

        Args:
            query: As for ``scores``.
            rows: Positions, shape (r,).
        """

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return some vectors, shape (r, dimension), in memory."""

    def nearest(
        self,
        query: NDArray[np.float32],
        k: int,
        is_allowed: NDArray[np.bool_],
        within: Within | None = None,
    ) -> NDArray[np.intp]:
        """Return the positions of about the ``k`` nearest vectors that are allowed, in no order.

        Args:
            query: As for ``scores``.
            k: At least so many, where so many are allowed; more may come.
            is_allowed: Shape (n,).
            within: What holds all that is allowed, where it is known: an engine may look there
                alone.
        """


class SegmentedVectors:
    """Vectors that lie in several arrays, mapped or not, one behind the other."""

    def __init__(
        self,
        parts: Sequence[NDArray[np.float32]],
        dimension: int,
        nearest: "Sequence[NearestIndex | None]" = (),
    ) -> None:
        """Take the vectors.

        Args:
            parts: Each of shape (m, dimension), rows of unit length.
            dimension: Of a vector, where there is no part to tell it.
            nearest: For each part what finds its nearest without looking at all, or None.
        """
        self._parts = tuple(part for part in parts)
        self._offsets = tuple(accumulate(map(len, self._parts), initial=0))
        self._dimension = dimension
        self._nearest = tuple(nearest) or (None,) * len(self._parts)

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "SegmentedVectors":
        """Return the index of some vectors.

        Args:
            vectors: Shape (n, dimension), float32, rows of unit length; n may be 0.

        Raises:
            ValueError: the array is not of that shape, or a row is not of unit length.
        """
        require_unit_vectors(vectors)
        own = np.ascontiguousarray(vectors, dtype=np.float32)
        return cls((own,), vectors.shape[1])

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return self._offsets[-1]

    @property
    def dimension(self) -> int:
        """Of a vector."""
        return self._dimension

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of every vector to a query; see ``VectorIndex``."""
        require_query(query, self._dimension)
        found = np.empty(self.size, dtype=np.float64)
        for part, start, end in zip(self._parts, self._offsets, self._offsets[1:], strict=False):
            found[start:end] = similarities(part, query)
        return found

    def scores_at(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the cosine similarity of some vectors to a query; see ``VectorIndex``."""
        require_query(query, self._dimension)
        found = np.empty(len(rows), dtype=np.float64)
        for part, own, places in self._by_part(rows):
            found[own] = _similarities_at(part, query, places)
        return found

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return some vectors, shape (r, dimension), in memory."""
        found = np.empty((len(rows), self._dimension), dtype=np.float32)
        for part, own, places in self._by_part(rows):
            found[own] = part[places]
        return found

    def _by_part(
        self, rows: NDArray[np.intp]
    ) -> Iterator[tuple[NDArray[np.float32], slice | NDArray[np.bool_], NDArray[np.intp]]]:
        """Yield each part that has some of the rows, which of them, and their places in it."""
        if len(self._parts) == 1:
            yield self._parts[0], slice(None), rows
            return
        owners = np.searchsorted(self._offsets, rows, side="right") - 1
        for number in np.flatnonzero(np.bincount(owners)).tolist():
            own = owners == number
            yield self._parts[number], own, rows[own] - self._offsets[number]

    def nearest(
        self,
        query: NDArray[np.float32],
        k: int,
        is_allowed: NDArray[np.bool_],
        within: Within | None = None,
    ) -> NDArray[np.intp]:
        """Return about the ``k`` nearest that are allowed; see ``VectorIndex``.

        Exact, but for the parts that have an approximate index of their own.
        """
        require_query(query, self._dimension)
        found = [np.zeros(0, dtype=np.intp)]
        for number, part in enumerate(self._parts):
            start, end = self._offsets[number : number + 2]
            own = np.flatnonzero(is_allowed[start:end])
            index = self._nearest[number]
            if index is not None and len(own) > k * index.least_share:
                near = index.search(query, k, is_allowed[start:end])
                if len(near) == k:  # fewer where what is allowed lies far from the query
                    found.append(near + start)
                    continue
            scores = (
                similarities(part, query)
                if len(own) == len(part)
                else _similarities_at(part, query, own)
            )
            if len(own) > k:
                own = own[np.argpartition(scores, len(own) - k)[len(own) - k :]]
            found.append(own + start)
        return np.concatenate(found)


class SentenceVectors:
    """Vectors of the sentences of n passages, m in all, at least one a passage."""

    def __init__(self, vectors: VectorIndex, starts: NDArray[np.intp]) -> None:
        """Take the vectors.

        Args:
            vectors: Over the m sentences, those of a passage side by side, by passages.
            starts: Where the sentences of each passage begin, and where the last end, shape
                (n + 1,), ascending.

        Raises:
            ValueError: a passage has no sentence, or the starts are not those of the vectors.
        """
        total = vectors.size
        if starts[0] != 0 or starts[-1] != total or (np.diff(starts) < 1).any():
            raise ValueError(f"each passage needs a sentence of the {total}, in order")
        self.vectors = vectors
        self.starts = starts

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
        return cls(SegmentedVectors.build(vectors), starts)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of each passage's nearest sentence, shape (n,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.
        """
        if len(self.starts) < 2:
            return np.zeros(0, dtype=np.float64)
        every = self.vectors.scores(query)
        nearest: NDArray[np.float64] = np.maximum.reduceat(every, self.starts[:-1])
        return nearest

    def scores_at(
        self, query: NDArray[np.float32], positions: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return the cosine similarity of the nearest sentence of some passages, shape (p,).

        Args:
            query: Shape (dimension,), float32, of unit length.
            positions: Of the passages, shape (p,).
        """
        if not len(positions):
            return np.zeros(0, dtype=np.float64)
        rows, firsts = self.rows_of(positions)
        nearest: NDArray[np.float64] = np.maximum.reduceat(
            self.vectors.scores_at(query, rows), firsts
        )
        return nearest

    def rows_of(self, positions: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows of the sentences of some passages, and where those of each begin.

        Args:
            positions: Of the passages, shape (p,).
        """
        starts = self.starts[positions]
        sizes = self.starts[positions + 1] - starts
        return ranges(starts, sizes), np.cumsum(sizes) - sizes

    def of_passages(
        self, query: NDArray[np.float32], positions: NDArray[np.intp]
    ) -> list[tuple[float, ...]]:
        """Return the similarities of the sentences of each of some passages, in their order.

        Args:
            query: Shape (dimension,), float32, of unit length.
            positions: Of the passages, shape (p,).
        """
        if not len(positions):
            return []
        rows, firsts = self.rows_of(positions)
        every = np.split(self.vectors.scores_at(query, rows), firsts[1:])
        return [tuple(own.tolist()) for own in every]


def similarities(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the inner product of each vector with a query, shape (n,), float32.

    One by one, and not as a product of matrices: then what a passage scores does not depend on
    what is scored beside it, and BLAS wakes no threads, for which a busy machine lets a search
    wait many times as long as the products take.

    Args:
        vectors: Shape (n, dimension), float32.
        query: Shape (dimension,), float32.
    """
    found: NDArray[np.float32] = np.vecdot(vectors, query)
    return found


def _similarities_at(
    vectors: NDArray[np.float32], query: NDArray[np.float32], rows: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return the similarities of some of n vectors, shape (r,).

    Rows that stand close to one another, as those of a plan do, are read where they lie.
    """
    ends = np.append(np.flatnonzero((np.diff(rows) < 0) | (np.diff(rows) > MAX_GAP)), len(rows) - 1)
    if len(rows) < MIN_RUN * len(ends):
        return similarities(vectors[rows], query)
    firsts = np.append(0, ends[:-1] + 1)
    runs = [
        similarities(vectors[start : end + 1], query)
        for start, end in zip(rows[firsts].tolist(), rows[ends].tolist(), strict=True)
    ]
    shifts = np.cumsum([0, *map(len, runs[:-1])]) - rows[firsts]
    every = np.concatenate(runs)
    found: NDArray[np.float32] = every[rows + np.repeat(shifts, ends - firsts + 1)]
    return found


def flatten(sentences: Sequence[Sequence[str]]) -> list[str]:
    """Return the sentences of all passages one after the other."""
    return list(chain.from_iterable(sentences))


def require_query(query: NDArray[np.float32], dimension: int) -> None:
    """Refuse what is no query for vectors of a dimension.

    Raises:
        ValueError: it has another shape, or is not finite.
    """
    if query.shape != (dimension,):
        raise ValueError(f"query has the shape {query.shape}, the index needs ({dimension},)")
    if not np.isfinite(query).all():
        raise ValueError("query must be finite; the model's output is not")


def require_unit_vectors(vectors: NDArray[np.float32]) -> None:
    """Refuse what is no set of vectors of unit length.

    Raises:
        ValueError: the array is not of the shape (n, dimension), or a row is not of unit length.
    """
    if vectors.ndim != 2 or vectors.shape[1] == 0:
        raise ValueError(f"vectors must have the shape (n, dimension), not {vectors.shape}")
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.allclose(lengths, 1.0, atol=1e-3):
        raise ValueError("vectors must be of unit length; normalise the model's output")
