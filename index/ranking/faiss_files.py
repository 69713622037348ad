"""FAISS's indexes in files, mapped: they find a segment's nearest vectors by some of them."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.ranking.nearest_settings import NearestSettings

ADDED_AT_ONCE = 50_000
PROBED = 1 / 32
LEAST_PROBED = 48
"""Cells that are looked into: over 100,000 simulated passages 48 of 512 hold 0.993 of the ten
nearest to 128 questions, 24 hold 0.982."""
LINKS, CANDIDATES_BUILT, CANDIDATES_SEARCHED = 32, 40, 64
"""Of a graph; FAISS's own, but for a search, which FAISS gives 16."""
MOST_ALLOWED, SPARE = 0.5, 1.2
"""Share of the vectors that are allowed, from which as many more are looked for and left out."""
TRAINED_ON_A_CELL = 40
"""FAISS warns below 39."""
SEED = 1


@dataclass(frozen=True, slots=True)
class NearestIndex:
    """An approximate inner-product index of one segment's vectors.

    Attributes:
        index: ``IVFn,SQ8``, n cells, or ``HNSWm,SQ8``, a graph of m links a vector; each number of
            a vector in a byte. FAISS keeps in it how much of it a search looks at.
        least_share: For how many times k allowed vectors it is asked at all; fewer are looked at
            one by one.
    """

    index: faiss.IndexIVF | faiss.IndexHNSW
    least_share: int = 20

    @classmethod
    def build(
        cls, vectors: NDArray[np.float32], settings: NearestSettings | None = None
    ) -> Self | None:
        """Return the index of some vectors; None where all are to be looked at.

        The same vectors make the same inverted file; a graph is built by several threads, and may
        differ.

        Args:
            vectors: Shape (n, dimension), float32, rows of unit length.
            settings: Of which kind; by the number of vectors where they are left out.
        """
        settings = settings or NearestSettings()
        kind = settings.kind_for(len(vectors))
        if kind == "flat":
            return None
        build = _inverted_file if kind == "ivf" else _graph
        index = build(vectors, settings)
        for start in range(0, len(vectors), ADDED_AT_ONCE):
            index.add(np.ascontiguousarray(vectors[start : start + ADDED_AT_ONCE]))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the index in a file, mapped.

        Raises:
            ValueError: the file holds no such index.
        """
        index = _read(path)
        if not isinstance(index, faiss.IndexIVF | faiss.IndexHNSW):
            raise ValueError(f"no inverted file or graph but {type(index).__name__}")
        return cls(index)

    def write(self, path: Path) -> None:
        """Write the index in FAISS's own file format."""
        faiss.write_index(self.index, str(path))

    @property
    def description(self) -> str:
        """Kind, as FAISS's factory names it, and parameters."""
        if isinstance(self.index, faiss.IndexIVF):
            return f"IVF{self.index.nlist},SQ8 nprobe={self.index.nprobe}"
        graph = self.index.hnsw
        built, searched = graph.efConstruction, graph.efSearch
        links = graph.nb_neighbors(1)  # type: ignore[attr-defined]
        return f"HNSW{links},SQ8 efConstruction={built} efSearch={searched}"

    def search(
        self, query: NDArray[np.float32], k: int, is_allowed: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """Return the positions of about the ``k`` nearest vectors that are allowed, in no order.

        Args:
            query: Shape (dimension,), float32, of unit length.
            k: How many.
            is_allowed: Shape (n,).
        """
        share = max(float(np.count_nonzero(is_allowed)) / len(is_allowed), 1e-9)
        if share > MOST_ALLOWED:
            # Asking FAISS of each vector whether it is allowed takes longer than a few more.
            found = self._nearest(query, round(k / share * SPARE))
            found = found[is_allowed[found]]
            if len(found) >= k:
                return found[:k]
        selector = faiss.IDSelectorBitmap(  # type: ignore[call-arg]
            np.packbits(is_allowed, bitorder="little")  # type: ignore[arg-type]
        )
        # What is looked at holds what is not allowed too, so as much more is.
        return self._nearest(query, k, 1 / share, selector)

    def _nearest(
        self, query: NDArray[np.float32], k: int, times: float = 1.0, selector: object = None
    ) -> NDArray[np.intp]:
        """Return the positions of about the ``k`` nearest vectors, the nearest first.

        Args:
            query: As for ``search``.
            k: As for ``search``.
            times: How much more than it was built for the search looks at.
            selector: Of what is allowed.
        """
        settings: faiss.SearchParameters
        if isinstance(self.index, faiss.IndexIVF):
            probed = min(self.index.nlist, round(self.index.nprobe * times))
            settings = faiss.SearchParametersIVF(nprobe=probed)  # type: ignore[call-arg]
        else:
            candidates = round(max(self.index.hnsw.efSearch, k) * times)
            settings = faiss.SearchParametersHNSW(  # type: ignore[attr-defined]
                efSearch=min(self.index.ntotal, candidates)
            )
        if selector is not None:
            settings.sel = selector  # type: ignore[assignment]
        _, found = self.index.search(query[None, :], k, params=settings)
        own: NDArray[np.intp] = found[0][found[0] >= 0].astype(np.intp)
        return own


def _inverted_file(vectors: NDArray[np.float32], settings: NearestSettings) -> faiss.IndexIVF:
    """Return an inverted file, trained and empty."""
    size, dimension = vectors.shape
    given = settings.parameters
    cells = given.get("nlist") or max(16, 2 ** round(math.log2(2 * math.sqrt(size))))
    cells = min(cells, max(1, size // TRAINED_ON_A_CELL))  # no more than can be trained
    coarse = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        coarse, dimension, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.seed = SEED
    index.nprobe = min(cells, given.get("nprobe") or max(LEAST_PROBED, round(PROBED * cells)))
    generator = np.random.default_rng(SEED)
    sample = generator.choice(size, min(size, cells * TRAINED_ON_A_CELL), replace=False)
    index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
    return index


def _graph(vectors: NDArray[np.float32], settings: NearestSettings) -> faiss.IndexHNSW:
    """Return a graph of neighbours, trained and empty."""
    given = settings.parameters
    index = faiss.IndexHNSWSQ(
        vectors.shape[1],
        faiss.ScalarQuantizer.QT_8bit,  # type: ignore[arg-type]
        given.get("M", LINKS),
        faiss.METRIC_INNER_PRODUCT,
    )
    index.hnsw.efConstruction = given.get("efConstruction", CANDIDATES_BUILT)
    index.hnsw.efSearch = given.get("efSearch", CANDIDATES_SEARCHED)
    step = max(1, len(vectors) // ADDED_AT_ONCE)
    index.train(np.ascontiguousarray(vectors[::step]))
    return index


def _read(path: Path) -> faiss.Index:
    """Return the index in a file, mapped.

    Raises:
        ValueError: the file holds none.
    """
    try:
        # The other kind of map, IO_FLAG_MMAP, takes four times as long for each search.
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise ValueError("not a FAISS index") from error
