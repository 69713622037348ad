"""Question sets on the plans: a JSON lines file, one question a line.

Fields used here: ``id``, ``q``, ``lang``, ``type`` and ``evidence``, a list of ``plan``,
``start``, ``end`` and ``quote``. Offsets are code points in the plan's text, half-open.
Other fields (``answer``, ``answer_spans``, ``plans``) are left to those who judge answers.
"""

from collections.abc import Iterable
from pathlib import Path

from eval.errors import SetError
from eval.records import Record, read_records
from eval.types import Evidence, Place, Question
from index import Plan

UNANSWERABLE = "unanswerable"


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a question set; whether it fits the plans is for ``check_evidence`` to say.

    Args:
        path: A JSON lines file in UTF-8.

    Returns:
        The questions in the order of the file, with those the plans do not answer.

    Raises:
        SetError: the file is empty or unreadable, a line is malformed, an id occurs twice, or a
            question other than an unanswerable one has no evidence.
    """
    questions: dict[str, Question] = {}
    for record in read_records(path):
        question = _read_question(record)
        if question.id in questions:
            raise record.error(f"the id {question.id!r} occurs twice")
        questions[question.id] = question
    return tuple(questions.values())


def check_evidence(questions: Iterable[Question], plans: Iterable[Plan]) -> None:
    """Make sure that every quote stands where the question says.

    Args:
        questions: Of one set.
        plans: All plans of the index.

    Raises:
        SetError: the index lacks a plan, or a plan's text differs at the given place; the
            message names question and plan.
    """
    texts = {plan.id: plan.text for plan in plans}
    for question in questions:
        for piece in question.evidence:
            place = piece.place
            if place.plan_id not in texts:
                known = ", ".join(sorted(texts)) or "no plan at all"
                raise SetError(
                    f"question {question.id}: the index has no plan {place.plan_id!r} "
                    f"(it has {known}); add the plan to the corpus and build the index again"
                )
            text = texts[place.plan_id][place.start : place.end]
            if text != piece.quote:
                raise SetError(
                    f"question {question.id}: plan {place.plan_id!r} reads {text!r} at "
                    f"{place.start}..{place.end}, the question quotes {piece.quote!r}; restore "
                    "the plan the offsets were made for, or correct them"
                )


def _read_question(record: Record) -> Question:
    """Convert one line; the record's errors name file and line."""
    id_ = record.text("id")
    record = Record(f"{record.where} ({id_})", record.fields)
    type_ = record.text("type")
    evidence = tuple(_read_evidence(item) for item in record.records("evidence"))
    if type_ == UNANSWERABLE and evidence:
        raise record.error(f"type {UNANSWERABLE!r}, yet it has evidence")
    if type_ != UNANSWERABLE and not evidence:
        raise record.error(f"no evidence; if the plans do not answer, the type is {UNANSWERABLE!r}")
    try:
        return Question(id_, record.text("q"), record.text("lang"), type_, evidence)
    except ValueError as error:
        raise record.error(str(error)) from None


def _read_evidence(record: Record) -> Evidence:
    """Convert one piece of evidence."""
    plan_id, quote = record.text("plan"), record.text("quote")
    start, end = record.whole_number("start"), record.whole_number("end")
    try:
        return Evidence(Place(plan_id, start, end), quote)
    except ValueError as error:
        raise record.error(f"plan {plan_id!r}: {error}") from None
