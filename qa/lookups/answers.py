"""Rows of plans as an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.citing import cite_range
from qa.frames import explain, label_of, labelled
from qa.grounding import Draft, grounded
from qa.question import Question
from qa.types import Answer, AnswerKind, Citation, NotFoundReason

if TYPE_CHECKING:
    from index import PlanIndex

CONFIDENCE = 0.95
"""What was read at indexing is right in all of the hand-made rows but few; the question may still
have been misread."""


_OPENING, _CLOSING = '“《〈「『"（(', '”》〉」』"）)'


@dataclass(frozen=True, slots=True)
class Row:
    """What one plan says: a text, its parts where it has several, and where it stands."""

    plan_id: str
    text: str
    citations: tuple[Citation, ...]
    items: tuple[str, ...] = ()


def answer_of_rows(
    index: "PlanIndex", question: Question, kind: AnswerKind, rows: Sequence[Row]
) -> Answer:
    """Return an answer of one row a plan; several are told apart by their plans.

    Args:
        index: The plans.
        question: That is answered.
        kind: Of one row alone.
        rows: At least one, each of another plan.
    """
    plans = [row.plan_id for row in rows]
    texts = [
        labelled(
            label_of(index, row.plan_id, plans, question.language), row.text, question.language
        )
        for row in rows
    ]
    is_single = len(rows) == 1
    draft = Draft(
        kind=kind if is_single else "comparison",
        confidence=CONFIDENCE,
        text=rows[0].text if is_single else "\n".join(texts),
        citations=tuple(citation for row in rows for citation in row.citations),
        items=rows[0].items if is_single else tuple(texts),
    )
    return grounded(question, draft)


def refusal(
    question: Question, kind: AnswerKind, detail: str, nearby: Sequence[Citation] = ()
) -> Answer:
    """Return that the plans do not state what was asked.

    Args:
        question: That is answered.
        kind: Of the answer that there is none of.
        detail: What is not stated.
        nearby: What comes nearest.
    """
    reason: NotFoundReason = "not stated"
    draft = Draft(
        kind=kind,
        confidence=1 - CONFIDENCE,
        reason=reason,
        explanation=explain(reason, detail, question.language, bool(nearby)),
        nearby=tuple(nearby),
    )
    return grounded(question, draft)


def cite_marked(index: "PlanIndex", plan_id: str, clause_id: str, start: int, end: int) -> Citation:
    """Return the citation of a range with the quotation marks or brackets that enclose it."""
    return cite_range(index, plan_id, clause_id, *with_marks(index.plan(plan_id).text, start, end))


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range with the quotation marks or brackets at its ends."""
    start -= start > 0 and text[start - 1] in _OPENING
    end += end < len(text) and text[end] in _CLOSING
    return start, end
