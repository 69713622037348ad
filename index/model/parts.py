"""Vectors as they become ready: what is kept of them survives a run that is stopped."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Part = tuple[Sequence[int], NDArray[np.float32]]
"""Places of some texts in what was given, and their vectors, shape (n, dimension)."""


def gathered(parts: Iterable[Part], texts: int, dimension: int) -> NDArray[np.float32]:
    """Return the vectors of all texts in their order, shape (texts, dimension)."""
    vectors = np.empty((texts, dimension), dtype=np.float32)
    for places, own in parts:
        vectors[list(places)] = own
    return vectors
