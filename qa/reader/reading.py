"""Which passages of a search are read, and what the reader makes of them."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from index import ModelError
from index.model import (
    available_processors,
    locate_model,
    products_side_by_side,
    requested_model,
)
from qa.reader.inputs import ReaderInput, input_of
from qa.reader.network import ADAPTER, Reader, Reading

if TYPE_CHECKING:
    from index import Hits, PlanIndex

READER_VARIABLE = "LANTIAN_READER"
PASSAGES = 5
"""Of a question on one plan; the answer is among the first five passages for nearly all."""
PASSAGES_A_PLAN, MIN_PASSAGES, MAX_PASSAGES = 2, 10, 20
"""Of a question on several plans: as many of each, more where they are few."""
KEPT = 512
"""Readings; a question is weighed more than once."""

Readings = Mapping[str, tuple[ReaderInput, Reading]]
"""By the ids of passages."""

_loading = threading.Lock()


def readings_of(
    index: "PlanIndex",
    hits: "Hits",
    question: str,
    plan_ids: frozenset[str],
    *,
    each: bool,
    passages: int = PASSAGES,
) -> Readings:
    """Return what the reader makes of the first passages of a search.

    Args:
        index: That was searched.
        hits: Of the question.
        question: As it was asked.
        plan_ids: The plans that the question is about; passages of others are not read.
        each: Read some of each plan, else the first of all.
        passages: How many of these.

    Returns:
        Empty where there is no reader: it is switched off, or was not taught on the index's model.
    """
    own = reader_for(index)
    if own is None:
        return {}
    shown = dict(_shown(index, hits, question, plan_ids, each=each, passages=passages))
    if not shown:
        return {}
    read = _kept(own)
    pool = ThreadPoolExecutor(available_processors(), initializer=own.keep_to_one_processor)
    with products_side_by_side(), pool:
        found = list(pool.map(read, shown.values()))
    return {own: (shown[own], made) for own, made in zip(shown, found, strict=True)}


def _shown(
    index: "PlanIndex",
    hits: "Hits",
    question: str,
    plan_ids: frozenset[str],
    *,
    each: bool,
    passages: int,
) -> Iterator[tuple[str, ReaderInput]]:
    """Yield the passages to be read, by id."""
    counts: dict[str, int] = {}
    own = max(PASSAGES_A_PLAN, MIN_PASSAGES // max(1, len(plan_ids))) if each else passages
    most = min(MAX_PASSAGES, own * len(plan_ids)) if each else passages
    total = 0
    for hit in hits:
        for passage in hit.passages:
            count = counts.get(passage.plan_id, 0)
            if passage.plan_id not in plan_ids or count >= own:
                continue
            counts[passage.plan_id] = count + 1
            total += 1
            plan = index.plan(passage.plan_id)
            yield passage.id, input_of(question, hit, passage, plan.errata)
            if total >= most:
                return


def reader_for(index: "PlanIndex") -> Reader | None:
    """Return the reader that goes with an index's model; None where there is none, or it is off.

    Raises:
        ModelError: the reader's file is damaged, or ``LANTIAN_READER`` holds something else than
            on or off.
    """
    value = os.environ.get(READER_VARIABLE) or "on"
    if value not in ("on", "off"):
        raise ModelError(f"{READER_VARIABLE}={value!r}: set it to on or off")
    if value == "off" or not ADAPTER.is_file():
        return None
    with _loading:
        return _loaded(index.encoder.id)


def hasten_reading(index: "PlanIndex") -> bool:
    """Make ready to answer many questions; tell whether they are answered faster from now on.

    Where the processor computes in bf16, passages are read in it: about half the time a question,
    after some seconds for PyTorch. A span's probability changes in its third decimal, and PyTorch's
    products in threads that begin later keep one processor each. Called again it does nothing.

    Args:
        index: That will be asked.

    Raises:
        ModelError: the reader's file is damaged, or a variable holds an unknown value.
    """
    own = reader_for(index)
    if own is None or own.is_hastened:
        return own is not None
    if own.hasten():
        _kept.cache_clear()  # so that one question has one answer
    return own.is_hastened


@lru_cache(maxsize=4)
def _loaded(model_id: str) -> Reader | None:
    """Load the reader once, where it was taught on a model."""
    if Reader.taught_on(ADAPTER) != model_id:
        return None
    return Reader(locate_model(requested_model(None), thorough=False))


@lru_cache(maxsize=4)
def _kept(reader: Reader) -> Callable[[ReaderInput], Reading]:
    """Return a reader's ``read`` that keeps its last readings."""
    return lru_cache(maxsize=KEPT)(reader.read)
