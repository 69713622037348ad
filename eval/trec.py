"""TREC's formats: runs (``query Q0 document rank score tag``) and judgements (qrels).

Any tool of the field reads them, and rankings made elsewhere can be judged here.

Source: the formats that trec_eval reads (NIST, https://github.com/usnistgov/trec_eval).
"""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from eval.errors import ResultsError, SetError
from eval.records import read_lines
from eval.runner import collect_result, judge_ranking
from eval.types import Candidate, EvaluationSet, Ranked, Ranking, Run, SetResult


def write_run(run: Run, path: Path) -> None:
    """Write the rankings of one system, its name as the tag.

    trec_eval orders by score and keeps scores in 32 bits, so each is written in 32 bits and
    lowered by the least step where it would not fall below the one before it.

    Raises:
        ResultsError: an id holds white space, or the file cannot be written.
    """
    lines = []
    for outcome in run.outcomes:
        last = np.float32(np.inf)
        for rank, item in enumerate(outcome.ranking.items, start=1):
            last = min(np.float32(item.score), np.nextafter(last, np.float32(-np.inf)))
            cells = (_id(outcome.query.id), "Q0", _id(item.id), rank, f"{last:.9g}", run.system)
            lines.append(" ".join(map(str, cells)))
    _write(path, lines)


def write_qrels(evaluation_set: EvaluationSet, path: Path) -> None:
    """Write which of a set's texts answer which query; those that do not are left out.

    On the plans a passage is relevant if it holds at least half of a piece of evidence. Two
    passages of one question may hold one piece each, or one both: qrels do not say which, so
    tools that count passages give other values there than measures that count pieces.

    Raises:
        ResultsError: an id holds white space, or the file cannot be written.
    """
    lines = []
    candidates = evaluation_set.candidates()
    for query in evaluation_set.queries:
        relevant = find_relevant(evaluation_set, query.id, candidates)
        lines += [f"{_id(query.id)} 0 {_id(id_)} 1" for id_ in relevant]
    _write(path, lines)


def find_relevant(
    evaluation_set: EvaluationSet, query_id: str, candidates: Iterable[Candidate]
) -> tuple[str, ...]:
    """Return the ids of the texts that hold something the query should find, in their order."""
    return tuple(
        candidate.id
        for candidate in candidates
        if evaluation_set.judge(
            Ranking(query_id, (Ranked(candidate.id, 0.0, candidate.place),))
        ).ranks
    )


def judge_run(evaluation_set: EvaluationSet, path: Path) -> SetResult:
    """Judge a run file as if a search had returned it.

    Args:
        evaluation_set: The ids in the file are those of its queries and candidates.
        path: A run; its first line's tag is the system's name. Lines may stand in any order: the
            score orders them, then the rank. Only the first ten of a query are judged.

    Returns:
        One run; a query of the set that the file lacks has found nothing.

    Raises:
        SetError: a line is malformed, names an unknown query or text, or repeats one.
    """
    tag, rankings = _read_run(path, {query.id for query in evaluation_set.queries})
    places = {candidate.id: candidate.place for candidate in evaluation_set.candidates()}
    outcomes = []
    for query in evaluation_set.queries:
        items = []
        for id_, (score, _) in sorted(
            rankings.get(query.id, {}).items(), key=lambda item: (-item[1][0], item[1][1])
        ):
            if id_ not in places:
                raise SetError(f"{path}: query {query.id}: the set has no text {id_!r}")
            items.append(Ranked(id_, score, places[id_]))
        outcomes.append(judge_ranking(evaluation_set, query, Ranking(query.id, tuple(items))))
    return collect_result(evaluation_set, {tag: outcomes})


def _read_run(
    path: Path, known: set[str]
) -> tuple[str, Mapping[str, Mapping[str, tuple[float, int]]]]:
    """Return the tag, and of each query the documents with score and rank."""
    rankings: dict[str, dict[str, tuple[float, int]]] = {}
    tag = ""
    for number, line in read_lines(path):
        where = f"{path}, line {number}"
        cells = line.split()
        if len(cells) != 6:
            raise SetError(f"{where}: six cells are expected, not {len(cells)}")
        query_id, _, id_, rank, score, line_tag = cells
        if query_id not in known:
            raise SetError(f"{where}: the set has no query {query_id!r} with something to find")
        documents = rankings.setdefault(query_id, {})
        if id_ in documents:
            raise SetError(f"{where}: {id_!r} is ranked twice for query {query_id!r}")
        try:
            documents[id_] = (float(score), int(rank))
        except ValueError:
            raise SetError(f"{where}: {rank!r} and {score!r} are no rank and score") from None
        if math.isnan(documents[id_][0]):
            raise SetError(f"{where}: the score is not a number")
        tag = tag or line_tag
    if not tag:
        raise SetError(f"{path}: the file is empty; a line is: query Q0 document rank score tag")
    return tag, rankings


def _id(id_: str) -> str:
    """Return an id that may stand in a file whose cells white space parts."""
    if id_.split() != [id_]:
        raise ResultsError(f"the id {id_!r} cannot stand in a TREC file: it holds white space")
    return id_


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write lines, making the folder if needed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None
