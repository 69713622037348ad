"""An encoder that says at once which model it is, and loads it when the first text comes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.model.encoder import Encoder, load_encoder
from index.model.locate import locate_model, requested_model
from index.model.precision import Precision


class LateEncoder:
    """Stands for the model that ``load_encoder`` would return.

    To open an index, to list its plans or to search it by words takes no model, and loading one
    takes seconds.
    """

    def __init__(self, name: str | None = None, precision: Precision | None = None) -> None:
        """Find the model's files without loading them.

        Args:
            name: As for ``load_encoder``.
            precision: As for ``load_encoder``.

        Raises:
            ModelError: the model is not on this machine.
        """
        self._name = requested_model(name)
        self._precision = precision
        self._id = locate_model(self._name).id

    @property
    def id(self) -> str:
        """The identity that the loaded encoder has."""
        return self._id

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return self._encoder().dimension

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the queries."""
        return self._encoder().encode_queries(queries)

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the passages."""
        return self._encoder().encode_passages(passages, progress=progress)

    def _encoder(self) -> Encoder:
        """Load the model, once per process."""
        return load_encoder(self._name, self._precision)
