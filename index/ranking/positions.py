"""Sets of positions as ascending arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def united(parts: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Return the positions that stand in one of some arrays, ascending, each once.

    What is sorted in pieces is sorted again in a fraction of the time that hashing takes.
    """
    every = np.sort(np.concatenate([np.zeros(0, dtype=np.intp), *parts]), kind="stable")
    return each_once(every)


def each_once(ascending: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return some ascending positions, each once."""
    is_first = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return ascending[is_first]


def is_among(
    positions: NDArray[np.integer[Any]], own: NDArray[np.integer[Any]]
) -> NDArray[np.bool_]:
    """Return which of some ascending positions stand in an ascending array."""
    found = np.zeros(len(positions), dtype=np.bool_)
    if len(own) and len(positions):
        if len(own) < len(positions):
            places = np.searchsorted(positions, own)
            is_there = positions[np.minimum(places, len(positions) - 1)] == own
            found[places[is_there]] = True
        else:
            places = np.searchsorted(own, positions)
            found = own[np.minimum(places, len(own) - 1)] == positions
    return found


def ranges(starts: NDArray[np.integer[Any]], sizes: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
    """Return the positions of some ranges, one range after the other.

    Args:
        starts: Where each begins, shape (r,).
        sizes: How many positions each has, shape (r,).
    """
    firsts = np.cumsum(sizes) - sizes
    found: NDArray[np.intp] = np.repeat(starts - firsts, sizes) + np.arange(sizes.sum())
    return found
