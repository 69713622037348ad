"""The encoder behind Sentence-Transformers; the only file that imports it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.locate import ModelFiles
from index.model.parts import EncodesInParts, Part, gathered
from index.model.passage_encoder import PASSAGE_PROMPTS
from index.model.precision import PROBES, Precision, available_processors
from index.model.processor import checked_precision, has_graphics_card

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

BATCH = 32
"""Passages a second of 144 characters on 2 cores, bf16: 8: 63, 16: 72, 32: 81, 64: 67, 128: 52;
in fp32 16 and 32 are equal."""

_PROMPTS = {"query": ("query",), "document": PASSAGE_PROMPTS}


class SentenceTransformerEncoder(EncodesInParts):
    """Implements ``Encoder``; safe to use from several threads at once.

    A text's vector depends a little on the texts in the same call, whose padding changes the
    order of additions: the cosine of the two is 0.999 or more in bf16, 0.99999 in fp32.
    """

    def __init__(self, model: "SentenceTransformer", identity: str) -> None:
        self._model = model
        self._id = identity
        # Tokenizers are not safe to share; the network is.
        self._tokenizing = threading.Lock()
        self._dimension = int(self._encode(["PM2.5"], "query").shape[1])

    @property
    def id(self) -> str:
        """Name and fingerprint of the model."""
        return self._id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def precision(self) -> Precision:
        """The number format the model computes in."""
        import torch

        return "bf16" if self._model.dtype == torch.bfloat16 else "fp32"

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, with the model's own ``query`` prompt before each.

        Returns:
            Shape (n, dimension), float32, rows of length 1, in the order given.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """
        parts = self._encode_all(queries, "query", progress=False)
        return gathered(parts, len(queries), self._dimension)

    def passages_in_parts(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> Iterator[Part]:
        """Yield the vectors of passages as they become ready; see ``EncodesInParts``."""
        return self._encode_all(passages, "document", progress=progress)

    def sizes(self, passages: Sequence[str]) -> list[int]:
        """Return the number of characters of each passage."""
        if isinstance(passages, str):
            raise ValueError(f"expected a sequence of texts, not the text {passages[:40]!r}")
        return list(map(len, passages))

    def batches(self, sizes: Sequence[int]) -> list[list[int]]:
        """Return which passages go through the network together; see ``EncodesInParts``."""
        order = sorted(range(len(sizes)), key=lambda place: -sizes[place])
        return [order[start : start + BATCH] for start in range(0, len(order), BATCH)]

    def encode_batch(self, passages: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of one batch; see ``EncodesInParts``."""
        return self._encode(list(passages), "document")

    def _encode_all(
        self, texts: Sequence[str], task: Literal["query", "document"], *, progress: bool
    ) -> Iterator[Part]:
        """Encode in batches of similar length, the longest first."""
        from tqdm import tqdm

        batches = self.batches(self.sizes(texts))
        with tqdm(total=len(texts), desc="Embedding", disable=None if progress else True) as bar:
            for places in batches:
                vectors = self._encode([texts[place] for place in places], task)
                bar.update(len(places))
                yield places, vectors

    def _encode(self, texts: list[str], task: Literal["query", "document"]) -> NDArray[np.float32]:
        """Encode one batch; a millisecond less than the model's own ``encode`` for one text."""
        import torch
        from sentence_transformers.util import batch_to_device

        # Half a surrogate pair is no text to a tokenizer.
        clean = [text.encode(errors="replace").decode() for text in texts]
        with self._tokenizing:
            features = self._model.preprocess(clean, prompt=self._prompt(task), task=task)
        with torch.inference_mode():
            features = batch_to_device(features, self._model.device)
            output = self._model(features, task=task)["sentence_embedding"]
            vectors: NDArray[np.float32] = output.float().cpu().numpy()
        vectors = vectors[:, : self._model.truncate_dim]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _prompt(self, task: str) -> str:
        """Return the model's own prompt for a task, empty where it declares none."""
        return next(filter(None, map(self._model.prompts.get, _PROMPTS[task])), "")


def open_sentence_encoder(
    files: ModelFiles, precision: Precision | None
) -> SentenceTransformerEncoder:
    """Load a model onto the graphics card, where there is one, else the processor.

    Args:
        files: The model.
        precision: None for bf16 where the processor computes in it and a self-check finds its
            vectors as good as those of fp32.

    Raises:
        ModelError: the files are no model, or a library is missing.
    """
    try:
        with _quiet():
            _limit_threads()
            if has_graphics_card():
                model = _load(files, precision or "fp32", "cuda")
            else:
                model = _load(files, precision or _checked_precision(files), "cpu")
            return SentenceTransformerEncoder(model, files.id)
    except Exception as error:  # the libraries raise whatever the damage leads them to
        raise ModelError(
            f"the embedding model in {files.path} cannot be loaded ({error}); check that the "
            "directory is whole, and run: pip install -r requirements.txt"
        ) from error


def _checked_precision(files: ModelFiles) -> Precision:
    """Return the precision that a self-check, now or earlier, chose for the processor."""

    def embedded(precision: Precision) -> NDArray[np.float32]:
        model = _load(files, precision, "cpu")
        return SentenceTransformerEncoder(model, files.id).encode_passages(PROBES)

    return checked_precision(files.id, SentenceTransformerEncoder.__name__, embedded)


def _load(files: ModelFiles, precision: Precision, device: str) -> "SentenceTransformer":
    """Load a model from its directory."""
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(files.path),
        device=device,
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"dtype": torch.bfloat16 if precision == "bf16" else torch.float32},
    )
    model.eval()
    logger.info("loaded %s in %s on %s", files.id, precision, device)
    return model


def _limit_threads() -> None:
    """Use no more threads than the container's quota allows; torch only counts processors."""
    import torch

    if torch.get_num_threads() > (available := available_processors()):
        torch.set_num_threads(available)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the libraries' progress bars and load reports, and put everything back."""
    from transformers.utils import logging as transformers_logging

    verbosity = transformers_logging.get_verbosity()
    had_bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if had_bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
