"""Which area of a plan has the highest, the lowest or the strictest value it sets."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.abstaining import Evidence
from qa.citing import cite_target, on_one_line
from qa.comparing.comparability import marked, measure_of, remarks_of
from qa.comparing.phrases import extreme_mark
from qa.frames import labelled
from qa.grounding import Draft, grounded
from qa.indicators import is_all_asked
from qa.plain import plain_area
from qa.topics import area_in, targets_asked
from qa.types import Answer, Citation
from qa.values import value_words

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_WHOLE = re.compile("全[国省市县区州盟域]")
MAX_ROWS = 30
"""More areas are a table; ``python -m qa targets`` prints it."""


def answer_on_areas(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Answer | None:
    """Return the values that a plan sets for its areas, that of the extreme asked for first.

    None where no extreme is asked for, where the question names one of the areas or has another
    topic besides the indicator, and where fewer than two areas have a value that can be set against
    each other.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth; which sentence was found does not matter.
    """
    question = evidence.question
    if evidence.reason == "unknown city" or question.is_over_time:
        return None
    if question.extreme in (None, "earliest", "latest"):
        return None
    years = hits.query.years
    found = [
        target
        for target in targets_asked(index, question.shadow, evidence.selection.plans)
        if target.scope
        and not _WHOLE.match(plain_area(target.scope))
        and (not years or target.year in years)
    ]
    if area_in(question.text, found):
        return None
    measured = [(t, replace(m, area="")) for t in found if (m := measure_of(t))]
    is_one_each = len({t.scope for t, _ in measured}) == len(measured)
    if len(measured) < 2 or not is_one_each or len({t.plan_id for t, _ in measured}) > 1:
        return None
    remarks = remarks_of([m for _, m in measured], [t.scope or "" for t, _ in measured])
    fit = [own for own, remark in zip(measured, remarks, strict=True) if not remark]
    best = marked([measure for _, measure in fit], question.extremes) if len(fit) > 1 else {}
    if not best or not is_all_asked(index, evidence, fit[0][0]):
        return None
    order = [*best, *(place for place in range(len(fit)) if place not in best)][:MAX_ROWS]
    rows: list[str] = []
    cited: dict[Citation, None] = {}
    for place in order:
        target = fit[place][0]
        mark = extreme_mark(best[place], question.language) if place in best else ""
        words = on_one_line(value_words(index.plan(target.plan_id), target))
        scope = on_one_line(target.scope or "")
        rows.append(labelled(scope + mark, words.removeprefix(scope), question.language))
        cited[cite_target(index, target)] = None
    draft = Draft(
        kind="comparison",
        confidence=evidence.confidence_of_facts,
        text="\n".join(rows),
        citations=tuple(cited),
        items=tuple(rows),
    )
    return grounded(question, draft)
