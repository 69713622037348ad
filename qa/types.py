"""The nouns of an answer. An answer is quoted from plans or is honestly absent."""

from dataclasses import dataclass
from typing import Literal

AnswerStatus = Literal["answered", "not_found"]
AnswerKind = Literal["number", "duty", "list", "yes_no", "comparison", "definition", "passage"]
NotFoundReason = Literal["unknown city", "topic absent", "not stated"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim piece of a plan: ``quote == plan.text[start:end]``.

    Attributes:
        start: Offset into the plan's text, in code points; ``end`` is exclusive.
        reference: City, title and clause as a person would cite them.
    """

    plan_id: str
    clause_id: str
    start: int
    end: int
    quote: str
    reference: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise ValueError(
                f"a quote of {len(self.quote)} characters cannot stand at "
                f"{self.plan_id}:{self.start}–{self.end}"
            )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the plans say to a question, or that they do not say.

    Attributes:
        text: The answer as shown; empty when nothing was found.
        items: The parts of a list, a comparison or a duty.
        citations: At least one when answered, none otherwise.
        confidence: In [0, 1]; higher is surer.
        reason: Why nothing was found; None when answered.

    Raises:
        ValueError: status, citations and reason contradict each other, or the confidence is
            outside [0, 1].
    """

    question: str
    status: AnswerStatus
    kind: AnswerKind
    text: str
    items: tuple[str, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reason: NotFoundReason | None = None

    def __post_init__(self) -> None:
        is_answered = self.status == "answered"
        if is_answered != bool(self.citations) or is_answered != bool(self.text):
            raise ValueError("an answer has a text and citations exactly if it is answered")
        if is_answered == (self.reason is not None):
            raise ValueError("an answer has a reason exactly if nothing was found")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in [0, 1], not {self.confidence}")
