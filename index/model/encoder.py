"""What turns text into vectors: the contract, and an encoder that loads when first used."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.locate import ModelFiles, locate_model, requested_model
from index.model.precision import Precision, requested_precision
from index.model.vector_cache import cache_of

if TYPE_CHECKING:
    from index.model.passage_encoder import PassageEncoder
    from index.model.query_encoder import QueryEncoder
    from index.model.sentence_encoder import SentenceTransformerEncoder


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their similarity.

    Attributes:
        id: Identity of the model and of all that affects its vectors, such as
            ``multilingual-e5-small@f11036962106``; not the precision, which changes a vector by
            less than 0.0005 of its length. Vectors are comparable exactly if their ids are equal.
        dimension: Length of a vector.
    """

    @property
    def id(self) -> str: ...  # noqa: D102 - described above

    @property
    def dimension(self) -> int: ...  # noqa: D102 - described above

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the queries."""
        ...

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the passages."""
        ...


_loading = threading.Lock()
_loaded: dict[tuple[str, Precision | None], "PassageEncoder | SentenceTransformerEncoder"] = {}
_loaded_for_queries: dict[str, "QueryEncoder | None"] = {}


def load_encoder(
    name: str | None = None, precision: Precision | None = None
) -> "PassageEncoder | SentenceTransformerEncoder":
    """Return the encoder of a model, loading it once per process.

    Args:
        name: A Sentence-Transformers directory, a name in the local Hugging Face cache, or None
            for ``LANTIAN_MODEL`` and, without that, the multilingual-e5-small that comes with the
            requirements (prepared at the first call, 3 s).
        precision: What to compute in; None for ``LANTIAN_DTYPE`` (fp32, bf16, auto).

    Raises:
        ModelError: the model is not on this machine or cannot be loaded. No network is used, and
            no other model is taken instead.
    """
    key = (requested_model(name), precision or requested_precision())
    with _loading:
        if key not in _loaded:
            _loaded[key] = _open_encoder(*key)
        return _loaded[key]


def load_query_encoder(name: str | None = None) -> "QueryEncoder | None":
    """Return the encoder of a model's questions that needs no framework, loading it once.

    Args:
        name: As for ``load_encoder``.

    Returns:
        None where the network is not one that ``index.model.query_encoder`` computes.

    Raises:
        ModelError: the model is not on this machine or cannot be read.
    """
    key = requested_model(name)
    with _loading:
        return _query_encoder_of(key)


def _open_encoder(
    name: str, precision: Precision | None
) -> "PassageEncoder | SentenceTransformerEncoder":
    """Open a model with what embeds its passages soonest."""
    _go_offline()
    from index.model.passage_encoder import open_passage_encoder
    from index.model.processor import has_graphics_card
    from index.model.sentence_encoder import open_sentence_encoder

    queries = None if has_graphics_card() else _query_encoder_of(name)
    if queries is not None:  # whose files were checked when it was opened
        return open_passage_encoder(locate_model(name), queries, precision)
    return open_sentence_encoder(locate_model(name, thorough=True), precision)


def _query_encoder_of(name: str) -> "QueryEncoder | None":
    """Return a model's ``QueryEncoder``, which is opened once; ``_loading`` is held."""
    if name not in _loaded_for_queries:
        _loaded_for_queries[name] = _open_query_encoder(name)
    return _loaded_for_queries[name]


def _open_query_encoder(name: str) -> "QueryEncoder | None":
    """Open a model's files while their content is checked; a damaged model is made anew first."""
    from index.model.query_encoder import QueryEncoder, can_encode_queries

    def opened(files: ModelFiles) -> "QueryEncoder | None":
        return QueryEncoder(files) if can_encode_queries(files) else None

    files = locate_model(name)
    made = files.path.stat().st_ino
    with ThreadPoolExecutor(max_workers=1) as pool:
        checking = pool.submit(locate_model, name, thorough=True)
        try:
            encoder = opened(files)
        except ModelError:
            checking.result()  # tells more, or mends it
            return opened(files)
        checking.result()
    return encoder if files.path.stat().st_ino == made else opened(files)


def _go_offline() -> None:
    """Tell the libraries, before they are imported, that there is no network for them."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


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
        return self._query_encoder().dimension

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the queries.

        In fp32, whatever the passages were embedded in.
        """
        return self._query_encoder().encode_queries(queries)

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return shape (n, dimension), float32, rows of length 1, in the order of the passages.

        What was embedded before, for any index, comes out of the cache; what is embedded now is in
        it while the rest is still on its way.
        """
        encoder = self._encoder()
        cache = cache_of(encoder.id, encoder.precision, encoder.dimension)
        return cache.embed(passages, lambda new: encoder.passages_in_parts(new, progress=progress))

    def _query_encoder(self) -> "QueryEncoder | PassageEncoder | SentenceTransformerEncoder":
        """Load what encodes questions soonest, once per process."""
        return load_query_encoder(self._name) or self._encoder()

    def _encoder(self) -> "PassageEncoder | SentenceTransformerEncoder":
        """Load the model, once per process."""
        return load_encoder(self._name, self._precision)
