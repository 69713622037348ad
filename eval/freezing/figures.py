"""What is measured: a flat list of named figures, each from one of the measures of ``eval``."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from tqdm import tqdm

from eval.documents.command import measure_documents
from eval.duties import score_duties
from eval.paths import PLANS, ROOT
from eval.qa_judging import judge, read_gold
from eval.qa_report import figures_of
from eval.qa_types import GoldAnswer, JudgedAnswer
from eval.report import result_rows, slice_rows
from eval.runner import SYSTEMS, evaluate
from eval.sets import open_question_set
from eval.targets import FIELDS, score
from eval.targets import read_gold as read_target_rows
from eval.targets import read_plans as read_target_plans
from index import Plan, PlanIndex, parse_plan
from index.facts import extract_targets
from qa import extract

QUESTIONS = ROOT / "eval" / "questions"
RANKED = ("lantian-dev", "lantian-dev-en")
ANSWERED = ("lantian-dev", "lantian-dev2", "lantian-test")
DIGITS = 4  # as in the results files

Figure = float | str
"""A number, or the hash of something that either is the same or is not."""
Named = Iterator[tuple[str, Figure]]


def measure_parts(
    plan_index: PlanIndex, *, progress: bool = True
) -> Iterator[tuple[str, dict[str, Figure]]]:
    """Yield each part of what is measured, quick ones first, and its figures by their names.

    Args:
        plan_index: Of the committed plans, embedded in the precision that is to be measured.
        progress: Show bars on standard error if that is a terminal.

    Yields:
        Clause trees, targets, duties, documents, retrieval, answers; a figure is called
        ``retrieval/lantian-dev/hybrid/nDCG@10``. Numbers are rounded to ``DIGITS``.

    Raises:
        SetError: a set or a file of rows does not fit the plans.
    """
    parts: dict[str, Callable[[], Named]] = {
        "clause trees": _of_clauses,
        "targets": _of_targets,
        "duties": _of_duties,
        "documents": lambda: iter(measure_documents(progress=progress).items()),
        "retrieval": lambda: _of_retrieval(plan_index, progress),
        "answers": lambda: _of_answers(plan_index, progress),
    }
    for name, measure in parts.items():
        yield name, {key: _rounded(value) for key, value in measure()}


def hash_tree(plan: Plan) -> str:
    """Return the SHA-256, hexadecimal, of where the clauses of a plan stand and what heads them."""
    rows = [(c.id, c.label, c.path, c.level, c.kind, c.start, c.end) for c in plan.clauses]
    return _hash(rows)


def _of_clauses() -> Named:
    """Yield the hash of each plan's clauses and of its parts."""
    for path in sorted(PLANS.iterdir()):
        plan = parse_plan(path)
        yield f"clauses/{plan.id}/count", len(plan.clauses)
        yield f"clauses/{plan.id}/tree", hash_tree(plan)
        yield f"clauses/{plan.id}/parts", _hash([(p.kind, p.start, p.end) for p in plan.parts])


def _of_targets() -> Named:
    """Yield how the targets of the plans agree with the rows made by hand."""
    gold = read_target_rows()
    plans = read_target_plans(gold)
    found = score(gold, [target for plan in plans for target in extract_targets(plan)], plans)
    yield "targets/rows", len(gold)
    yield "targets/precision", found.precision
    yield "targets/recall", found.recall
    yield "targets/F1", found.f1
    yield "targets/all fields right", found.accuracy(*FIELDS)
    yield "targets/exact span", found.exact_quotes
    for field in FIELDS:
        yield f"targets/{field} right", found.accuracy(field)


def _of_duties() -> Named:
    """Yield how the duties of the plans agree with the rows made by hand."""
    found = score_duties()
    rows = found.brackets.right + found.brackets.missed
    yield "duties/rows", rows
    yield "duties/F1", found.brackets.f1
    yield "duties/offices in roles F1", found.offices.f1
    yield "duties/whole right", found.whole / rows


def _of_retrieval(plan_index: PlanIndex, progress: bool) -> Named:
    """Yield the measures of every system, and of the hybrid mode by slice."""
    for name in RANKED:
        question_set = open_question_set(QUESTIONS / f"{name}.jsonl", plan_index)
        result = evaluate(question_set, SYSTEMS, progress=progress)
        for row in result_rows(result):
            for measure, estimate in row.measures.items():
                yield f"retrieval/{name}/{row.label}/{measure}", estimate.mean
        for row in slice_rows(result, "hybrid"):
            yield f"retrieval/{name}/hybrid, {row.label}/nDCG@10", row.measures["nDCG@10"].mean


def _of_answers(plan_index: PlanIndex, progress: bool) -> Named:
    """Yield the figures of each question set, then how many of each type are right."""
    for name in ANSWERED:
        gold = read_gold(QUESTIONS / f"{name}.jsonl")
        judged = _judge(plan_index, name, gold, progress)
        for field, value in asdict(figures_of(judged)).items():
            if value is not None:
                yield f"answers/{name}/{field.replace('_', ' ')}", value
        for kind in sorted({own.type for own in judged}):
            right = figures_of([own for own in judged if own.type == kind]).right
            if right is not None:
                yield f"answers/{name}/right, {kind}", right


def _judge(
    plan_index: PlanIndex, name: str, gold: Sequence[GoldAnswer], progress: bool
) -> list[JudgedAnswer]:
    """Ask and judge the questions of a set."""
    with tqdm(gold, desc=name, unit="question", disable=None if progress else True) as bar:
        return [judge(own, extract(plan_index, own.question.text)) for own in bar]


def _hash(rows: object) -> str:
    """Return the SHA-256, hexadecimal, of rows as JSON."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _rounded(value: Figure) -> Figure:
    """Return a number as it is kept."""
    return round(value, DIGITS) if isinstance(value, float) else value
