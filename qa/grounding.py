"""The only place that makes an Answer: nothing is said that is not quoted."""

from dataclasses import dataclass, replace

from qa.frames import cannot_be_checked, explain
from qa.question import Question
from qa.support import unsupported_words
from qa.types import Answer, AnswerKind, Citation, NotFoundReason

ABSENT = 0.1
"""Confidence that there is an answer where none is given, at most."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said to a question, before it is held against what it cites.

    Attributes:
        text: As it is to be shown; empty where nothing was found.
        citations: What it rests on.
        items: The parts of a list, a comparison or a duty.
        reason: Why nothing was found; None where there is something to say.
        explanation: Of the reason, a sentence for people.
        nearby: What comes nearest, where nothing was found.
        model: The language model that wrote the text; empty where it was taken out of the plans.
    """

    kind: AnswerKind
    confidence: float
    text: str = ""
    citations: tuple[Citation, ...] = ()
    items: tuple[str, ...] = ()
    reason: NotFoundReason | None = None
    explanation: str = ""
    nearby: tuple[Citation, ...] = ()
    model: str = ""


def grounded(question: Question, draft: Draft) -> Answer:
    """Return a draft as the answer to a question, or a refusal where its citations do not bear it.

    A numeral or an office that none of the citations has may come of a table or a broken line that
    was read wrongly. Then nothing is answered, and what would have been cited is shown as nearby.

    Args:
        question: That is answered.
        draft: What is to be said, or why nothing is.
    """
    if draft.reason is None:
        draft = _checked(question, draft)
    known = [question.text, *(citation.quote for citation in draft.nearby)]
    explanation = draft.explanation
    if unsupported_words(explanation, known):  # what the plans state instead, read wrongly
        explanation = cannot_be_checked(question.language)
    return Answer(
        question=question.text,
        status="answered" if draft.reason is None else "not_found",
        kind=draft.kind,
        text=draft.text,
        items=draft.items,
        citations=draft.citations,
        confidence=draft.confidence,
        reason=draft.reason,
        explanation=explanation,
        nearby=draft.nearby,
        made_by="language model" if draft.model else "extraction",
        model=draft.model,
    )


def _checked(question: Question, draft: Draft) -> Draft:
    """Return a draft that has something to say, as a refusal where it is not borne out."""
    if not draft.text.strip() or not draft.citations:
        has_nearby = bool(draft.citations)
        return _refused(draft, explain("not stated", "", question.language, has_nearby))
    quotes = [citation.quote for citation in draft.citations]
    if any(unsupported_words(text, quotes) for text in (draft.text, *draft.items)):
        return _refused(draft, cannot_be_checked(question.language))
    return draft


def _refused(draft: Draft, explanation: str) -> Draft:
    """Return the refusal of a draft, with what it would have cited nearby."""
    return replace(
        draft,
        text="",
        items=(),
        citations=(),
        confidence=min(draft.confidence, ABSENT),
        reason="not stated",
        explanation=explanation,
        nearby=draft.citations,
        model="",
    )
