"""Results files: what an evaluation found, written so that a change shows in review.

A file holds the same bytes whenever the same index answers the same set: keys and queries are in
a fixed order, numbers are rounded, and there is no time, path or machine in it. Each query takes
one line, so that a difference names the queries that were won and lost. What a query's ranking
is worth is not written: it follows from the ranks.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import ResultsError
from eval.measures import DEPTH, measure
from eval.report import result_rows, slice_rows
from eval.types import Judgement, Outcome, Place, Query, Ranked, Ranking, Row, Run, SetResult
from index.types import MODES

COLUMNS = ("ranks", "shown", "passages")
KEPT_PASSAGES = 3  # enough to see what stood above the evidence, and small enough to commit
_BLOCKS = ("configuration", "measures", "slices", "results")
_REMEDY = "make it again with: python -m eval"


def as_json(result: SetResult) -> dict[str, object]:
    """Return a result as JSON values, in the order they are written.

    Args:
        result: With at least one run and one outcome.

    Returns:
        ``set``, ``kind``, ``queries``, ``left_out``, ``depth``, ``corpus_hash``,
        ``configuration``, ``measures`` (system to measure to mean and 95 % interval), ``slices``
        (slice to its number of queries and to the same of each mode of search), ``columns`` and
        ``results``: query id to its labels, its number of pieces and, a system each, the values
        of ``columns``: the rank of each piece found, how many the first 1,000 characters show,
        and, for the modes of search, the first three passages.
    """
    return {
        "set": result.name,
        "kind": result.kind,
        "queries": len(result.runs[0].outcomes),
        "left_out": result.left_out,
        "depth": DEPTH,
        "corpus_hash": result.corpus_hash,
        "configuration": dict(sorted(result.configuration.items())),
        "measures": {row.label: _measures(row) for row in result_rows(result)},
        "slices": _slices(result),
        "columns": list(COLUMNS),
        "results": _results(result),
    }


def write_result(result: SetResult, path: Path) -> None:
    """Write a results file, replacing what was there, and make its folder if needed.

    Raises:
        ResultsError: the file cannot be written.
    """
    fields = (
        f" {json.dumps(key)}: {_block(value) if key in _BLOCKS else _line(value)}"
        for key, value in as_json(result).items()
    )
    text = "{\n" + ",\n".join(fields) + "\n}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None


def read_result(path: Path) -> SetResult:
    """Read a results file back.

    Returns:
        The result with its scores worked out anew from the ranks. Query texts are empty: the
        file does not hold them. A ranking holds only the passages that are kept, with scores
        that say no more than their order.

    Raises:
        ResultsError: the file cannot be read or is not a results file.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ResultsError(f"{path}: not a results file ({error}); {_REMEDY}") from None
    try:
        return SetResult(
            name=data["set"],
            kind=data["kind"],
            left_out=data["left_out"],
            configuration=data["configuration"],
            corpus_hash=data["corpus_hash"],
            runs=tuple(
                Run(system, tuple(_read_outcomes(system, data["results"])))
                for system in data["measures"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ResultsError(f"{path}: not a results file ({error!r}); {_REMEDY}") from None


def read_folder(folder: Path) -> tuple[SetResult, ...]:
    """Read every results file of a folder: question sets first, then BEIR sets, by name.

    Raises:
        ResultsError: there is no results file, or one is malformed.
    """
    results = [read_result(path) for path in sorted(folder.glob("*.json"))]
    if not results:
        raise ResultsError(f"{folder}: there is no results file; make one with: python -m eval")
    return tuple(sorted(results, key=lambda result: (result.kind != "questions", result.name)))


def _measures(row: Row) -> dict[str, list[float]]:
    """Return mean, low and high of every measure."""
    return {name: [e.mean, e.low, e.high] for name, e in row.measures.items()}


def _slices(result: SetResult) -> dict[str, dict[str, object]]:
    """Return every slice's number of queries and measures, for the modes of search."""
    slices: dict[str, dict[str, object]] = {}
    for run in result.runs:
        for row in slice_rows(result, run.system) if run.system in MODES else ():
            slices.setdefault(row.label, {"queries": row.queries})[run.system] = _measures(row)
    return slices


def _results(result: SetResult) -> dict[str, dict[str, object]]:
    """Return every query's labels and values."""
    results: dict[str, dict[str, object]] = {
        outcome.query.id: {
            "labels": [" ".join(label) for label in outcome.query.labels],
            "pieces": outcome.judgement.pieces,
        }
        for outcome in result.runs[0].outcomes
    }
    for run in result.runs:
        kept = KEPT_PASSAGES if run.system in MODES else 0
        for outcome in run.outcomes:
            results[outcome.query.id][run.system] = [
                list(outcome.judgement.ranks),
                outcome.judgement.shown,
                [_name(item) for item in outcome.ranking.items[:kept]],
            ]
    return results


def _name(item: Ranked) -> str:
    """Return where a passage stands, ``PLAN:START-END``, or the id of a text without a place."""
    place = item.place
    return f"{place.plan_id}:{place.start}-{place.end}" if place else item.id


def _read_outcomes(system: str, results: Mapping[str, Mapping[str, Any]]) -> Iterator[Outcome]:
    """Yield one system's outcomes from the lines of the queries."""
    for id_, line in results.items():
        kinds = (label.partition(" ") for label in line["labels"])
        query = Query(id_, "", tuple((kind, value) for kind, _, value in kinds))
        ranks, shown, names = line[system]
        judgement = Judgement(line["pieces"], tuple(ranks), shown)
        items = tuple(_read_item(name, rank) for rank, name in enumerate(names, start=1))
        yield Outcome(query, Ranking(id_, items), judgement, measure(judgement))


def _read_item(name: str, rank: int) -> Ranked:
    """Return a kept passage; its place tells it apart better than its id does."""
    plan_id, colon, characters = name.rpartition(":")
    start, dash, end = characters.partition("-")
    if colon and dash and start.isdecimal() and end.isdecimal():
        return Ranked(name, -float(rank), Place(plan_id, int(start), int(end)))
    return Ranked(name, -float(rank))


def _line(value: object) -> str:
    """Return a value as JSON in one line."""
    return json.dumps(value, ensure_ascii=False)


def _block(value: object) -> str:
    """Return a JSON object with a line an entry."""
    if not isinstance(value, dict) or not value:
        return "{}"
    entries = (f"  {_line(key)}: {_line(entry)}" for key, entry in value.items())
    return "{\n" + ",\n".join(entries) + "\n }"
