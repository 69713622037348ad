"""The values that a plan sets for each of its areas, and all goals that it sets."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.facts import Target
from index.text import CHINESE_COUNT, shadow_of, split_sentences
from qa.agreeing import asked_years, pollutant_agreement, pollutants_in, year_agreement
from qa.areas import Area, areas_in, asked_areas, said_of
from qa.citing import cite_range, on_one_line
from qa.frames import list_in
from qa.indicators import is_value_word, stated
from qa.lookups.answers import Row, answer_of_rows, refusal
from qa.plain import plain_area
from qa.quantities import fitting_quantities, wanted_unit
from qa.question import Question
from qa.scope import asked_plans, place_names
from qa.topics import area_in, names_of, targets_named
from qa.types import Answer, Citation
from qa.wording import without_frame, wording_of

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex

_UNIT = r"(?:城市|城区|街道|地区|区域|[省市县区州盟旗镇乡地])"
_UNIT_ENGLISH = "(?:district|county|city|town|township|prefecture|province)"
_UNITS = r"(?:districts|counties|cities|towns|townships|prefectures|provinces|regions|areas)"
EACH_AREA = re.compile(
    rf"(?:各个?|每一?个?|所有|下[辖属]|分){_UNIT}+"
    rf"|(?:\d+|{CHINESE_COUNT})个?{_UNIT}+(?:各|分别)"
    rf"|\b(?:each|every|per|by) (?:\w+ )?{_UNIT_ENGLISH}\b"
    rf"|\b(?:all|each|individual|its|the|various)\W(?:\w+\W+){{0,3}}?{_UNITS}\b"
)
"""Determiners that hand something out, before an administrative division."""
_PROVINCE, _ANY_SIZE = re.compile("省|province"), re.compile("地|区域|region|area")
_GOAL = re.compile(r"目标|指标|限值|\b(?:targets?|goals?|limits?)\b")
_EVERY = re.compile(
    r"列[出举明]|全部|所有|各项|每一?项|哪些|哪几|\b(?:list|all|every|each|which)\b"
)
"""What asks for a list, or for all of several."""
_HEADING = re.compile(r"[^\d,，。:：;；]{0,10}(?:目标|指标)[^\d,，。:：;；]{0,6}")
_WHOLE = re.compile(r"全[国省市县区州盟域]|\bwhole\b")
_PART = re.compile("^(?![全各]).*(?:[区县州盟旗镇乡]|盆地)$")
_ASKED = ("number", "list", "passage")
RARE = 1.5
"""Weight of a word that few passages have."""


def find_by_area(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return what a plan sets for each of its areas; a refusal where it sets none by area.

    None where a question does not ask for the values of all areas of one place's plan, or has
    another topic besides the indicator.
    """
    each = EACH_AREA.search(question.shadow)
    if not each or not _is_on_one_place(index, hits, question):
        return None
    plan_ids = asked_plans(index, hits, question)
    if question.extreme or (question.is_over_time and len(plan_ids) > 1):
        return None
    named = targets_named(index, question, plan_ids)
    pollutants = [usual for *_, usual in pollutants_in(question.shadow)]
    is_listing = bool(pollutants) or not named
    if is_listing and not pollutants:
        if not (_GOAL.search(question.shadow) and wanted_unit(question.shadow)):
            return None
        units = wanted_unit(question.shadow).split(" ")[0]
        every = (t for plan_id in plan_ids for t in index.facts(plan_id).targets)
        named = tuple(target for target in every if re.search(units, target.unit))
    if question.asks == "passage" and not _GOAL.search(question.shadow):
        return None
    if any(EACH_AREA.search(shadow_of(target.quote).text) for target in named):
        return None  # 各县区不高于9吨 sets one value for each
    found = (_by_area(index, own, question, named, each[0], is_listing) for own in plan_ids)
    rows = [row for row in found if row]
    said = [citation.quote for row in rows for citation in row.citations]
    names = [name for target in named for name in names_of(target.indicator)]
    if not _is_all_said(index, hits, plan_ids, [*said, *names, *pollutants]):
        return None
    if rows:
        return answer_of_rows(index, question, "list", rows) if len(rows) == 1 else None
    return refusal(question, "number", each.group(), stated(index, named[:3]).citations)


def find_goals(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the sentences in which a plan sets its goals, of the year asked about.

    None where a question names an indicator, or has another topic.
    """
    is_listing = question.asks == "list" or _EVERY.search(question.shadow)
    if not is_listing or not _GOAL.search(question.shadow):
        return None
    if not _is_on_one_place(index, hits, question):
        return None
    plan_ids = asked_plans(index, hits, question)
    is_named = targets_named(index, question, plan_ids) or any(pollutants_in(question.shadow))
    if len(plan_ids) > 1 or is_named:
        return None
    (plan_id,) = plan_ids
    plan, targets = index.plan(plan_id), index.facts(plan_id).targets
    counts = Counter(target.clause_id for target in targets)
    headed = [c.id for c in plan.clauses if counts[c.id] and any(map(_is_of_goals, c.path))]
    within = headed or [clause_id for clause_id, _ in counts.most_common(1)]
    # An annex may be headed so as well; the goals of the plan are in the first part that is.
    goals = [t for t in targets if t.clause_id in within and _part(t.clause_id) == _part(within[0])]
    if asked_areas(question.text, plan).asked:
        area = area_in(question.text, goals)
        goals = [target for target in goals if area and plain_area(target.scope) == area]
    elif _WHOLE.search(question.shadow):
        goals = [target for target in goals if not _is_part(target.scope)]
    asked = asked_years(question.shadow, plan)
    years = (asked.of_values or asked.naming) & ({t.year for t in goals} | asked.of_values)
    goals = [target for target in goals if not years or target.year in years]
    citations = tuple(_sentences(index, plan, goals))
    said = [citation.quote for citation in citations]
    if not goals or not _is_all_said(index, hits, plan_ids, said):
        return None
    items = tuple(on_one_line(quote).rstrip("；;。 ") for quote in said)
    row = Row(plan_id, list_in(items, question.language), citations, items)
    return answer_of_rows(index, question, "list", [row])


def _is_on_one_place(index: "PlanIndex", hits: "Hits", question: Question) -> bool:
    """Tell whether a question asks for what the plans of one place, or one plan of none, say."""
    heads = map(index.plan, asked_plans(index, hits, question)) if hits.plans else ()
    is_one = len({head.place or head.province or head.id for head in heads}) == 1
    return is_one and question.asks in _ASKED


def _is_of_goals(heading: str | None) -> bool:
    """Tell whether a heading is one of goals."""
    return bool(heading and _HEADING.fullmatch(shadow_of(heading).text))


def _part(clause_id: str) -> str:
    """Return the part of a plan that a clause belongs to, by its number."""
    return clause_id.partition(".")[0]


def _is_all_said(
    index: "PlanIndex", hits: "Hits", plan_ids: tuple[str, ...], said: list[str]
) -> bool:
    """Tell whether the rare words of a question stand in what is said, or name the plan."""
    heads = map(index.plan, plan_ids)
    names = [own or "" for h in heads for own in (h.title, h.city, h.county, h.province)]
    around = shadow_of("\n".join([*said, *names])).text.lower()
    text = shadow_of(hits.query.content or hits.query.text).text.lower()
    asked = index.words_of(without_frame(EACH_AREA.sub(" ", text)))
    return all(
        is_value_word(word.text)
        or areas_in(word.text)
        or any(spelling in around for spelling in (word.text, *word.alternatives))
        for word in wording_of(asked, place_names(index)).words
        if word.is_indexed and word.weight >= RARE and len(word.text) > 1
    )


def _sentences(index: "PlanIndex", plan: "Plan", targets: list[Target]) -> Iterator[Citation]:
    """Yield the sentences of a plan that some targets stand in, each once."""
    clauses = {clause.id: clause for clause in plan.clauses}
    for clause_id in dict.fromkeys(target.clause_id for target in targets):
        clause = clauses[clause_id]
        for start, end in split_sentences(plan.text, clause.start, clause.end):
            if any(start < t.end and t.start < end for t in targets if t.clause_id == clause_id):
                yield cite_range(index, plan.id, clause_id, start, end)


def _by_area(
    index: "PlanIndex",
    plan_id: str,
    question: Question,
    named: tuple[Target, ...],
    each: str,
    is_listing: bool,
) -> Row | None:
    """Return what a plan sets by area: its targets, or the sentence where it holds more."""
    plan = index.plan(plan_id)
    own = [target for target in named if target.plan_id == plan_id]
    asked = asked_years(question.shadow, plan)
    years = asked.of_values | asked.naming & {target.year for target in own}
    fit = [
        target
        for target in own
        if _is_part(target.scope, each) and (not years or target.year in years)
    ]
    found: dict[int, tuple[tuple[str, ...], tuple[Citation, ...]]] = {}
    listing = _listing(plan, question, frozenset(years), fit, each) if is_listing else ()
    for clause_id, start, first, end in listing:
        cited = cite_range(index, plan_id, clause_id, start, end)
        found[start] = (on_one_line(plan.text[first:end]),), (cited,)
        fit = [target for target in fit if not (start < target.end and target.start < end)]
    for target in fit:
        said = stated(index, [target])
        found.setdefault(target.start, ((), ()))
        values, places = found[target.start]
        found[target.start] = (*values, *said.values), (*places, *said.citations)
    items = tuple(dict.fromkeys(item for at in sorted(found) for item in found[at][0]))
    citations = tuple(dict.fromkeys(cited for at in sorted(found) for cited in found[at][1]))
    return Row(plan_id, list_in(items, question.language), citations, items) if items else None


def _is_part(scope: str | None, each: str = "") -> bool:
    """Tell whether a scope is an area of a plan, of the kind that is asked for."""
    text = shadow_of(scope or "").text
    areas = areas_in(text)
    return any(_is_of_kind(area, each) for area in areas) or (not areas and bool(_PART.match(text)))


def _is_of_kind(area: Area, each: str) -> bool:
    """Tell whether an area is of the size asked for: 各省, or 各市; 各地 are of any."""
    sizes = {len(code) if code.isdigit() else 0 for code in area.codes}
    if not each or _ANY_SIZE.search(each):
        return True
    return sizes == {2} if _PROVINCE.search(each) else not sizes & {0, 2}


def _listing(
    plan: "Plan",
    question: Question,
    years: frozenset[int],
    targets: list[Target],
    each: str,
) -> Iterator[tuple[str, int, int, int]]:
    """Yield the sentences with values of areas that are no targets, and the first area in each."""
    units = wanted_unit(question.shadow)
    own = {plan.county, plan.city, plan.province}
    is_named = any(pollutants_in(question.shadow))
    for clause in plan.clauses if units else ():
        for start, end in split_sentences(plan.text, clause.start, clause.end):
            shadow = shadow_of(plan.text[start:end], plan.errata, start=start)
            text = shadow.text.lower()
            if not any(pollutants_in(text)):
                continue
            found = [
                (areas, match.span())
                for match in fitting_quantities(text, units)
                if (areas := [a for a in said_of(text, *match.span()) if not a.names & own])
                and all(_is_of_kind(area, each) for area in areas)
                and pollutant_agreement(text, question.shadow, match.end()) >= is_named
                and year_agreement(text[: match.start()], match.group(), years) >= 0
            ]
            spans = [shadow.source_range(*span) for _, span in found]
            is_typed = all(any(a < t.end and t.start < b for t in targets) for a, b in spans)
            if is_typed and len(spans) < 2:
                continue
            first = min(area.start for areas, _ in found for area in areas)
            last = len(shadow.text.rstrip(" \n。；;"))
            yield clause.id, start, *shadow.source_range(first, last)
