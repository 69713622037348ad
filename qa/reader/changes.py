"""What a reader adds to the embedding model's tensors, in 4 bits a number."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

GROUP = 64
"""Numbers of a row that share a scale."""
STEPS = 7
"""From nothing to the largest that is told apart, either way; 4 bits hold -8 to 7."""
SCALE = ".scale"
_CLIPPED = np.linspace(0.5, 1.0, 11)
"""Of a group's largest number, what becomes ``STEPS``: the one with the least square error."""


def packed(name: str, change: Array) -> dict[str, NDArray[np.generic]]:
    """Return a tensor's change as it is written; a vector stays as it is.

    Args:
        name: Of the tensor.
        change: Shape (n,), or (n, m) with m a multiple of ``GROUP``.

    Returns:
        Under the name two numbers a byte, the first in its lower half, shape (n, m / 2), uint8;
        under the name with ``.scale`` a scale a group, shape (n, m / ``GROUP``), float16.
    """
    if change.ndim == 1:
        return {name: change.astype(np.float32)}
    groups = change.reshape(len(change), -1, GROUP)
    largest = np.abs(groups).max(axis=2, keepdims=True)
    best = np.zeros_like(largest)
    least = np.full_like(largest, np.inf)
    for share in _CLIPPED:
        scales = (largest * share / STEPS + 1e-7).astype(np.float16).astype(np.float32)
        error = ((_rounded(groups, scales) * scales - groups) ** 2).sum(axis=2, keepdims=True)
        best, least = np.where(error < least, scales, best), np.minimum(error, least)
    halves = (_rounded(groups, best).reshape(change.shape) + STEPS + 1).astype(np.uint8)
    return {
        name: halves[:, ::2] | halves[:, 1::2] << 4,
        name + SCALE: best[..., 0].astype(np.float16),
    }


def _rounded(groups: Array, scales: Array) -> Array:
    """Return numbers in whole steps of their scales."""
    return np.clip(np.round(groups / scales), -STEPS, STEPS)


def changes_in(file: Mapping[str, NDArray[np.generic]]) -> Iterator[tuple[str, Array]]:
    """Yield what is added to the model's tensors, by name.

    Args:
        file: What was written.
    """
    for name in file:
        if not name.startswith("encoder.") or name.endswith(SCALE):
            continue
        values = np.asarray(file[name])
        if name + SCALE in file:
            scales = np.asarray(file[name + SCALE], dtype=np.float32)
            yield name, _unpacked(values, scales)
        else:
            yield name, values.astype(np.float32)


def _unpacked(halves: NDArray[np.generic], scales: Array) -> Array:
    """Return the numbers of two a byte."""
    both = np.asarray(halves, dtype=np.uint8)
    values = np.empty((len(both), 2 * both.shape[1]), dtype=np.float32)
    values[:, ::2], values[:, 1::2] = both & 15, both >> 4
    values -= STEPS + 1
    values *= np.repeat(scales, GROUP, axis=1)
    return values
