"""What a plan sets for the indicator that a question asks the value of: by area, or instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.facts import Target
from qa.citing import cite_target, on_one_line
from qa.comparing.values import value_words
from qa.evidence import Evidence
from qa.plain import plain_area
from qa.topics import area_in, targets_asked
from qa.types import Citation

if TYPE_CHECKING:
    from index import PlanIndex

MAX_AREAS = 8
"""More are a table; ``python -m qa targets`` prints it."""


def values_asked(index: "PlanIndex", evidence: Evidence) -> tuple[Target, ...]:
    """Return what the plans asked about set for an indicator whose value a question asks."""
    question = evidence.question
    if question.asks != "number":
        return ()
    return targets_asked(index, question.shadow, evidence.selection.plans)[:MAX_AREAS]


@dataclass(frozen=True, slots=True)
class Stated:
    """Values, each with its area as printed (桂平市不高于53微克/立方米), and where they stand."""

    values: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


def values_by_area(index: "PlanIndex", evidence: Evidence) -> Stated:
    """Return the values that one plan sets, each with its area; none unless it sets several.

    That is so where a question names none of them and the plan has no value of its own: the one
    sentence that was found would stand for all.
    """
    found = values_asked(index, evidence)
    best = evidence.selection.chosen[0]
    is_found = any(best.start < t.end and t.start < best.end for t in found)
    areas = {plain_area(target.scope) for target in found}
    is_several = len(areas) > 1 and "" not in areas and len({t.plan_id for t in found}) == 1
    wording = evidence.selection.wording
    shares = {wording.coverage(plain_area(target.scope)) for target in found}
    is_chosen = bool(area_in(evidence.question.shadow, found)) or len(shares) > 1
    if not (is_found and is_several) or is_chosen:
        return Stated()
    return stated(index, found)


def stated(index: "PlanIndex", found: Sequence[Target]) -> Stated:
    """Return targets as they are said, each with its area."""
    parts = []
    for target in found:
        words = on_one_line(value_words(index.plan(target.plan_id), target))
        scope = on_one_line(target.scope or "")
        parts.append(words if words.startswith(scope) else f"{scope}{words}")
    cited = dict.fromkeys(cite_target(index, target) for target in found)
    return Stated(tuple(dict.fromkeys(parts)), tuple(cited))
