"""An encoder that tells how far it is, for who waits for a plan to be added."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.model.encoder import Encoder

Stage = Literal["reading", "preparing", "embedding", "writing"]
"""What is done with a plan that is added: its file is read, its passages, words and facts are made
ready, what is new of it is embedded, and the result is written."""

OnProgress = Callable[[Stage, float], None]
"""Is told a stage and which share of it is done, in [0, 1]."""

AT_ONCE = 64
"""Texts between two reports: a second or two, and still several networks' full of tokens."""


def tell_nobody(stage: Stage, share: float) -> None:
    """Take a report and do nothing with it."""


class Telling:
    """Implements ``Encoder`` with another one, and reports each part that it has embedded."""

    def __init__(self, encoder: Encoder, told: OnProgress) -> None:
        """Embed with an encoder and tell somebody, in the thread that embeds."""
        self._encoder = encoder
        self._told = told

    @property
    def id(self) -> str:
        """The encoder's own."""
        return self._encoder.id

    @property
    def dimension(self) -> int:
        """The encoder's own."""
        return self._encoder.dimension

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions; see ``Encoder``."""
        return self._encoder.encode_queries(queries)

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see ``Encoder``."""
        parts = []
        for start in range(0, len(passages), AT_ONCE):
            self._told("embedding", start / len(passages))
            parts.append(
                self._encoder.encode_passages(passages[start : start + AT_ONCE], progress=progress)
            )
        self._told("writing", 0.0)
        return np.concatenate(parts)
