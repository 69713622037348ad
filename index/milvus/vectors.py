"""Vectors in Milvus, by their positions in an index."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.milvus.engine import MOST, Engine
from index.milvus.places import Places
from index.ranking.dense import require_query, similarities
from index.ranking.within import Within

FIELD = "vector"
BEYOND, SPARE = 1.3, 16
"""So many times more rows are asked for than are wanted, and so many more: some may not be among
the allowed."""


class MilvusVectors:
    """n vectors of unit length; see ``VectorIndex``.

    Milvus computes the similarities; what it leaves out, as an approximate index may, is read and
    computed here.
    """

    def __init__(
        self,
        engine: Engine,
        collection: str,
        places: Places,
        dimension: int,
        narrowed: Callable[[Within], str] = lambda _: "",
    ) -> None:
        """Take the rows of some segments.

        Args:
            engine: That has them.
            collection: Its name there.
            places: Where the rows stand.
            dimension: Of a vector.
            narrowed: Returns the expression of plans and offices; empty where none is.
        """
        self._engine = engine
        self._collection = collection
        self._places = places
        self._narrowed = narrowed
        self.dimension = dimension

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return self._places.size

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine similarity of every vector to a query; see ``VectorIndex``."""
        return self._scores_of(query, np.arange(self.size))

    def scores_at(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the cosine similarity of some vectors to a query; see ``VectorIndex``."""
        own, places = np.unique(rows, return_inverse=True)
        return self._scores_of(query, own)[places]

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return some vectors, shape (r, dimension), in memory."""
        own, places = np.unique(rows, return_inverse=True)
        return self._read(own)[places]

    def nearest(
        self,
        query: NDArray[np.float32],
        k: int,
        is_allowed: NDArray[np.bool_],
        within: Within | None = None,
    ) -> NDArray[np.intp]:
        """Return about the ``k`` nearest that are allowed; see ``VectorIndex``."""
        require_query(query, self.dimension)
        allowed = np.flatnonzero(is_allowed)
        if len(allowed) <= k:
            return allowed
        narrowed = self._narrowed(within) if within is not None else ""
        expression = " and ".join(filter(None, [self._places.expression, narrowed]))
        share = len(allowed) / self.size
        asked = int(BEYOND * k / (1.0 if narrowed else share)) + SPARE
        for limit in dict.fromkeys((min(asked, MOST), MOST)):
            if limit > self.size and limit != MOST:
                continue
            keys, _ = self._engine.search(
                self._collection, FIELD, [query.tolist()], limit, expression
            )[0]
            found = self._places.positions(keys)
            found = found[is_allowed[found]]
            if len(found) >= k:
                return found[:k]
        scores = self._scores_of(query, allowed)  # few that lie far from the query
        return allowed[np.argpartition(scores, len(allowed) - k)[len(allowed) - k :]]

    def _scores_of(self, query: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the similarities of ascending rows, each once."""
        require_query(query, self.dimension)
        found = np.full(len(rows), np.nan)
        for expression, _, covered in self._places.chunks(rows):
            keys, scores = self._engine.search(
                self._collection, FIELD, [query.tolist()], covered, expression
            )[0]
            positions = self._places.positions(keys)
            places = np.searchsorted(rows, positions)
            is_asked = rows[np.minimum(places, len(rows) - 1)] == positions
            found[places[is_asked]] = scores[is_asked]
        missing = np.flatnonzero(np.isnan(found))
        if len(missing):
            found[missing] = similarities(self._read(rows[missing]), query)
        return found

    def _read(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the vectors of ascending rows, each once.

        Raises:
            IndexDamagedError: Milvus lacks one.
        """
        keys = self._places.keys(rows)
        found = self._engine.vectors(self._collection, FIELD, keys)
        if len(found) < len(keys):
            raise missing_rows(self._engine, len(keys) - len(found))
        read = [found[key] for key in keys.tolist()]
        return np.array(read, dtype=np.float32).reshape(-1, self.dimension)


def missing_rows(engine: Engine, number: int) -> IndexDamagedError:
    """Return the error for rows that ought to be there."""
    return IndexDamagedError(
        f"Milvus at {engine.address.uri} lacks {number} rows of {engine.address.name!r}: another "
        "process has changed the index meanwhile, or its data were lost; open it again, or bring "
        "it up to date with: python -m index build"
    )
