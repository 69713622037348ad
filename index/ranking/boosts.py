"""What of a query lifts a passage: a quotation, a clause, a year, an office, a phrase."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.ranking.phrases import MIN_SENTENCE_CHARS, PhraseIndex, bare
from index.types import Passage, Plan

VERBATIM = 10.0
"""More than any sum of standardised scores: what was asked for word for word comes first."""
NAMED_CLAUSE = 5.0
"""A clause named by its number comes first, behind a quoted sentence."""
PHRASE = 0.5
"""Keywords, a quantity or a code that stand in a passage as they were typed."""
YEAR = 0.3
"""The plan covers a year that the query names, or was issued in it."""
OFFICE = 0.3
"""An office that the query names answers for the passage."""

LETTERHEAD = -1.5
"""A short line around the body, number, date or signature: like every header, and no answer."""
MAX_LETTERHEAD_CHARS = 20


def quoted_passages(query: Query, phrases: PhraseIndex) -> NDArray[np.bool_]:
    """Return which passages have all of a query word for word, where it is a whole sentence."""
    words = bare(query.text)
    return phrases.holders(words if len(words) >= MIN_SENTENCE_CHARS else "")


def bonuses(
    query: Query,
    passages: Sequence[Passage],
    plans: dict[str, Plan],
    phrases: PhraseIndex,
    responsible: Sequence[Sequence[str]],
) -> NDArray[np.float64]:
    """Return what is added to the score of each passage, shape (n,).

    Letterheads aside, which ``letterhead_bonus`` has once for all queries.

    Args:
        query: What was understood.
        passages: Of the whole index, n of them.
        plans: By id.
        phrases: Over the n passages.
        responsible: The offices that answer for each; read only where the query names one.
    """
    total = np.zeros(len(passages), dtype=np.float64)
    total += VERBATIM * quoted_passages(query, phrases)
    named = {pair for mention in query.clauses for pair in mention.clauses}
    if named:
        total += NAMED_CLAUSE * np.array([(p.plan_id, p.clause_id) in named for p in passages])
    if query.years and not query.plans:
        fitting = {plan.id for plan in plans.values() if _covers(plan, query.years)}
        total += YEAR * np.array([passage.plan_id in fitting for passage in passages])
    offices = [name for mention in query.departments for name in mention.names]
    if offices:
        total += OFFICE * np.array([any(name in own for name in offices) for own in responsible])
    mentions = (*query.quantities, *query.standards, *query.document_numbers)
    for phrase in {bare(query.text), *(bare(mention.text) for mention in mentions)}:
        if len(phrase) > 1:
            total += PHRASE * phrases.holders(phrase)
    return total


def _covers(plan: Plan, years: Sequence[int]) -> bool:
    """Tell whether a plan covers one of some years, or was issued in one."""
    issued = plan.issued.year if plan.issued else None
    first, last = plan.period or (1, 0)
    return any(first <= year <= last or year == issued for year in years)


def letterhead_bonus(passages: Sequence[Passage]) -> NDArray[np.float64]:
    """Return ``LETTERHEAD`` for each passage that is one, 0 for the others, shape (n,)."""
    return LETTERHEAD * np.array([_is_letterhead(passage) for passage in passages], dtype=float)


def _is_letterhead(passage: Passage) -> bool:
    """Tell whether a passage is a short line in front of the body or behind it."""
    is_around = passage.clause_id.split("-")[0] in ("0", "z")
    return is_around and len(passage.text) <= MAX_LETTERHEAD_CHARS
