"""The nouns of an answer. An answer is quoted from plans or is honestly absent."""

from dataclasses import dataclass
from typing import Literal

from qa.support import unsupported_words

AnswerStatus = Literal["answered", "not_found"]
AnswerKind = Literal["number", "duty", "list", "yes_no", "comparison", "definition", "passage"]
NotFoundReason = Literal["unknown city", "topic absent", "not stated"]
CellStatus = Literal["stated", "not stated", "not indexed"]


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
        explanation: Of what was not found, a sentence for people in the question's language;
            empty when answered.
        nearby: What the plans say that comes nearest, where nothing was found; it does not
            answer.

    Raises:
        ValueError: status, citations and reason contradict each other, the confidence is outside
            [0, 1], or the text or an item has a numeral or an office that no citation has.
    """

    question: str
    status: AnswerStatus
    kind: AnswerKind
    text: str
    items: tuple[str, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reason: NotFoundReason | None = None
    explanation: str = ""
    nearby: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        is_answered = self.status == "answered"
        if is_answered != bool(self.citations) or is_answered != bool(self.text):
            raise ValueError("an answer has a text and citations exactly if it is answered")
        if is_answered == (self.reason is not None):
            raise ValueError("an answer has a reason exactly if nothing was found")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in [0, 1], not {self.confidence}")
        if is_answered and (self.nearby or self.explanation):
            raise ValueError("only what was not found has an explanation and what is nearby")
        quotes = [citation.quote for citation in self.citations]
        for text in (self.text, *self.items):
            if unsupported := unsupported_words(text, quotes):
                raise ValueError(f"no citation has {unsupported[0]!r} of the answer {text!r}")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """What one plan, or a city without one, says to a comparison.

    Attributes:
        city: In full.
        plan_id: None where the index has no plan of the city.
        status: ``stated``, ``not stated`` or ``not indexed``.
        text: The value or statement; empty unless stated.
        citation: Where it stands; None unless stated.
        comparable: False where it cannot be set against the others: relative against absolute,
            another unit, area or base year. ``remark`` says why.
    """

    city: str | None
    plan_id: str | None
    status: CellStatus
    text: str
    citation: Citation | None
    comparable: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator or topic across plans, a row a city and plan."""

    topic: str
    rows: tuple[ComparisonRow, ...]
