"""Encodes passages on the processor, as the model's library does and sooner.

See ``index.model.packed_bert`` for the network, ``index.model.query_encoder`` for the models that
it computes.
"""

import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np

from index.errors import ModelError
from index.model.bert import Array, Bert
from index.model.locate import ModelFiles
from index.model.packed_bert import PackedBert
from index.model.parts import EncodesInParts, Part
from index.model.precision import PROBES, Precision, available_processors
from index.model.processor import checked_precision
from index.model.query_encoder import QueryEncoder
from index.model.threads import products_side_by_side

BUDGETS: Mapping[Precision, int] = {"fp32": 1024, "bf16": 2048}
"""Tokens that go through the network together, at least one text. Processor time for 21 passages
of the plans on an AMD Zen 3 in fp32: 256: 2.46 s, 512: 2.31 s, 1024: 2.20 s, 2048: 2.15 s.
In bf16 on one with AVX-512 BF16, 64 passages: 1024: 1.44 s, 2048: 1.37 s, 4096: 1.43 s."""

PASSAGE_PROMPTS = ("passage", "document", "corpus")
"""Names under which models declare the prompt of passages, ours first: Sentence-Transformers adds
an empty ``document`` to every model that has none."""

_working = threading.Lock()
"""Two calls at once would share the same processors, and set back each other's threads."""


class PassageEncoder(EncodesInParts):
    """Implements ``Encoder``; safe to use from several threads at once.

    The weights in memory are those of the query encoder, in bf16 a copy of the layers' besides. No
    padding: a passage's vector depends on the others in a call only by the order of additions,
    cosine 0.999999 or more in fp32, 0.9999 or more in bf16.
    """

    def __init__(self, files: ModelFiles, queries: QueryEncoder, precision: Precision) -> None:
        """Share the network of a query encoder.

        Args:
            files: Of the model, one that ``can_encode_queries``.
            queries: Of the same model.
            precision: That passages are embedded in; questions always in fp32.

        Raises:
            ModelError: PyTorch cannot be imported.
        """
        try:
            self._packed = PackedBert(queries.network, precision)
        except ImportError as error:
            raise ModelError(f"{error}; run: pip install -r requirements.txt") from error
        prompts = json.loads((files.path / "config_sentence_transformers.json").read_bytes())
        declared = (prompts["prompts"].get(name) for name in PASSAGE_PROMPTS)
        self._prompt: str = next(filter(None, declared), "")
        self._id = files.id
        self._queries = queries
        self._precision: Precision = precision

    @property
    def id(self) -> str:
        """Name and fingerprint of the model."""
        return self._id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._queries.dimension

    @property
    def network(self) -> Bert:
        """Whose weights it uses."""
        return self._queries.network

    @property
    def precision(self) -> Precision:
        """The number format that passages are embedded in."""
        return self._precision

    def encode_queries(self, queries: Sequence[str]) -> Array:
        """Return the vectors of questions; see ``QueryEncoder``."""
        return self._queries.encode_queries(queries)

    def passages_in_parts(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> Iterator[Part]:
        """Yield the vectors of passages as they become ready; see ``EncodesInParts``."""
        from tqdm import tqdm

        ids = self._ids(passages)
        total = sum(map(len, ids))
        # Time goes by tokens, not by passages: so the time that is left is right from the start.
        with tqdm(
            total=total,
            desc="Embedding",
            unit="token",
            unit_scale=True,
            disable=None if progress else True,
        ) as bar:
            for places, vectors in self._encoded(ids):
                bar.update(sum(len(ids[place]) for place in places))
                yield places, vectors

    def sizes(self, passages: Sequence[str]) -> list[int]:
        """Return the number of tokens of each passage, its prompt among them."""
        return list(map(len, self._ids(passages)))

    def batches(self, sizes: Sequence[int]) -> list[list[int]]:
        """Return which passages go through the network together; see ``EncodesInParts``."""
        return list(_batches(sizes, available_processors(), BUDGETS[self._precision]))

    def encode_batch(self, passages: Sequence[str]) -> Array:
        """Return the vectors of one batch, worked on by this thread; see ``EncodesInParts``."""
        ids = self._ids(passages)
        with _working, _one_processor_a_thread() as started:
            started()
            return self._encode(ids)

    def _ids(self, passages: Sequence[str]) -> list[list[int]]:
        """Return the tokens of passages.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """
        if isinstance(passages, str):
            raise ValueError(f"expected a sequence of texts, not the text {passages[:40]!r}")
        # Half a surrogate pair is no text to a tokenizer.
        clean = [(self._prompt + own).encode(errors="replace").decode() for own in passages]
        return self._queries.tokenizer.all_ids(clean)

    def _encode(self, ids: Sequence[Sequence[int]]) -> Array:
        """Return the vectors of a batch, given its tokens."""
        means = self._packed.means(ids)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return means

    def _encoded(self, ids: Sequence[Sequence[int]]) -> Iterator[Part]:
        """Yield the vectors of texts, given their tokens.

        Side by side, each on a processor of its own; see ``index.model.threads``.
        """

        def encode(places: Sequence[int]) -> Array:
            return self._encode([ids[place] for place in places])

        batches = self.batches([len(own) for own in ids])
        with _working, _one_processor_a_thread() as started:
            pool = ThreadPoolExecutor(available_processors(), initializer=started)
            try:
                yield from zip(batches, pool.map(encode, batches), strict=True)
            finally:
                pool.shutdown(cancel_futures=True)


def open_passage_encoder(
    files: ModelFiles, queries: QueryEncoder, precision: Precision | None
) -> PassageEncoder:
    """Return the encoder of a model's passages.

    Args:
        files: Of the model, one that ``can_encode_queries``.
        queries: Of the same model.
        precision: None for bf16 where the processor computes in it and a self-check, now or
            earlier, finds its vectors as good as those of fp32.

    Raises:
        ModelError: PyTorch cannot be imported.
    """

    def embedded(own: Precision) -> Array:
        return PassageEncoder(files, queries, own).encode_passages(PROBES)

    if precision is None:
        precision = checked_precision(files.id, PassageEncoder.__name__, embedded)
    return PassageEncoder(files, queries, precision)


@contextmanager
def _one_processor_a_thread() -> Iterator[Callable[[], None]]:
    """Let each thread's products keep one processor busy; give what such a thread calls first."""
    import torch

    before = torch.get_num_threads()
    try:
        with products_side_by_side():
            yield lambda: torch.set_num_threads(1)
    finally:
        torch.set_num_threads(before)


def _batches(lengths: Sequence[int], processors: int, budget: int) -> Iterator[list[int]]:
    """Yield the places of texts that go together, the longest first, equal lengths side by side.

    As many batches for each processor, and as nearly equal as the texts allow: else one would work
    while the others wait.

    Args:
        lengths: Of the texts in tokens, each at least 1.
        processors: Each gets a batch where the texts are few.
        budget: Tokens of a batch; half a text more where that makes the batches equal.
    """
    if not lengths:
        return
    order = np.argsort(-np.asarray(lengths), kind="stable")
    ordered = np.asarray(lengths)[order]
    ends = np.cumsum(ordered)
    batches = processors * math.ceil(ends[-1] / (processors * budget))
    middles = ends - ordered / 2
    shares = (middles * (batches / ends[-1])).astype(int)
    for own in np.split(order, np.flatnonzero(np.diff(shares)) + 1):
        yield own.tolist()
