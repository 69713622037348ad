"""What a plan sets for the indicator that a question asks the value of: by area, or instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.facts import Target
from index.text import shadow_of
from qa.abstaining import Evidence
from qa.areas import asked_areas
from qa.citing import cite_target, on_one_line
from qa.plain import plain_area
from qa.quantities import wanted_unit
from qa.question import Question
from qa.support import unsupported_words
from qa.topics import area_in, names_of, targets_named
from qa.types import Citation
from qa.values import value_words

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_CHANGE = re.compile(
    r"下降|降低|减少|减排|提高|增加|增长|提升|上升|降幅|升幅|reduc|decreas|cut|fall|increas"
)
_TARGET = re.compile(r"目标|指标|target")
_VALUE_WORD = re.compile(
    r"目标值?|指标|限值|浓度|比[率例]|年均|平均|控制|达到|下降|降低|减少|减排|提高|低于|高于|少于|不低于|不高于"
    r"|不超过|以下|以上|以内|要求|天数|数值|水平|全[市县省州区]|年均值|均值|同比|[升降增减]?[到至]|附[表件]|表"
)
"""Words that ask for a value, and name no topic of their own."""
MAX_AREAS = 8
"""More are a table; ``python -m qa targets`` prints it."""


def values_asked(index: "PlanIndex", evidence: Evidence) -> tuple[Target, ...]:
    """Return what the plans asked about set for an indicator whose value a question asks."""
    question = evidence.question
    if question.asks != "number":
        return ()
    found = targets_named(index, question, evidence.selection.plans)
    area = area_in(question.text, found)
    return tuple(t for t in found if not area or plain_area(t.scope) == area)[:MAX_AREAS]


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
    is_chosen = bool(area_in(evidence.question.text, found)) or len(shares) > 1
    if not (is_found and is_several) or is_chosen:
        return Stated()
    return stated(index, found)


def value_of_one(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Stated:
    """Return the one value that a plan sets for what a question asks, by year, area and kind.

    Where it sets one for each of several areas and none for all, and the question names no area,
    all of these. None where the question has another topic besides the indicator, or where several
    values fit.
    """
    question, selection = evidence.question, evidence.selection
    found = targets_named(index, question, selection.plans) if _asks_value(question) else ()
    area = area_in(question.text, found)
    # The value of an area that a wider document sets is no other plan's.
    found = tuple(t for t in found if plain_area(t.scope) == area) if area else found
    several = len({target.plan_id for target in found}) > 1
    if not found or several or (question.is_over_time and len(selection.plans) > 1):
        return Stated()
    if not area and asked_areas(question.text, index.plan(found[0].plan_id)).asked:
        return Stated()
    fitting = [t for t in found if (plain_area(t.scope) == area or (not area and not t.scope))]
    if hits.query.years:
        fitting = [target for target in fitting if target.year in hits.query.years]
    relative = _CHANGE.search(question.shadow) is not None
    fitting = [t for t in fitting if t.is_relative is relative] or (
        [] if relative else [t for t in fitting if t.is_relative]
    )
    units = wanted_unit(question.shadow).split(" ")
    counted = [t for t in fitting if any(re.search(unit, t.unit) for unit in units if unit)]
    fitting = counted or fitting
    if _is_said_otherwise(evidence, units[0], fitting):
        return Stated()
    of_year = [t for t in found if not hits.query.years or t.year in hits.query.years]
    if not area and _is_by_area(of_year) and is_all_asked(index, evidence, of_year[0]):
        return stated(index, of_year[:MAX_AREAS])
    is_one = len({(target.value, target.value_max, target.unit) for target in fitting}) == 1
    if not is_one or not is_all_asked(index, evidence, fitting[0]):
        return Stated()
    return stated(index, fitting[:1])


def _is_said_otherwise(evidence: Evidence, unit: str, fitting: Sequence[Target]) -> bool:
    """Tell whether what was found has the likeliest unit, and what is set has another.

    比2020年下降20%,年均值控制在41微克 sets the one, and says the other.
    """
    chosen = evidence.selection.chosen
    if evidence.reason is not None or not chosen or not unit:
        return False
    best = chosen[0]
    said = best.shadow.text[best.found.start : best.found.end]
    is_set = any(re.search(unit, target.unit) for target in fitting)
    return bool(re.search(unit, said)) and not is_set


def _is_by_area(found: Sequence[Target]) -> bool:
    """Tell whether a plan sets a value for each of several areas, and none for all of it."""
    areas = [plain_area(target.scope) for target in found]
    return "" not in areas and len(set(areas)) == len(areas) > 1


def _asks_value(question: Question) -> bool:
    """Tell whether a question asks how much something is to be."""
    return question.asks == "number" or (
        question.asks == "passage" and _TARGET.search(question.shadow) is not None
    )


def is_value_word(word: str) -> bool:
    """Tell whether a word asks for a value, and names no topic of its own."""
    return _VALUE_WORD.fullmatch(word) is not None


def is_all_asked(index: "PlanIndex", evidence: Evidence, target: Target) -> bool:
    """Tell whether a question names nothing but a target's indicator, its area and its clause."""
    around = shadow_of(f"{target.quote}\n{target.scope or ''}\n").text.lower()
    around += "".join(names_of(target.indicator)) + shadow_of(index.plan(target.plan_id).title).text
    wording, area = evidence.selection.wording, plain_area(target.scope)
    return all(
        is_value_word(word.text)
        or (area and word.text.startswith(area))
        or any(spelling in around for spelling in (word.text, *word.alternatives))
        for word in wording.words
        if word.weight >= 1.0 and len(word.text) > 1
        # No plan has an English word that leads to none of theirs.
        if word.is_indexed or evidence.question.language != "en"
    )


def stated(index: "PlanIndex", found: Sequence[Target]) -> Stated:
    """Return targets as they are said, each with its area."""
    parts = []
    for target in found:
        words = _with_figures(on_one_line(value_words(index.plan(target.plan_id), target)), target)
        scope = on_one_line(target.scope or "")
        if unsupported_words(scope, [cite_target(index, target).quote]):
            scope = ""
        parts.append(words if words.startswith(scope) else f"{scope}{words}")
    cited = dict.fromkeys(cite_target(index, target) for target in found)
    return Stated(tuple(dict.fromkeys(parts)), tuple(cited))


def _with_figures(words: str, target: Target) -> str:
    """Return the words of a value, with the value in figures where they have none: 百分之十二."""
    if target.value is None or f"{target.value:.15g}" in shadow_of(words).text:
        return words
    return f"{words}（{target.comparator}{target.value:.15g}{target.unit}）"
