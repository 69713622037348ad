"""Fits the reader to pairs: batches of like length, one pass after the other."""

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from tqdm import tqdm

from qa.reader.changes import packed
from qa.reader.inputs import MAX_TOKENS
from training.network import Reader
from training.pairs import Pair

HEADS = ("span", "relevance", "side")
BATCH = 16
RATE = 1e-4
HEAD_RATE = 1e-3
WARM_UP = 0.06
CHUNK = 50
"""Batches within which pairs are sorted by length."""


@dataclass(slots=True)
class Encoded:
    """A pair in tokens; ``first`` and ``last`` are the answer's, -1 where there is none."""

    ids: list[int]
    first: int
    last: int
    yes: float
    allowed: tuple[int, int]


def encoded(pairs: Sequence[Pair], folder: Path) -> list[Encoded]:
    """Return pairs in tokens; those whose answer is cut off are left out."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    found = []
    for pair in pairs:
        made = tokenizer.encode(pair.shown.question, pair.shown.context)
        first = last = -1
        begin = next(
            (i for i, (s, e) in enumerate(made.offsets)
             if made.sequence_ids[i] == 1 and e > pair.shown.start), -1,
        )  # fmt: skip
        end = max(i for i in range(len(made.ids)) if made.sequence_ids[i] == 1)
        if pair.span:
            inside = [
                i
                for i, (s, e) in enumerate(made.offsets)
                if made.sequence_ids[i] == 1 and s < pair.span[1] and pair.span[0] < e
            ]
            if not inside:
                continue
            first, last = inside[0], inside[-1]
        yes = -1.0 if pair.yes is None else float(pair.yes)
        found.append(Encoded(made.ids, first, last, yes, (begin, end)))
    return found


def batches(pairs: Sequence[Encoded], choose: random.Random) -> Iterator[list[Encoded]]:
    """Yield batches of like length in random order."""
    order = list(pairs)
    choose.shuffle(order)
    made = []
    for start in range(0, len(order), BATCH * CHUNK):
        part = sorted(order[start : start + BATCH * CHUNK], key=lambda pair: len(pair.ids))
        made += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    choose.shuffle(made)
    yield from made


def _tensors(batch: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    length = -(-max(len(pair.ids) for pair in batch) // 16) * 16
    ids = torch.ones((len(batch), length), dtype=torch.long)
    mask = torch.zeros((len(batch), length), dtype=torch.long)
    for row, pair in enumerate(batch):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
    return ids, mask


def masked(spans: torch.Tensor, batch: Sequence[Encoded]) -> torch.Tensor:
    """Return span logits with all but the passage's own tokens at minus infinity."""
    allowed = torch.full(spans.shape[:2], -1e4)
    for row, pair in enumerate(batch):
        allowed[row, pair.allowed[0] : pair.allowed[1] + 1] = 0
    return spans + allowed[..., None]


def loss_of(model: Reader, batch: Sequence[Encoded]) -> torch.Tensor:
    """Return a batch's loss: spans of what answers, relevance of all, sides of yes or no."""
    spans, relevance, side = model(*_tensors(batch))
    spans = masked(spans, batch)
    first = torch.tensor([pair.first for pair in batch])
    last = torch.tensor([pair.last for pair in batch])
    yes = torch.tensor([pair.yes for pair in batch])
    answers = first >= 0
    loss = functional.binary_cross_entropy_with_logits(relevance, answers.float())
    if answers.any():
        loss = loss + functional.cross_entropy(spans[answers, :, 0], first[answers])
        loss = loss + functional.cross_entropy(spans[answers, :, 1], last[answers])
    decided = yes >= 0
    if decided.any():
        loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(side[decided], yes[decided])
    return loss


def fit(
    model: Reader,
    pairs: Sequence[Encoded],
    epochs: int,
    rate: float = RATE,
) -> None:
    """Fit a reader; the bar shows the mean loss.

    Args:
        model: To fit.
        pairs: In tokens.
        epochs: Passes over them.
        rate: The highest learning rate of the layers; that of the heads goes with it.
    """
    choose = random.Random(0)
    heads = [*model.span.parameters(), *model.relevance.parameters(), *model.side.parameters()]
    updates = list(model.layers.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": updates, "lr": rate}, {"params": heads, "lr": HEAD_RATE * rate / RATE}],
        weight_decay=0.01,
    )
    steps = epochs * math.ceil(len(pairs) / BATCH)

    def factor(step: int) -> float:
        warm = max(1, int(WARM_UP * steps))
        return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    model.train()
    half = torch.cpu.get_capabilities().get("avx512_bf16") or torch.cpu.get_capabilities().get(
        "amx_bf16"
    )
    mean = 0.0
    with tqdm(total=steps, desc="Fitting", mininterval=20) as bar:
        for _ in range(epochs):
            for batch in batches(pairs, choose):
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(half)):
                    loss = loss_of(model, batch)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_([*heads, *updates], 1.0)
                optimizer.step()
                schedule.step()
                mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
                bar.set_postfix(loss=f"{mean:.3f}")
                bar.update()


def save(model: Reader, path: Path, about: dict[str, object]) -> None:
    """Write what was learnt: the changes of the layers in 4 bits a number, and the heads."""
    original = dict(Reader(model.files).layers.named_parameters())
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, value in model.layers.named_parameters():
        change = (value - original[name]).detach().numpy()
        arrays |= packed(f"encoder.layer.{name}", change)
    for head in HEADS:
        for part, tensor in getattr(model, head).named_parameters():
            arrays[f"{head}.{part}"] = tensor.detach().numpy()
    arrays["about"] = np.array(json.dumps(about, ensure_ascii=False))
    np.savez(path, **arrays)  # type: ignore[arg-type]
