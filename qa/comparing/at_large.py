"""A question on all plans, asked of each that may say something to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.abstaining import Evidence, weigh_one_of_several
from qa.candidates import HITS, Candidate
from qa.comparing.stating import chances_of, told_by

if TYPE_CHECKING:
    from index import Hits, PlanIndex

PLANS, PASSAGES = 12, 2
"""The first plans of a search, and as many passages of each as are read."""
LIKELY = 0.45
"""Probability from which a plan's best sentence is shown, if it rather answers than not for itself
as well: of all plans fewer say something than of those that a question names."""


def weigh_at_large(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Evidence:
    """Return what the hits of a question on all plans are worth, each plan weighed for itself.

    Plans behind the first keep what was found for them all at once. The evidence as it is where the
    question is on one plan, or on those that it names, or on what is in no plan; where there is no
    reader; and where no plan is likely to say something.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth as a whole.
    """
    question, selection = evidence.question, evidence.selection
    is_at_large = selection.is_open and selection.is_across and selection.is_read
    if evidence.is_final or not is_at_large or question.wants == "silence" or question.became:
        return evidence
    alone = replace(question, is_across=False)
    asked = _first_plans(hits, selection.candidates)
    found = []
    for plan_id in asked:
        own = index.search(question.text, k=HITS, plans=(plan_id,))
        found.append(weigh_one_of_several(index, own, alone, passages=PASSAGES))
    told = [told_by(own) for own in found]
    likely = [
        (chance, own)
        for own, its, chance in zip(found, told, chances_of(told), strict=True)
        if its and chance and its.odds >= 0 and chance >= LIKELY
    ]
    if not likely:
        return evidence
    likely.sort(key=lambda pair: -pair[0])
    candidates = [own for one in found for own in one.selection.candidates]
    candidates += [own for own in selection.candidates if own.plan_id not in asked]
    chosen = [own.selection.chosen[0] for _, own in likely]
    chosen += [own for own in selection.chosen if own.plan_id not in asked]
    return replace(
        evidence,
        selection=replace(
            selection,
            chosen=tuple(chosen),
            candidates=tuple(sorted(candidates, key=lambda own: -own.score)),
        ),
        features=likely[0][1].features,
        confidence=min(own.confidence for _, own in likely),
        reason=None,
        detail="",
    )


def _first_plans(hits: "Hits", candidates: Sequence[Candidate]) -> list[str]:
    """Return the first plans of a search that have a candidate, best first.

    Of those without the quantity or code that is asked about there is none where others have it.
    """
    held = {own.plan_id for own in candidates}
    passages = (passage.plan_id for hit in hits for passage in hit.passages)
    return [plan_id for plan_id in dict.fromkeys(passages) if plan_id in held][:PLANS]
