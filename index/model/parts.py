"""Vectors as they become ready: what is kept of them survives a run that is stopped."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.model.precision import Precision

Part = tuple[Sequence[int], NDArray[np.float32]]
"""Places of some texts in what was given, and their vectors, shape (n, dimension)."""


def gathered(parts: Iterable[Part], texts: int, dimension: int) -> NDArray[np.float32]:
    """Return the vectors of all texts in their order, shape (texts, dimension)."""
    vectors = np.empty((texts, dimension), dtype=np.float32)
    for places, own in parts:
        vectors[list(places)] = own
    return vectors


class EncodesInParts(ABC):
    """An encoder that hands out the vectors of passages as they become ready."""

    @property
    @abstractmethod
    def id(self) -> str:
        """Identity of the model; see ``Encoder``."""

    @property
    @abstractmethod
    def precision(self) -> Precision:
        """The number format that passages are embedded in."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of a vector."""

    @abstractmethod
    def passages_in_parts(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> Iterator[Part]:
        """Yield the vectors of passages as they become ready, the longest passages first.

        Args:
            passages: Texts; what goes beyond the model's longest input does not count.
            progress: Show a progress bar on stderr.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """

    @abstractmethod
    def sizes(self, passages: Sequence[str]) -> list[int]:
        """Return how much work each passage is, in tokens or characters, by which they are batched.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """

    @abstractmethod
    def batches(self, sizes: Sequence[int]) -> list[list[int]]:
        """Return the places of passages that go through the network together, the longest first.

        Args:
            sizes: Of the passages, as ``sizes`` has them. The same sizes make the same batches on
                machines of as many processors.
        """

    @abstractmethod
    def encode_batch(self, passages: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages that go through the network together.

        Those of ``encode_passages``, to the last bit where one of its batches is given and a thread
        does a batch, as on the processor.

        Returns:
            Shape (n, dimension), float32, rows of length 1, in the order given.
        """

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, with the model's own ``passage`` prompt before each.

        Args:
            passages: As for ``passages_in_parts``.
            progress: Show a progress bar on stderr.

        Returns:
            Shape (n, dimension), float32, rows of length 1, in the order given.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """
        parts = self.passages_in_parts(passages, progress=progress)
        return gathered(parts, len(passages), self.dimension)
