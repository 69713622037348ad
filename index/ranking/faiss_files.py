"""Vectors in FAISS's files, mapped: all of a segment, and what finds the nearest without all."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

BUILT_FROM = 50_000
"""Vectors of one segment; of fewer the whole is looked at in a few milliseconds."""
PROBED = 1 / 32
LEAST_PROBED = 48
"""Cells that are looked into: over 100,000 simulated passages 48 of 512 hold 0.993 of the ten
nearest to 128 questions, 24 hold 0.982."""
MOST_ALLOWED, SPARE = 0.5, 1.2
"""Share of the vectors that are allowed, from which as many more are looked for and left out."""
TRAINED_ON_A_CELL = 40
"""FAISS warns below 39."""
SEED = 1


@dataclass(frozen=True, slots=True)
class NearestIndex:
    """An approximate inner-product index of one segment's vectors.

    Attributes:
        index: ``IVFn,SQ8``: n cells, each number of a vector in a byte.
        least_share: For how many times k allowed vectors it is asked at all; fewer are looked at
            one by one.
    """

    index: faiss.IndexIVF
    least_share: int = 20

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Return the index of some vectors.

        Args:
            vectors: Shape (n, dimension), float32, rows of unit length.
        """
        size, dimension = vectors.shape
        cells = max(16, 2 ** round(math.log2(2 * math.sqrt(size))))
        coarse = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFScalarQuantizer(
            coarse, dimension, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed = SEED
        generator = np.random.default_rng(SEED)
        sample = generator.choice(size, min(size, cells * TRAINED_ON_A_CELL), replace=False)
        index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
        for start in range(0, size, BUILT_FROM):
            index.add(np.ascontiguousarray(vectors[start : start + BUILT_FROM]))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the index in a file, mapped.

        Raises:
            ValueError: the file holds no such index.
        """
        index = _read(path)
        if not isinstance(index, faiss.IndexIVF):
            raise ValueError(f"not an inverted file but {type(index).__name__}")
        return cls(index)

    def write(self, path: Path) -> None:
        """Write the index in FAISS's own file format."""
        faiss.write_index(self.index, str(path))

    @property
    def description(self) -> str:
        """Kind and parameters, as FAISS's factory names them."""
        return f"IVF{self.index.nlist},SQ8"

    def search(
        self, query: NDArray[np.float32], k: int, is_allowed: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """Return the positions of about the ``k`` nearest vectors that are allowed, in no order.

        Args:
            query: Shape (dimension,), float32, of unit length.
            k: How many.
            is_allowed: Shape (n,).
        """
        probed = min(self.index.nlist, max(LEAST_PROBED, round(PROBED * self.index.nlist)))
        share = max(float(np.count_nonzero(is_allowed)) / len(is_allowed), 1e-9)
        if share > MOST_ALLOWED:
            # Asking FAISS of each vector whether it is allowed takes longer than a few more.
            found = self._nearest(query, round(k / share * SPARE), probed)
            found = found[is_allowed[found]]
            if len(found) >= k:
                return found[:k]
        selector = faiss.IDSelectorBitmap(  # type: ignore[call-arg]
            np.packbits(is_allowed, bitorder="little")  # type: ignore[arg-type]
        )
        # The cells hold what is not allowed too, so as many more are looked into.
        return self._nearest(query, k, min(self.index.nlist, round(probed / share)), selector)

    def _nearest(
        self, query: NDArray[np.float32], k: int, probed: int, selector: object = None
    ) -> NDArray[np.intp]:
        """Return the positions of about the ``k`` nearest vectors, the nearest first."""
        settings = faiss.SearchParametersIVF(nprobe=probed)  # type: ignore[call-arg]
        if selector is not None:
            settings.sel = selector  # type: ignore[assignment]
        _, found = self.index.search(query[None, :], k, params=settings)
        own: NDArray[np.intp] = found[0][found[0] >= 0].astype(np.intp)
        return own


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


class _Rows:
    """The vectors of a FAISS index where it keeps them, for an array that keeps the index."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        shape = (int(index.ntotal), int(index.d))
        flat = faiss.rev_swig_ptr(index.get_xb(), shape[0] * shape[1])
        self.__array_interface__ = {**flat.__array_interface__, "shape": shape, "strides": None}


def read_flat(path: Path) -> NDArray[np.float32]:
    """Return the vectors that ``write_flat`` wrote, mapped, shape (n, dimension), float32.

    Raises:
        ValueError: the file holds no such index.
    """
    index = _read(path)
    if not isinstance(index, faiss.IndexFlatIP):
        raise ValueError(f"not an IndexFlatIP but {type(index).__name__}")
    if not index.ntotal:
        return np.zeros((0, int(index.d)), dtype=np.float32)
    rows: NDArray[np.float32] = np.asarray(_Rows(index))
    return rows


def write_flat(path: Path, vectors: NDArray[np.float32]) -> None:
    """Write vectors, shape (n, dimension), float32, in FAISS's own file format."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(path))
