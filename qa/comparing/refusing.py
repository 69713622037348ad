"""That the plans do not say what a question on several of them asks."""

from qa.evidence import Evidence
from qa.frames import explain
from qa.types import Answer, NotFoundReason

ABSENT = 0.1
"""Confidence that there is an answer where the plans do not say, at most."""


def refuse(evidence: Evidence, reason: NotFoundReason) -> Answer:
    """Return that no plan says what was asked."""
    return Answer(
        question=evidence.question.text,
        status="not_found",
        kind="comparison",
        text="",
        items=(),
        citations=(),
        confidence=min(evidence.confidence, ABSENT),
        reason=reason,
        explanation=explain(reason, "", evidence.question.language, has_nearby=False),
    )
