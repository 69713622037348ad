"""What the reader is shown: a question, and a passage under the headings it stands beneath."""

from collections.abc import Iterable
from dataclasses import dataclass

from index import Hit, Passage
from index.text import Shadow, shadow_of
from index.types import Erratum

MAX_TOKENS = 384
"""Of a question and a passage together: a passage has at most 400 characters."""
MAX_HEADINGS = 120
"""Characters of the headings, of which the lowest are kept."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A question beside a passage.

    Attributes:
        question: Its shadow, with the model's prompt.
        context: Title, headings and the passage's shadow.
        start: Where the passage's shadow begins in ``context``.
        shadow: Of the passage; its offsets count from the plan's beginning.
    """

    question: str
    context: str
    start: int
    shadow: Shadow


def input_of(question: str, hit: Hit, passage: Passage, errata: Iterable[Erratum]) -> ReaderInput:
    """Return what the reader is shown of a passage of a hit.

    Args:
        question: As it was asked.
        hit: That the passage belongs to.
        passage: What is read.
        errata: Of the passage's plan.
    """
    shadow = shadow_of(passage.text, errata, start=passage.start)
    return shown(question, hit.title, [heading for heading in hit.path if heading], shadow)


def shown(question: str, title: str, headings: Iterable[str], shadow: Shadow) -> ReaderInput:
    """Return what the reader is shown.

    Args:
        question: As it was asked.
        title: Of the document.
        headings: Above the passage, from the top; one that the passage begins with is left out.
        shadow: Of the passage.
    """
    above = [shadow_of(heading).text for heading in headings]
    above = [heading for heading in above if not shadow.text.startswith(heading)]
    head = f"{shadow_of(title).text} {' '.join(above)[-MAX_HEADINGS:]}".strip() + "\n"
    return ReaderInput(asked_of(question), head + shadow.text, len(head), shadow)


def asked_of(question: str) -> str:
    """Return a question as the reader is shown it: its shadow, with the model's prompt."""
    return f"query: {shadow_of(question).text}"
