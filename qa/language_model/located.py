"""Quotations looked up in the passages that they are said to stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.quoting import find_quote
from index.text import split_sentences
from qa.citing import cite_range
from qa.language_model.reply import Quotation
from qa.language_model.request import ShownPassage
from qa.support import cuts_number
from qa.types import Citation

if TYPE_CHECKING:
    from index import Plan, PlanIndex

MIN_QUOTE_CHARS = 4
"""Letters and figures of a quotation; fewer (35, 的) stand everywhere and bear nothing out."""


@dataclass(frozen=True, slots=True)
class Located:
    """A quotation where it stands.

    Attributes:
        text: As the plan prints it, from the first character quoted to the last; a number at an
            edge is whole, so that nobody can quote 5% of 95%.
        citation: Of the sentences that hold it: words cut out of one can say the opposite.
    """

    text: str
    citation: Citation


def locate(
    index: "PlanIndex", quotations: Sequence[Quotation], shown: Sequence[ShownPassage]
) -> tuple[Located, ...]:
    """Return the quotations that stand in the passages they name, in order.

    Each is looked for in its passage alone, as far as that was sent: exactly, or but for script,
    width, white space, the style of marks and what an erratum repairs.

    Args:
        index: Of the passages.
        quotations: As the model gave them.
        shown: The passages, in the order of their numbers.
    """
    found = (_located(index, own, shown) for own in quotations)
    return tuple(dict.fromkeys(own for own in found if own is not None))


def _located(
    index: "PlanIndex", quotation: Quotation, shown: Sequence[ShownPassage]
) -> Located | None:
    """Return a quotation where it stands; None where it does not."""
    is_short = sum(map(str.isalnum, quotation.quote)) < MIN_QUOTE_CHARS
    if is_short or not 1 <= quotation.passage <= len(shown):
        return None
    own = shown[quotation.passage - 1]
    passage, plan = own.passage, index.plan(own.passage.plan_id)
    place = find_quote(plan, quotation.quote, passage.start, own.end)
    if place is None:
        return None
    start, end = _with_whole_numbers(plan, *place)
    sentences = [
        (first, last)
        for first, last in split_sentences(plan.text, passage.start, passage.end)
        if first < end and start < last
    ]
    first = min([start, *(sentence[0] for sentence in sentences)])
    last = max([end, *(sentence[1] for sentence in sentences)])
    cited = cite_range(index, passage.plan_id, passage.clause_id, first, last)
    return Located(plan.text[start:end], cited)


def _with_whole_numbers(plan: "Plan", start: int, end: int) -> tuple[int, int]:
    """Return a range that no longer begins or ends inside a number."""
    while cuts_number(plan.text, start):
        start -= 1
    while cuts_number(plan.text, end):
        end += 1
    return start, end
