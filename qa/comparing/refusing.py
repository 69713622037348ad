"""That the plans do not say what a question on several of them asks."""

from qa.abstaining import Evidence
from qa.frames import explain
from qa.grounding import ABSENT, Draft, grounded
from qa.types import Answer, NotFoundReason


def refuse(evidence: Evidence, reason: NotFoundReason) -> Answer:
    """Return that no plan says what was asked."""
    draft = Draft(
        kind="comparison",
        confidence=min(evidence.confidence, ABSENT),
        reason=reason,
        explanation=explain(reason, "", evidence.question.language, has_nearby=False),
    )
    return grounded(evidence.question, draft)
