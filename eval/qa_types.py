"""The nouns of judging answers."""

from dataclasses import dataclass, field

from eval.types import Question


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """A question with what answers it.

    Attributes:
        question: With its evidence.
        spans: The answer word for word, as the plans have it; empty where they do not answer.
        yes: The side of an answer to yes or no; None where none was asked for, or noted.
    """

    question: Question
    spans: tuple[str, ...]
    yes: bool | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether the plans answer it."""
        return bool(self.question.evidence)


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """What an answer was worth.

    Attributes:
        is_right: Answerable: all gold spans stand in the answer or its quotations, and no
            numeral is stated that no gold evidence has, and the side is that of the gold answer,
            where it has one. Unanswerable: it was refused.
        exact: The text is a gold span, but for punctuation; of several, it has each.
        f1: Character F1 of the text against the gold spans.
        cited: For each citation whether it overlaps gold evidence.
        found: Share of the gold evidence that a citation overlaps.
        spans: Share of the gold spans that stand in the answer or its quotations: the items of a
            list, the values of a comparison.
        offices: F1 of the offices of the answer's text against those of the gold spans; None
            where these name none.
    """

    id: str
    language: str
    type: str
    is_answerable: bool
    is_answered: bool
    is_right: bool
    exact: bool
    f1: float
    cited: tuple[bool, ...]
    found: float
    confidence: float
    kind: str
    reason: str | None
    text: str = ""
    spans: float = 0.0
    offices: float | None = None
    features: tuple[float, ...] = field(default=())
