"""Nearest vectors: of passages, and of the sentences in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import faiss
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """An exact inner-product index of L2-normalised passage vectors."""

    index: faiss.IndexFlatIP

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "DenseIndex":
        """Return the index of some vectors.

        Args:
            vectors: Shape (n, dimension), float32, rows of unit length; n may be 0.

        Raises:
            ValueError: the array is not of that shape, or a row is not of unit length.
        """
        if vectors.ndim != 2 or vectors.shape[1] == 0:
            raise ValueError(f"vectors must have the shape (n, dimension), not {vectors.shape}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.allclose(lengths, 1.0, atol=1e-3):
            raise ValueError("vectors must be of unit length; normalise the model's output")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of every passage to a query, shape (n,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.

        Raises:
            ValueError: the query has another dimension than the index, or is not finite.
        """
        if query.shape != (self.index.d,):
            raise ValueError(
                f"query has the shape {query.shape}, the index needs ({self.index.d},)"
            )
        if not np.isfinite(query).all():
            raise ValueError("query must be finite; the model's output is not")
        # All are wanted, in their own order: FAISS would sort them first.
        return (self._rows @ query).astype(np.float64)

    def scores_at(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the cosine similarity of some vectors to a query, shape (r,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.
            rows: Of the vectors, shape (r,).
        """
        return (self._rows[rows] @ query).astype(np.float64)

    @property
    def _rows(self) -> NDArray[np.float32]:
        """The vectors where FAISS keeps them, shape (n, dimension); valid while the index is."""
        shape = (int(self.index.ntotal), int(self.index.d))
        if not shape[0]:
            return np.zeros(shape, dtype=np.float32)
        flat: NDArray[np.float32] = faiss.rev_swig_ptr(self.index.get_xb(), shape[0] * shape[1])
        return flat.reshape(shape)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors as they were added, shape (n, dimension), float32."""
        return self._rows.copy()

    def to_bytes(self) -> bytes:
        """Return the index in FAISS's own file format."""
        return bytes(faiss.serialize_index(self.index))

    @classmethod
    def from_bytes(cls, data: bytes) -> "DenseIndex":
        """Return the index that ``to_bytes`` wrote.

        Raises:
            ValueError: the bytes are no such index.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError("not a FAISS index") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"not an IndexFlatIP but {type(index).__name__}")
        return cls(index)


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
        bounds = np.append(self.starts, total)
        if bounds[0] != 0 or (np.diff(bounds) < 1).any():
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
        counts: list[int] = np.diff(self.starts, append=int(self.dense.index.ntotal)).tolist()
        return counts

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of each passage's nearest sentence, shape (n,), float64.

        Args:
            query: Shape (dimension,), float32, of unit length.
        """
        if not len(self.starts):
            return np.zeros(0, dtype=np.float64)
        nearest: NDArray[np.float64] = np.maximum.reduceat(self.dense.scores(query), self.starts)
        return nearest

    def scores_at(
        self, query: NDArray[np.float32], positions: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return the cosine similarity of the nearest sentence of some passages, shape (p,).

        Args:
            query: Shape (dimension,), float32, of unit length.
            positions: Of the passages, shape (p,).
        """
        ends = np.append(self.starts[1:], int(self.dense.index.ntotal))
        sizes = ends[positions] - self.starts[positions]
        firsts = np.cumsum([0, *sizes])[:-1]
        if not len(sizes):
            return np.zeros(0, dtype=np.float64)
        rows = np.repeat(self.starts[positions] - firsts, sizes) + np.arange(sizes.sum())
        nearest: NDArray[np.float64] = np.maximum.reduceat(
            self.dense.scores_at(query, rows), firsts
        )
        return nearest

    def of_passage(self, query: NDArray[np.float32], position: int) -> tuple[float, ...]:
        """Return the similarities of the sentences of one passage, in their order.

        Args:
            query: Shape (dimension,), float32, of unit length.
            position: The passage's, from 0.
        """
        is_last = position + 1 == len(self.starts)
        end = int(self.dense.index.ntotal) if is_last else int(self.starts[position + 1])
        rows = np.arange(self.starts[position], end)
        return tuple(self.dense.scores_at(query, rows).tolist())


def flatten(sentences: Sequence[Sequence[str]]) -> list[str]:
    """Return the sentences of all passages one after the other."""
    return list(chain.from_iterable(sentences))
