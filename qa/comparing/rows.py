"""An indicator or topic across plans: a row a city and plan, and one a scope of an indicator."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index import FilterError
from index.facts import Target
from qa.candidates import Candidate, candidates_of
from qa.citing import cite, cite_target, on_one_line, printed_answer
from qa.comparing.comparability import Measure, measure_in, measure_of, remarks_of
from qa.facts import targets
from qa.plain import plain, plain_area
from qa.question import read_question
from qa.scope import place_names
from qa.topics import area_in, indicator_named, names_of, stems_of
from qa.types import Comparison, ComparisonRow
from qa.values import value_words
from qa.wording import Wording, wording_of

if TYPE_CHECKING:
    from index import PlanIndex
    from index.types import PlanHead

HITS_A_PLAN = 12
MAX_HITS = 1000
MIN_COVERAGE = 0.6
"""Share of the topic's words that a sentence needs to be about it."""


def compare(index: "PlanIndex", indicator_or_topic: str, cities: Sequence[str] = ()) -> Comparison:
    """Return what each plan says to an indicator or topic.

    Args:
        index: The plans to ask.
        indicator_or_topic: Such as ``秸秆综合利用率``, with an area where only that counts
            (``中心城区PM2.5``); in either script or in English.
        cities: In full or short; one that the index does not have gives a row that says so. All
            cities of the index where it is left out.

    Returns:
        A row a city and plan, in the order of the index. Where the topic is an indicator, the rows
        are the plans' targets: a plan that sets it for several areas or subjects has a row each,
        its own first, and ``target`` says which. Values of another kind than the others' —
        relative against absolute, another base year, unit or area — are kept and marked not
        comparable; ``remark`` says why. Other topics are compared by the sentence that fits best.

    Raises:
        QueryError: the topic is blank, too long, or has control characters.
        ModelError: the embedding model cannot be loaded.
    """
    known, absent = _split_cities(index, cities)
    plans = [plan for plan in index.heads() if not cities or plan.id in known]
    rows: list[ComparisonRow] = []
    indicator = None
    area = ""
    if plans:
        stated, area, indicator = _targets(index, indicator_or_topic, plans)
        rows = _rows(index, indicator_or_topic, plans, stated)
    missing = (ComparisonRow(city, None, "not indexed", "", None, False) for city in absent)
    return Comparison(indicator_or_topic, (*_checked(rows, area), *missing), indicator)


def _split_cities(index: "PlanIndex", cities: Sequence[str]) -> tuple[set[str], list[str]]:
    """Return the ids of the plans of some places, and the names of those that have none."""
    from index.query import Filters, plans_in_scope

    plans = index.heads()
    known: set[str] = set()
    absent: list[str] = []
    for name in Filters(cities=cities).cities:
        try:
            ids = plans_in_scope(Filters(cities=(name,)), plans)
        except FilterError:
            absent.append(name)
        else:
            known |= ids
    return known, list(dict.fromkeys(absent))


def _targets(
    index: "PlanIndex", topic: str, plans: Sequence["PlanHead"]
) -> tuple[dict[str, list[Target]], str, str | None]:
    """Return the targets of a topic by plan, the area that it names, and its indicator's name.

    A plan that sets it for the area named has no others; else its own stand first.
    """
    index.words_of(topic)  # refuses what is no query
    name = indicator_named(index, topic)
    if name is None:
        return {}, "", None
    ids = {plan.id for plan in plans}
    found = [t for t in targets(index, name) if t.plan_id in ids and name in names_of(t.indicator)]
    area = area_in(topic, found)
    by_plan: dict[str, list[Target]] = {}
    for target in found:
        by_plan.setdefault(target.plan_id, []).append(target)
    for plan_id, own in by_plan.items():
        of_area = [target for target in own if plain_area(target.scope) == area]
        by_plan[plan_id] = (area and of_area) or sorted(own, key=lambda t: t.scope is not None)
    return by_plan, area, found[0].indicator if found else None


def _rows(
    index: "PlanIndex", topic: str, plans: Sequence["PlanHead"], stated: dict[str, list[Target]]
) -> list[ComparisonRow]:
    """Return the rows of each plan: of its targets, else of its best sentence."""
    rest = [plan for plan in plans if plan.id not in stated]
    best = _best_sentences(index, topic, rest, stated) if rest else {}
    rows: list[ComparisonRow] = []
    for plan in plans:
        own = [_target_row(index, target) for target in stated.get(plan.id, ())]
        rows += own or [_sentence_row(index, plan, best.get(plan.id), bool(stated))]
    return rows


def _best_sentences(
    index: "PlanIndex", topic: str, plans: Sequence["PlanHead"], stated: dict[str, list[Target]]
) -> dict[str, Candidate]:
    """Return the sentence of each plan that is most about a topic, where one is.

    Where others set a target, it must name the indicator: one that is only near is about something
    else.
    """
    ids = tuple(plan.id for plan in plans)
    hits = index.search(topic, k=min(MAX_HITS, HITS_A_PLAN * len(plans)), plans=ids)
    wording = wording_of(index.words_of(topic), place_names(index))
    question = replace(read_question(topic), asks="number")
    found = candidates_of(index, hits, question, wording)
    if stated:
        names = {n for own in stated.values() for t in own for n in stems_of(t.indicator)}
        about = [own for own in found if any(name in plain(own.shadow.text) for name in names)]
    else:
        about = _about(found, wording)
        # A topic without a number in any plan is compared by what the plans say of it.
        if not any(own.found.is_fitting for own in about):
            question = replace(question, asks="passage")
            about = _about(candidates_of(index, hits, question, wording), wording)
    best: dict[str, Candidate] = {}
    for own in sorted(about, key=lambda own: (not own.found.is_fitting, -own.score)):
        best.setdefault(own.plan_id, own)
    return best


def _about(candidates: Sequence[Candidate], wording: Wording) -> list[Candidate]:
    """Return the sentences that are about a topic."""
    return [
        own
        for own in candidates
        if own.coverage >= MIN_COVERAGE and not wording.absent_code(own.shadow.text.lower())
    ]


def _target_row(index: "PlanIndex", target: Target) -> ComparisonRow:
    """Return the row of a target."""
    return ComparisonRow(
        city=index.plan(target.plan_id).place,
        plan_id=target.plan_id,
        status="stated" if target.value is not None else "no value",
        text=on_one_line(value_words(index.plan(target.plan_id), target)),
        citation=cite_target(index, target),
        comparable=target.value is not None,
        target=target,
    )


def _sentence_row(
    index: "PlanIndex", plan: "PlanHead", found: Candidate | None, needs_number: bool
) -> ComparisonRow:
    """Return the row of a plan's best sentence.

    Where others set a target, a sentence is no target: its number may be another thing's.
    """
    if found is None:
        return ComparisonRow(plan.place, plan.id, "not stated", "", None, False)
    cited = cite(index, found)
    if needs_number:
        text = on_one_line(cited.quote)
        return ComparisonRow(plan.place, plan.id, "no value", text, cited, False)
    text = printed_answer(index, found)
    return ComparisonRow(plan.place, plan.id, "stated", text, cited, True)


def _checked(rows: Sequence[ComparisonRow], area: str) -> list[ComparisonRow]:
    """Return rows with those marked that cannot be set against the others."""
    said = [row for row in rows if row.citation]
    measures = [_measure(row) for row in said]
    if not any(measures) and not any(row.target for row in said):
        return list(rows)
    remarks = remarks_of(measures, [row.plan_id or "" for row in said], area)
    checked = {
        id(row): replace(row, comparable=not remark, remark=remark)
        for row, remark in zip(said, remarks, strict=True)
    }
    return [checked.get(id(row), row) for row in rows]


def _measure(row: ComparisonRow) -> Measure | None:
    """Return the measure of a row, None where it has no number."""
    if row.status == "no value":
        return None
    return measure_of(row.target) if row.target else measure_in(row.text)
