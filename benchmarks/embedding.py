"""Passages embedded, against Sentence-Transformers as it comes (``--embedding``).

Beside the ratio stands how much of what the processor can do is used: floating-point operations
that the texts need, without padding, over those of a large product of matrices in the same time.
"""

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.timing import Duel, duel
from index.model import ModelFiles, load_encoder, locate_model, requested_model
from index.model.precision import Precision

BATCH = 32
"""Sentence-Transformers' own."""
ROUNDS = 3
WARM_UP = 8
"""Texts: a batch of all takes a minute."""
SIDE, PRODUCTS = 2048, 9
"""Of the matrices whose product is timed; how often."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """How fast texts are embedded.

    Attributes:
        duel: Against Sentence-Transformers in fp32, batches of 32, the same texts.
        tokens: Of the texts, what opens and closes each included.
        precision: That the encoder computes in.
        gflops: 10⁹ floating-point operations a second that embedding needs at this speed.
        peak: The same of a large product of matrices in the same precision.
        cosine: The lowest between the two ways.
    """

    duel: Duel
    tokens: int
    precision: Precision
    gflops: float
    peak: float
    cosine: float

    def __str__(self) -> str:
        """Return lines of a table."""
        rate = 1000 * self.tokens / self.duel.ours_ms
        return (
            f"{self.duel}\n  {self.tokens:,} tokens, {rate:,.0f} a second in {self.precision};"
            f" {self.gflops:.0f} GFLOP/s, {self.gflops / self.peak:.0%} of the {self.peak:.0f}"
            f" of a large product; lowest cosine {self.cosine:.6f}"
        )


def spread(texts: Sequence[str], number: int | None) -> list[str]:
    """Return at least some number of texts in which batches are padded as they are in all.

    Args:
        texts: Any.
        number: None for all of them.
    """
    ordered = sorted(texts, key=len)
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
    wanted = min(len(batches), math.ceil((number or len(texts)) / BATCH))
    chosen = (batches[(2 * place + 1) * len(batches) // (2 * wanted)] for place in range(wanted))
    return [text for batch in chosen for text in batch]


def embedding_duel(texts: Sequence[str]) -> Embedding:
    """Return how fast the encoder in use embeds texts that no cache knows.

    Args:
        texts: As they are indexed.
    """
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder()
    files = locate_model(requested_model(None))
    peer = SentenceTransformer(str(files.path), device="cpu", local_files_only=True)
    prompt = peer.prompts["passage"] or ""

    def theirs(some: Sequence[str] = texts) -> Any:  # noqa: ANN401 - untyped library
        return peer.encode(list(some), batch_size=BATCH, prompt=prompt)

    few = texts[:: math.ceil(len(texts) / WARM_UP)]
    cosine = (encoder.encode_passages(few) * theirs(few)).sum(axis=1).min()
    lengths = [len(ids) for ids in peer.tokenizer([prompt + text for text in texts])["input_ids"]]
    found = duel(
        f"{len(texts)} passages embedded",
        ("Lantian", lambda: encoder.encode_passages(texts)),
        ("Sentence-Transformers", theirs),
        rounds=ROUNDS,
        warm_up=False,
    )
    return Embedding(
        duel=found,
        tokens=sum(lengths),
        precision=encoder.precision,
        gflops=_operations(files, lengths) / found.ours_ms / 1e6,
        peak=_peak(encoder.precision),
        cosine=float(cosine),
    )


def _operations(files: ModelFiles, lengths: Sequence[int]) -> float:
    """Return how many additions and multiplications the products of some texts need."""
    config = json.loads((files.path / "config.json").read_bytes())
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    linear = 2 * (4 * hidden * hidden + 2 * hidden * inner)
    of_texts = (length * linear + 4 * hidden * length * length for length in lengths)
    return float(config["num_hidden_layers"] * sum(of_texts))


def _peak(precision: Precision) -> float:
    """Return what the faster of numpy and PyTorch does in a large product, in GFLOP/s."""
    import torch

    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    left, right = (torch.randn(SIDE, SIDE).to(dtype) for _ in range(2))
    times = [_timed(lambda: left @ right) for _ in range(PRODUCTS)]
    if precision == "fp32":
        first, second = left.numpy(), right.numpy()
        times += [_timed(lambda: np.matmul(first, second)) for _ in range(PRODUCTS)]
    return 2 * SIDE**3 / min(times) / 1e9


def _timed(function: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
