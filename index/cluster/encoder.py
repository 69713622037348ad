"""The embedding model as a cluster's workers have it: the same batches, and so the same vectors."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.model import LateEncoder, Part, cache_of, load_encoder, requested_model

if TYPE_CHECKING:
    from index.cluster.cluster import Cluster
    from index.model import EncodesInParts


class ClusterEncoder:
    """Implements ``Encoder``: passages are embedded by workers, questions in this process.

    A passage's vector depends, in its last bits, on the others of its batch. Batches are made here,
    of all texts of a call, whatever is known of them already; so it is one index that comes out of
    any number of workers, and of a build that was killed and goes on.
    """

    def __init__(self, cluster: "Cluster") -> None:
        """Find the model that ``LANTIAN_MODEL`` names without loading it.

        Raises:
            ModelError: the model is not on this machine.
        """
        self._cluster = cluster
        self._name = requested_model(None)
        self._late = LateEncoder(self._name)

    @property
    def id(self) -> str:
        """The identity that the loaded encoder has."""
        return self._late.id

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return self._late.dimension

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions; see ``LateEncoder``."""
        return self._late.encode_queries(queries)

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see ``LateEncoder``, whose cache is used.

        Raises:
            ClusterError: the workers cannot embed, or not as this machine does.
            ModelError: the model cannot be loaded, here or there.
        """
        encoder = load_encoder(self._name)
        every = list(dict.fromkeys(passages))
        cache = cache_of(encoder.id, encoder.precision, encoder.dimension)
        return cache.embed(passages, lambda new: self._in_parts(encoder, every, new, progress))

    def _in_parts(
        self, encoder: "EncodesInParts", every: Sequence[str], new: Sequence[str], progress: bool
    ) -> Iterator[Part]:
        """Yield the vectors of new texts, each batch with those of its texts that are new."""
        places = {text: place for place, text in enumerate(new)}

        def batches(sizes: Sequence[int]) -> list[list[str]]:
            planned = ([every[place] for place in own] for own in encoder.batches(sizes))
            left = ([text for text in own if text in places] for own in planned)
            return [own for own in left if own]

        setup = (self._name, encoder.precision, encoder.id)
        with tqdm(total=len(new), desc="Embedding", disable=None if progress else True) as bar:
            for batch, vectors in self._cluster.embed(setup, every, batches):
                bar.update(len(batch))
                yield [places[text] for text in batch], vectors
