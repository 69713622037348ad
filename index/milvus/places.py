"""Positions of an index and keys of rows, and the expressions that name some of them."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.milvus.engine import MOST

ROW_BITS = 32
MAX_GAP = 16
"""Rows that lie this near to one another are asked for as one run, with what is between them."""
MAX_RUNS = 50
"""Of one expression; what lies in more is listed row by row."""
MAX_LISTED = 4_096
"""Rows that an expression lists."""

Chunk = tuple[str, NDArray[np.intp], int]
"""An expression, the positions that it is asked for, and how many rows it leaves."""
_Run = tuple[int, int, int, int]
"""The first and the last key, and where their positions begin and end among those asked for."""


class Places:
    """Where the rows of some segments stand, one segment behind the other.

    A key is the number of its segment, and in its lower 32 bits the row there.
    """

    def __init__(self, numbers: Sequence[int], sizes: Sequence[int]) -> None:
        """Take the segments.

        Args:
            numbers: Of each, from 0, below 2³¹.
            sizes: How many rows each has.

        Raises:
            IndexDamagedError: two have the same number.
        """
        if len(set(numbers)) != len(numbers):
            raise IndexDamagedError(
                "two segments have the same number, and their rows the same keys; write them as "
                "one: python -m index compact"
            )
        self.numbers = tuple(numbers)
        self._bases = np.array(numbers, dtype=np.int64) << ROW_BITS
        self._offsets = np.array(tuple(accumulate(sizes, initial=0)), dtype=np.intp)
        self._order = np.argsort(self._bases)
        self.size = int(self._offsets[-1])

    @property
    def expression(self) -> str:
        """What names all rows."""
        return f"segment in {list(self.numbers)}"

    def keys(self, positions: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the keys of some positions, shape (p,)."""
        owners = np.searchsorted(self._offsets, positions, side="right") - 1
        keys: NDArray[np.int64] = self._bases[owners] + (positions - self._offsets[owners])
        return keys

    def positions(self, keys: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the positions of some keys, shape (p,), all of them of these segments."""
        if not len(keys):
            return np.zeros(0, dtype=np.intp)
        sorted_bases = self._bases[self._order]
        owners = self._order[np.searchsorted(sorted_bases, keys, side="right") - 1]
        found: NDArray[np.intp] = (keys - self._bases[owners] + self._offsets[owners]).astype(
            np.intp
        )
        return found

    def chunks(self, positions: NDArray[np.intp]) -> Iterator[Chunk]:
        """Yield expressions that name some positions, each leaving ``MOST`` rows at most.

        Args:
            positions: Ascending, each once.
        """
        if not len(positions):
            return
        keys = self.keys(positions)
        gaps = np.diff(keys)
        breaks = np.flatnonzero((gaps > MAX_GAP) | (gaps < 0)) + 1  # or in another segment
        firsts = np.concatenate([[0], breaks])
        lasts = np.append(breaks, len(keys)) - 1
        if len(firsts) > MAX_RUNS:
            for start in range(0, len(keys), MAX_LISTED):
                listed = keys[start : start + MAX_LISTED].tolist()
                yield f"key in {listed}", positions[start : start + MAX_LISTED], len(listed)
            return
        chosen: list[_Run] = []
        covered = 0
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            for run in _cut(keys, first, last):
                size = run[1] - run[0] + 1
                if chosen and covered + size > MOST:
                    yield _chunk(chosen, positions, covered)
                    chosen, covered = [], 0
                chosen.append(run)
                covered += size
        yield _chunk(chosen, positions, covered)


def _cut(keys: NDArray[np.int64], first: int, last: int) -> list[_Run]:
    """Return a run as runs of ``MOST`` keys at most."""
    found = []
    while first <= last:
        end = first + int(np.searchsorted(keys[first : last + 1], int(keys[first]) + MOST))
        found.append((int(keys[first]), int(keys[end - 1]), first, end))
        first = end
    return found


def _chunk(runs: Sequence[_Run], positions: NDArray[np.intp], covered: int) -> Chunk:
    """Return the chunk of some runs."""
    parts = [f"(key >= {start} and key <= {end})" for start, end, _, _ in runs]
    own = np.concatenate([positions[first:end] for _, _, first, end in runs])
    return " or ".join(parts), own, covered
