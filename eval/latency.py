"""How long a search takes beside the embedding of its query, which no search can avoid."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from eval.measures import DEPTH
from eval.types import EvaluationSet, Query
from index.types import MODES, Mode

ROUNDS = 3
WARM_UP = 5  # queries; the first ones pay for dictionaries and the model
EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class Latency:
    """Times of one thing that was done for every query.

    Attributes:
        name: ``embedding`` or a mode of search.
        p50_ms: Median in milliseconds.
        p95_ms: 95th percentile in milliseconds.
        ratio: Its median as a multiple of the embedding's median, in the same run.
    """

    name: str
    p50_ms: float
    p95_ms: float
    ratio: float


def measure_latency(
    evaluation_set: EvaluationSet,
    modes: Sequence[Mode] = MODES,
    *,
    limit: int | None = None,
    rounds: int = ROUNDS,
) -> tuple[Latency, ...]:
    """Time the embedding of each query alone and a search for it in each mode, k = 10.

    The calls take turns, in an order that shifts from query to query, so that a busy machine
    slows all alike; and they stand for different queries, so that none profits from what another
    left in memory. All are warmed up first.

    Args:
        evaluation_set: What to ask, and of whom.
        modes: In the order of the answer.
        limit: Only the first so many queries; None for all.
        rounds: How often each query is asked, at least 1.

    Returns:
        The embedding, then a line a mode.

    Raises:
        ValueError: ``rounds`` is below 1.
    """
    if rounds < 1:
        raise ValueError(f"rounds must be at least 1, not {rounds}")
    tasks = _tasks(evaluation_set, modes)
    queries = evaluation_set.queries[:limit]
    for query in queries[:WARM_UP]:
        for task in tasks.values():
            task(query)
    times: dict[str, list[float]] = {name: [] for name in tasks}
    names = list(tasks)
    for turn in range(rounds * len(queries)):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            ahead = names.index(name) * len(queries) // len(names)
            query = queries[(turn + ahead) % len(queries)]  # each once a round, for each task
            times[name].append(_time_ms(tasks[name], query))
    embedding = float(np.percentile(times[EMBEDDING], 50))
    return tuple(_latency(name, taken, embedding) for name, taken in times.items())


def _tasks(
    evaluation_set: EvaluationSet, modes: Sequence[Mode]
) -> dict[str, Callable[[Query], object]]:
    """Return what is timed, by name."""
    tasks: dict[str, Callable[[Query], object]] = {EMBEDDING: evaluation_set.embed}
    for mode in modes:
        tasks[mode] = partial(evaluation_set.rank, k=DEPTH, mode=mode)
    return tasks


def _latency(name: str, times: Sequence[float], embedding: float) -> Latency:
    """Return percentiles of times in milliseconds, beside the embedding's median."""
    p50, p95 = (float(value) for value in np.percentile(times, [50, 95]))
    return Latency(name, p50, p95, p50 / embedding)


def _time_ms(task: Callable[[Query], object], query: Query) -> float:
    """Return how long one call takes, in milliseconds."""
    start = time.perf_counter()
    task(query)
    return (time.perf_counter() - start) * 1000
