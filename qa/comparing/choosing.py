"""Which sentence of each plan answers a question on several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.abstaining import Evidence
from qa.candidates import Candidate
from qa.comparing.presence import MAX_UNKNOWN, presence_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex

MIN_COVERAGE = 0.5
"""Share of the words that the passage of a named plan's best sentence needs."""
FULL_COVERAGE = 0.9
"""Share that a sentence of another plan needs: it says all that was asked for."""


def chosen_of(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Sequence[Candidate]:
    """Return the best sentence of each plan that a question is about, best first.

    Beside those that likely answer: of a plan that the question names the best sentence of a
    passage that has half of its words, of another one a sentence that has all.
    """
    selection = evidence.selection
    chosen = [c for c in selection.chosen if c.plan_id in selection.plans]
    if not (selection.is_across or evidence.question.is_across or selection.is_open):
        return chosen
    is_named = bool(hits.query.cities or hits.query.plans)
    is_of_topic = is_named and evidence.question.asks in ("passage", "list")
    least = MIN_COVERAGE if is_named else FULL_COVERAGE
    left = [own for own in selection.plans if own not in {c.plan_id for c in chosen}]
    presence = presence_of(index, selection.wording, left)
    for plan_id in left:
        fit = (
            own
            for own in selection.candidates
            if own.plan_id == plan_id
            and not own.is_heading
            and (own.context_coverage if is_of_topic else own.coverage) >= least
        )
        is_there = presence[plan_id] == "speaks" or (is_of_topic and presence[plan_id] != "silent")
        if is_there and (best := next(fit, None)):
            chosen.append(best)
    return chosen


def speaking_of(
    index: "PlanIndex", evidence: Evidence, chosen: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Return the sentences of plans that speak of what a question asks, of who does it.

    Where most of its words stand in no plan, those that have the others are no answer: 秸秆打捆机
    is not 秸秆. All where most do.
    """
    wording = evidence.selection.wording
    if wording.unknown <= MAX_UNKNOWN:
        return chosen  # what was read may say it in other words
    presence = presence_of(index, wording, [c.plan_id for c in chosen])
    return [c for c in chosen if presence[c.plan_id] != "silent"]
