"""Two runs side by side: measures with their differences, and the queries won and lost."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.archive import read_result
from eval.errors import ResultsError
from eval.measures import MEASURES
from eval.significance import Difference, compare_paired
from eval.types import Outcome, SetKind

DECIDING = "nDCG@10"  # the measure that says whether a query was won or lost
DEFAULT_SYSTEM = "hybrid"
_SAME = 1e-9  # scores are worked out the same way on both sides, so equal ones differ by nothing


@dataclass(frozen=True, slots=True)
class Side:
    """One run of a results file.

    Attributes:
        label: How the caller named it, with the system.
        outcomes: By query id, in the order of the file.
    """

    label: str
    set_name: str
    kind: SetKind
    corpus_hash: str
    outcomes: dict[str, Outcome]


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure's mean on either side, and the difference of the second from the first."""

    name: str
    before: float
    after: float
    difference: Difference


@dataclass(frozen=True, slots=True)
class QueryChange:
    """One query on both sides; ``gain`` is the difference in the deciding measure."""

    query_id: str
    gain: float
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the same queries.

    Attributes:
        queries: How many both have; only these are compared.
        left_out: How many only one side has.
        measures: In the order of ``eval.measures.MEASURES``.
        won: Queries that the second run answers better, the largest gain first.
        lost: Those it answers worse, the largest loss first.
        same_corpus: Whether both ran over the same texts.
    """

    before: Side
    after: Side
    queries: int
    left_out: int
    measures: tuple[MeasureChange, ...]
    won: tuple[QueryChange, ...]
    lost: tuple[QueryChange, ...]
    same_corpus: bool


def read_side(name: str) -> Side:
    """Read one side of a comparison.

    Args:
        name: ``FILE`` or ``FILE:SYSTEM``. Without a system it is the hybrid mode, or the only
            system there is.

    Raises:
        ResultsError: the file is no results file, or has no such run.
    """
    file, system = name, ""
    if not Path(name).exists() and ":" in name:
        file, _, system = name.rpartition(":")
    result = read_result(Path(file))
    runs = {run.system: run for run in result.runs}
    if not system:
        system = DEFAULT_SYSTEM if DEFAULT_SYSTEM in runs or len(runs) > 1 else next(iter(runs))
    if system not in runs:
        raise ResultsError(f"{file}: no run of {system!r}; it has {', '.join(runs)}")
    return Side(
        label=f"{file}:{system}",
        set_name=result.name,
        kind=result.kind,
        corpus_hash=result.corpus_hash,
        outcomes={outcome.query.id: outcome for outcome in runs[system].outcomes},
    )


def compare(before: Side, after: Side) -> Comparison:
    """Return what the second run wins and loses against the first.

    Raises:
        ResultsError: they have no query in common, or judge one by another number of pieces.
    """
    shared = [id_ for id_ in before.outcomes if id_ in after.outcomes]
    if before.set_name != after.set_name or not shared:
        raise ResultsError(
            f"{before.label} holds the set {before.set_name!r} and {after.label} the set "
            f"{after.set_name!r}; only runs over the same queries can be compared"
        )
    changes = [_change(id_, before.outcomes[id_], after.outcomes[id_]) for id_ in shared]
    return Comparison(
        before=before,
        after=after,
        queries=len(shared),
        left_out=len(before.outcomes.keys() ^ after.outcomes.keys()),
        measures=tuple(_measure_change(m.name, changes) for m in MEASURES),
        won=tuple(sorted((c for c in changes if c.gain > _SAME), key=lambda c: -c.gain)),
        lost=tuple(sorted((c for c in changes if c.gain < -_SAME), key=lambda c: c.gain)),
        same_corpus=before.corpus_hash == after.corpus_hash,
    )


def _change(query_id: str, before: Outcome, after: Outcome) -> QueryChange:
    """Return one query's change, refusing sides that look for different things."""
    if before.judgement.pieces != after.judgement.pieces:
        raise ResultsError(
            f"query {query_id} has {before.judgement.pieces} pieces to find on one side and "
            f"{after.judgement.pieces} on the other; run both over the same question file"
        )
    gain = after.scores[DECIDING] - before.scores[DECIDING]
    return QueryChange(query_id, gain, before, after)


def _measure_change(name: str, changes: list[QueryChange]) -> MeasureChange:
    """Return a measure's means and their difference."""
    before = np.array([change.before.scores[name] for change in changes])
    after = np.array([change.after.scores[name] for change in changes])
    return MeasureChange(
        name, float(before.mean()), float(after.mean()), compare_paired(before, after)
    )
