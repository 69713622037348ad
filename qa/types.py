"""The nouns of an answer. An answer is quoted from plans or is honestly absent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.support import unsupported_words

if TYPE_CHECKING:
    from index.facts import Target

AnswerStatus = Literal["answered", "not_found"]
AnswerKind = Literal["number", "duty", "list", "yes_no", "comparison", "definition", "passage"]
Maker = Literal["extraction", "language model"]
NotFoundReason = Literal["unknown city", "topic absent", "not stated"]
CellStatus = Literal["stated", "no value", "not stated", "not indexed"]


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
        made_by: Whether the text was taken out of the plans or a language model wrote it; the
            citations are of the plans in either case.
        model: The language model's name; empty where none wrote the text.

    Raises:
        ValueError: status, citations and reason contradict each other, the confidence is outside
            [0, 1], the text or an item has a numeral or an office that no citation has, or what
            a language model wrote does not name it.
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
    made_by: Maker = "extraction"
    model: str = ""

    def __post_init__(self) -> None:
        if (self.made_by == "language model") != bool(self.model):
            raise ValueError("an answer names a language model exactly if one made it")
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
        status: ``stated``; ``no value`` where the plan speaks of it and sets no number though
            others do; ``not stated`` where no sentence of the plan is about it; ``not indexed``
            where the index has no plan of the city.
        text: The value or statement as printed; empty where there is none.
        citation: Where it stands; None where nothing does.
        comparable: False where it cannot be set against the others: relative against absolute,
            another base year, unit, area or indicator, no value. It keeps its value, and
            ``remark`` says why.
        remark: In Chinese and English; empty where there is nothing to say.
        target: The quantity as it was read: indicator, scope, value, unit, years. None where the
            row is a sentence, or nothing.
    """

    city: str | None
    plan_id: str | None
    status: CellStatus
    text: str
    citation: Citation | None
    comparable: bool
    remark: str = ""
    target: "Target | None" = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator or topic across plans.

    Attributes:
        topic: As it was asked for.
        rows: By plan in the order of the index, then the cities that it has no plan of. A plan
            has one row, or one for each scope (area or subject) that it sets the indicator for,
            its own first.
        indicator: The usual name of the indicator, or None where words were compared.
    """

    topic: str
    rows: tuple[ComparisonRow, ...]
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A clause or a target in the earlier and the later of two plans; one may be missing.

    Attributes:
        subject: The heading of the clause, of the later plan where it has it, or the indicator
            with its scope.
        earlier: Where it stands in the earlier plan; None where it is new.
        later: Where it stands in the later plan; None where it is gone.
        likeness: Of the two wordings, in [0, 1]; 0 where one is missing.
        is_target: It is a quantity, not a clause.
        remark: Why two values cannot be subtracted from each other; empty where they can, and of
            a clause.
    """

    subject: str
    earlier: Citation | None
    later: Citation | None
    likeness: float
    is_target: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of one city's plan in the next one, matched by content and not by number.

    Attributes:
        city: In full.
        earlier: The id of the plan; ``later`` of the one after it.
        same: What both say in nearly the same words, by its place in the later plan.
        changed: What both have, in other words or with another value.
        new: What only the later plan has.
        gone: What only the earlier plan has, by its place there.
    """

    city: str
    earlier: str
    later: str
    same: tuple[Change, ...]
    changed: tuple[Change, ...]
    new: tuple[Change, ...]
    gone: tuple[Change, ...]
