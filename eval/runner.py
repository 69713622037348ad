"""Running a set through the modes of search."""

from collections.abc import Callable, Sequence

from tqdm import tqdm

from eval.measures import DEPTH, measure
from eval.types import EvaluationSet, Outcome, Query, Run, SetResult
from index import Mode


def evaluate(
    evaluation_set: EvaluationSet,
    modes: Sequence[Mode],
    *,
    limit: int | None = None,
    progress: bool = True,
) -> SetResult:
    """Rank and judge every query of a set in every mode.

    Args:
        evaluation_set: What to ask, and of whom.
        modes: At least one; the runs come back in this order.
        limit: Only the first so many queries, at least 1; None for all.
        progress: Show a bar on standard error if that is a terminal.

    Returns:
        One run a mode, its outcomes in the order of the set.

    Raises:
        ValueError: there is no mode, or the limit is below 1.
    """
    if not modes:
        raise ValueError("no mode to run")
    if limit is not None and limit < 1:
        raise ValueError(f"the limit must be at least 1, not {limit}")
    queries = evaluation_set.queries[:limit]
    total = len(modes) * len(queries)
    silent = None if progress else True  # None: silent unless it is a terminal
    with tqdm(total=total, desc=evaluation_set.name, unit="query", disable=silent) as bar:
        runs = tuple(
            Run(mode, _run_mode(evaluation_set, queries, mode, bar.update)) for mode in modes
        )
    return SetResult(
        name=evaluation_set.name,
        kind=evaluation_set.kind,
        left_out=evaluation_set.left_out,
        configuration=evaluation_set.configuration,
        corpus_hash=evaluation_set.corpus_hash,
        runs=runs,
    )


def _run_mode(
    evaluation_set: EvaluationSet,
    queries: Sequence[Query],
    mode: Mode,
    advance: Callable[[], object],
) -> tuple[Outcome, ...]:
    """Return the outcomes of one mode, calling ``advance`` after each query."""
    outcomes = []
    for query in queries:
        ranking = evaluation_set.rank(query, k=DEPTH, mode=mode)
        judgement = evaluation_set.judge(ranking)
        outcomes.append(Outcome(query, ranking, judgement, measure(judgement)))
        advance()
    return tuple(outcomes)
