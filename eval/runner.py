"""Running a set through the modes of search and the baselines."""

from collections.abc import Callable, Sequence
from functools import partial

from tqdm import tqdm

from eval.baselines import BASELINES, Baselines
from eval.measures import DEPTH, measure
from eval.types import EvaluationSet, Outcome, Query, Ranking, Run, SetResult
from index.types import MODES, Mode

# From chance to the whole search: what a table shows from top to bottom.
SYSTEMS = ("random", "rank_bm25", "bm25-words", "bm25-bigrams", "lexical", "dense", "rrf", "hybrid")

Ranker = Callable[[Query], Ranking]


def evaluate(
    evaluation_set: EvaluationSet,
    systems: Sequence[str],
    *,
    limit: int | None = None,
    progress: bool = True,
) -> SetResult:
    """Rank and judge every query of a set by every system.

    Args:
        evaluation_set: What to ask, and of whom.
        systems: Of ``SYSTEMS``, at least one; the runs come back in this order.
        limit: Only the first so many queries, at least 1; None for all.
        progress: Show a bar on standard error if that is a terminal.

    Returns:
        One run a system, its outcomes in the order of the set.

    Raises:
        ValueError: there is no system, one is unknown, or the limit is below 1.
    """
    if not systems:
        raise ValueError("no system to run")
    if limit is not None and limit < 1:
        raise ValueError(f"the limit must be at least 1, not {limit}")
    rankers = _rankers(evaluation_set, systems)
    queries = evaluation_set.queries[:limit]
    outcomes: dict[str, list[Outcome]] = {system: [] for system in systems}
    silent = None if progress else True  # None: silent unless it is a terminal
    with tqdm(queries, desc=evaluation_set.name, unit="query", disable=silent) as bar:
        for query in bar:  # query by query, so that baselines share what they know of it
            for system, rank in rankers.items():
                outcomes[system].append(judge_ranking(evaluation_set, query, rank(query)))
    return collect_result(evaluation_set, outcomes)


def judge_ranking(evaluation_set: EvaluationSet, query: Query, ranking: Ranking) -> Outcome:
    """Return what the first passages of a ranking are worth; deeper ones are left out."""
    ranking = Ranking(ranking.query_id, ranking.items[:DEPTH])
    judgement = evaluation_set.judge(ranking)
    return Outcome(query, ranking, judgement, measure(judgement))


def collect_result(evaluation_set: EvaluationSet, outcomes: dict[str, list[Outcome]]) -> SetResult:
    """Return the outcomes of each system together with what the set says of itself."""
    return SetResult(
        name=evaluation_set.name,
        kind=evaluation_set.kind,
        left_out=evaluation_set.left_out,
        configuration=evaluation_set.configuration,
        corpus_hash=evaluation_set.corpus_hash,
        runs=tuple(Run(system, tuple(found)) for system, found in outcomes.items()),
    )


def _rankers(evaluation_set: EvaluationSet, systems: Sequence[str]) -> dict[str, Ranker]:
    """Return a function a system, from a query to its ranking."""
    unknown = [system for system in systems if system not in (*MODES, *BASELINES)]
    if unknown:
        raise ValueError(f"unknown system {unknown[0]!r}; use some of {', '.join(SYSTEMS)}")
    rankers: dict[str, Ranker] = {}
    baselines: Baselines | None = None
    for system in systems:
        mode: Mode | None = next((mode for mode in MODES if mode == system), None)
        if mode is not None:
            rankers[system] = partial(evaluation_set.rank, k=DEPTH, mode=mode)
        else:
            baselines = baselines or Baselines(evaluation_set)
            rankers[system] = partial(baselines.rank, system, k=DEPTH)
    return rankers
