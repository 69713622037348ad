"""Fits the reader to pairs: batches of like length, one pass after the other."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
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

HEADS = ("span", "relevance")
BATCH = 16
RATE = 1e-4
HEAD_RATE = 1e-3
WARM_UP = 0.06
CHUNK = 240
"""Groups of pairs within which they are sorted by length."""


@dataclass(slots=True)
class Encoded:
    """A pair in tokens; ``first`` and ``last`` are the answer's, -1 where there is none."""

    ids: list[int]
    first: int
    last: int
    allowed: tuple[int, int]


Group = list[Encoded]
"""Pairs of one question with several passages."""


def encoded(groups: Iterable[Sequence[Pair]], folder: Path) -> list[Group]:
    """Return groups of pairs in tokens; pairs whose answer is cut off are left out."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    found = ([_encoded(pair, tokenizer) for pair in group] for group in groups)
    kept = ([pair for pair in group if pair] for group in found)
    return [group for group in kept if group]


def _encoded(pair: Pair, tokenizer: Tokenizer) -> Encoded | None:
    """Return a pair in tokens; None where its answer is cut off."""
    made = tokenizer.encode(pair.shown.question, pair.shown.context)
    places = [
        (place, first, last)
        for place, (first, last) in enumerate(made.offsets)
        if made.sequence_ids[place] == 1
    ]
    begin = next((place for place, _, last in places if last > pair.shown.start), -1)
    first = last = -1
    if pair.span:
        start, end = pair.span
        inside = [place for place, one, other in places if one < end and start < other]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
    return Encoded(made.ids, first, last, (begin, places[-1][0]))


def batches(groups: Sequence[Group], choose: random.Random) -> Iterator[list[Group]]:
    """Yield batches of groups of like length in random order, each of some ``BATCH`` pairs."""
    order = list(groups)
    choose.shuffle(order)
    made: list[list[Group]] = []
    for start in range(0, len(order), CHUNK):
        batch: list[Group] = []
        for group in sorted(order[start : start + CHUNK], key=_longest):
            batch.append(group)
            if sum(map(len, batch)) >= BATCH:
                made.append(batch)
                batch = []
        if batch:
            made.append(batch)
    choose.shuffle(made)
    yield from made


def _longest(group: Group) -> int:
    return max(len(pair.ids) for pair in group)


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


def loss_of(model: Reader, groups: Sequence[Group]) -> torch.Tensor:
    """Return a batch's loss.

    It is that of spans in what answers, of each passage's relevance, and of telling the relevant
    one among those of its question.
    """
    batch = [pair for group in groups for pair in group]
    spans, relevance = model(*_tensors(batch))
    spans = masked(spans, batch)
    first = torch.tensor([pair.first for pair in batch])
    last = torch.tensor([pair.last for pair in batch])
    answers = first >= 0
    loss = functional.binary_cross_entropy_with_logits(relevance, answers.float())
    loss = loss + _loss_among(relevance, answers, [len(group) for group in groups])
    if answers.any():
        loss = loss + functional.cross_entropy(spans[answers, :, 0], first[answers])
        loss = loss + functional.cross_entropy(spans[answers, :, 1], last[answers])
    return loss


def _loss_among(
    relevance: torch.Tensor, answers: torch.Tensor, lengths: Sequence[int]
) -> torch.Tensor:
    """Return the mean loss of telling, among a question's passages, those that answer."""
    parts = list(lengths)
    losses = [
        torch.logsumexp(own, 0) - torch.logsumexp(own[right], 0)
        for own, right in zip(
            torch.split(relevance, parts), torch.split(answers, parts), strict=True
        )
        if right.any() and not right.all()
    ]
    return torch.stack(losses).mean() if losses else relevance.new_zeros(())


def fit(
    model: Reader,
    groups: Sequence[Group],
    epochs: int,
    rate: float = RATE,
) -> None:
    """Fit a reader; the bar shows the mean loss.

    Args:
        model: To fit.
        groups: In tokens.
        epochs: Passes over them.
        rate: The highest learning rate of the layers; that of the heads goes with it.
    """
    choose = random.Random(0)
    heads = [*model.span.parameters(), *model.relevance.parameters()]
    updates = list(model.layers.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": updates, "lr": rate}, {"params": heads, "lr": HEAD_RATE * rate / RATE}],
        weight_decay=0.01,
    )
    steps = epochs * sum(1 for _ in batches(groups, random.Random(0)))

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
            for batch in batches(groups, choose):
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
