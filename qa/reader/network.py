"""The trained reader: whether a passage answers a question, and with which of its characters."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model import PROBES, Bert, ModelFiles, PackedBert, QueryTokenizer, halved
from qa.reader.changes import changes_in
from qa.reader.inputs import MAX_TOKENS, ReaderInput, asked_of

Array = NDArray[np.float32]

ADAPTER = Path(__file__).with_name("reader.npz")
"""What ``make reader`` learnt: changes of the layers in 4 bits, and the heads."""
LONGEST_ANSWER = 80
"""Tokens."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a passage that may answer.

    Attributes:
        start: In the passage's shadow; ``end`` is exclusive.
        score: Logarithm of its probability, given that the passage answers.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a passage.

    Attributes:
        relevance: Log odds that the passage answers.
        firsts: Of each token the logarithm of the probability that the answer begins there;
            ``lasts``: that it ends there. Shape (tokens,).
        ranges: Of each token, its characters in the passage's shadow.
    """

    relevance: float
    firsts: Array
    lasts: Array
    ranges: tuple[tuple[int, int], ...]

    def best(self, start: int = 0, end: int | None = None) -> Span | None:
        """Return the likeliest answer inside a range of the shadow; None where no token is."""
        inside = [
            place
            for place, (first, last) in enumerate(self.ranges)
            if first >= start and (end is None or last <= end)
        ]
        if not inside:
            return None
        begin, stop = inside[0], inside[-1] + 1
        sums = self.firsts[begin:stop, None] + self.lasts[None, begin:stop]
        near = np.triu(np.ones(sums.shape, dtype=bool))
        near &= ~np.triu(near, LONGEST_ANSWER)
        sums = np.where(near, sums, -np.inf)
        first, last = divmod(int(sums.argmax()), sums.shape[1])
        return Span(
            self.ranges[begin + first][0],
            self.ranges[begin + last][1],
            float(sums[first, last]),
        )


class Reader:
    """Reads a passage with a question in mind. Safe to use from several threads."""

    def __init__(self, files: ModelFiles, adapter: Path = ADAPTER) -> None:
        """Load the embedding model with what was learnt added to it.

        Args:
            files: Of the embedding model.
            adapter: What was learnt.

        Raises:
            ModelError: the adapter is damaged, or was taught on another model.
        """
        try:
            with adapter.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                about = json.loads(str(file["about"]))
                heads = {name: np.array(file[name]) for name in file.files if name in _HEADS}
                if about["model"] != files.id:
                    raise ModelError(
                        f"{adapter.name} was taught on {about['model']}, not on {files.id}; "
                        "set LANTIAN_READER=off, or run: make reader"
                    )
                network = Bert(files.path, dict(changes_in(file)))
            self._tokenizer = QueryTokenizer(files.path, MAX_TOKENS)
        except ModelError:
            raise
        except Exception as error:  # whatever the damage leads zipfile, numpy and json to
            raise _damaged(adapter, error) from error
        self._network = network
        self._halved: PackedBert | None = None
        self._heads = heads
        self._model = files.id

    @staticmethod
    def taught_on(adapter: Path = ADAPTER) -> str:
        """Return the id of the embedding model that an adapter was taught on.

        Raises:
            ModelError: the file is damaged.
        """
        try:
            with adapter.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                return str(json.loads(str(file["about"]))["model"])
        except Exception as error:
            raise _damaged(adapter, error) from error

    def hasten(self) -> bool:
        """Read in bf16 from now on, where the processor computes in it; tell whether it does.

                Half the time a passage; imports PyTorch, which takes longer than many passages.

        Raises:
            ImportError: there is no PyTorch.
            ModelError: ``LANTIAN_DTYPE`` holds an unknown value.
        """
        probes = [self._tokenizer.pair(asked_of(PROBES[0]), own).ids for own in PROBES]
        self._halved = halved(self._network, self._model, Reader.__name__, probes)
        return self._halved is not None

    @property
    def is_hastened(self) -> bool:
        """Whether it reads in bf16."""
        return self._halved is not None

    def keep_to_one_processor(self) -> None:
        """Let the products of the thread that calls keep one processor busy."""
        if self._halved is not None:
            self._halved.keep_to_one_processor()

    def read(self, shown: ReaderInput) -> Reading:
        """Return what the reader makes of a passage."""
        tokens = self._tokenizer.pair(shown.question, shown.context)
        states = self.states(tokens.ids)
        own = [
            (place, (max(0, first - shown.start), last - shown.start))
            for place, (first, last) in enumerate(tokens.ranges, tokens.start)
            if last > shown.start and last > first
        ]
        places = [place for place, _ in own]
        logits = states[places] @ self._heads["span.weight"].T + self._heads["span.bias"]
        scores = _log_softmax(logits)
        return Reading(
            relevance=self._logit(states[0], "relevance"),
            firsts=scores[:, 0],
            lasts=scores[:, 1],
            ranges=tuple(range_ for _, range_ in own),
        )

    def states(self, ids: Sequence[int]) -> Array:
        """Return the last layer's states of some tokens, shape (tokens, dimension)."""
        return (self._halved or self._network).states(ids)

    def _logit(self, state: Array, head: str) -> float:
        """Return what a head says of the first token's state."""
        return float((self._heads[f"{head}.weight"] @ state + self._heads[f"{head}.bias"])[0])


_HEADS = frozenset(
    f"{head}.{part}" for head in ("span", "relevance") for part in ("weight", "bias")
)


def _damaged(adapter: Path, error: Exception) -> ModelError:
    return ModelError(
        f"the reader in {adapter} cannot be read ({error}); restore the file, set "
        "LANTIAN_READER=off, or run: make reader"
    )


def _log_softmax(logits: Array) -> Array:
    """Return the logarithms of probabilities, over the first axis."""
    if not len(logits):
        return logits
    shifted = logits - logits.max(axis=0, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    return result


def probability(log_odds: float) -> float:
    """Return the probability of some log odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
