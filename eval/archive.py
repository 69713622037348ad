"""Results files: what an evaluation found, written so that a change shows in review.

A file holds the same bytes whenever the same index answers the same set: keys and queries are in
a fixed order, numbers are rounded, and there is no time, path or machine in it. Each query takes
one line, so that a difference names the queries that were won and lost.
"""

import json
from pathlib import Path

from eval.errors import ResultsError
from eval.measures import DEPTH, MEASURES, mean_scores, round_scores
from eval.types import Outcome, Row, SetResult

COLUMNS = ("first", *(m.name for m in MEASURES))


def as_json(result: SetResult) -> dict[str, object]:
    """Return a result as JSON values, in the order they are written.

    Args:
        result: With at least one run and one outcome.

    Returns:
        ``set``, ``kind``, ``queries``, ``left_out``, ``depth``, ``corpus_hash``,
        ``configuration``, ``measures`` (mode to measure to mean), ``columns`` and ``results``
        (query id to its labels and, a mode each, the values of ``columns``). ``first`` is the
        rank of the first relevant passage, null where the ranking has none.
    """
    return {**_head(result), "results": _results(result)}


def write_result(result: SetResult, path: Path) -> None:
    """Write a results file, replacing what was there, and make its folder if needed.

    Raises:
        ResultsError: the file cannot be written.
    """
    head = json.dumps(_head(result), ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = (
        f"  {json.dumps(id_, ensure_ascii=False)}: {json.dumps(values, ensure_ascii=False)}"
        for id_, values in _results(result).items()
    )
    text = head + ',\n "results": {\n' + ",\n".join(lines) + "\n }\n}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None


def read_rows(path: Path) -> tuple[Row, ...]:
    """Read the means of a results file, one row a mode.

    Raises:
        ResultsError: the file cannot be read or is not a results file.
    """
    remedy = "make it again with: python -m eval"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ResultsError(f"{path}: not a results file ({error}); {remedy}") from None
    try:
        return tuple(
            Row(
                set_name=data["set"],
                kind=data["kind"],
                label=mode,
                queries=data["queries"],
                measures={m.name: float(data["measures"][mode][m.name]) for m in MEASURES},
            )
            for mode in data["measures"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"{path}: not a results file ({error!r}); {remedy}") from None


def read_folder(folder: Path) -> tuple[Row, ...]:
    """Read every results file of a folder: question sets first, then BEIR sets, by name.

    Raises:
        ResultsError: there is no results file, or one is malformed.
    """
    tables = [read_rows(path) for path in sorted(folder.glob("*.json"))]
    if not tables:
        raise ResultsError(f"{folder}: there is no results file; make one with: python -m eval")
    rows = [row for table in tables for row in table]
    return tuple(sorted(rows, key=lambda row: (row.kind != "questions", row.set_name)))


def _head(result: SetResult) -> dict[str, object]:
    """Return all of a results file but the single queries."""
    return {
        "set": result.name,
        "kind": result.kind,
        "queries": len(result.runs[0].outcomes),
        "left_out": result.left_out,
        "depth": DEPTH,
        "corpus_hash": result.corpus_hash,
        "configuration": dict(sorted(result.configuration.items())),
        "measures": {run.mode: round_scores(mean_scores(run.outcomes)) for run in result.runs},
        "columns": list(COLUMNS),
    }


def _results(result: SetResult) -> dict[str, dict[str, object]]:
    """Return every query's labels and values."""
    results: dict[str, dict[str, object]] = {
        outcome.query.id: dict(outcome.query.labels) for outcome in result.runs[0].outcomes
    }
    for run in result.runs:
        for outcome in run.outcomes:
            results[outcome.query.id][run.mode] = _values(outcome)
    return results


def _values(outcome: Outcome) -> list[float | None]:
    """Return what stands under ``COLUMNS``."""
    return [outcome.judgement.first, *round_scores(outcome.scores).values()]
