"""Which sentence of each plan answers a question on several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.abstaining import Evidence
from qa.candidates import Candidate
from qa.comparing.presence import MAX_UNKNOWN, presence_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex

MIN_COVERAGE = 0.5
"""Share of the words that the best sentence of a named plan needs."""
FULL_COVERAGE = 0.9
"""The same of a plan that is not named: it says all that was asked for."""


def chosen_of(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Sequence[Candidate]:
    """Return the best sentence of each plan that a question is about, best first.

    Beside those that are nearly as good as the best of all: of a plan that the question names, or
    whose sentence has all of its words, the sentence that has most of them.
    """
    selection = evidence.selection
    chosen = [c for c in selection.chosen if c.plan_id in selection.plans]
    if not (selection.is_across or evidence.question.is_across or selection.is_open):
        return chosen
    is_named = bool(hits.query.cities or hits.query.plans)
    least = MIN_COVERAGE if is_named else FULL_COVERAGE
    left = [own for own in selection.plans if own not in {c.plan_id for c in chosen}]
    presence = presence_of(index, selection.wording, left)
    for plan_id in left:
        own = [c for c in selection.candidates if c.plan_id == plan_id]
        best = max(own, key=lambda c: c.coverage, default=None)
        if best and presence[plan_id] == "speaks" and best.coverage >= least:
            chosen.append(best)
    return chosen


def speaking_of(
    index: "PlanIndex", evidence: Evidence, chosen: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Return the sentences of plans that speak of what a question asks, of who does it.

    None where no plan does and most of its words stand in none: 秸秆打捆机 is not 秸秆. All where
    only other words are meant.
    """
    wording = evidence.selection.wording
    presence = presence_of(index, wording, [c.plan_id for c in chosen])
    speaking = [c for c in chosen if presence[c.plan_id] != "silent"]
    return speaking or (() if wording.unknown > MAX_UNKNOWN else chosen)
