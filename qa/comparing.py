"""An indicator or topic across plans: a row a city and plan."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index import FilterError
from qa.answering import cite, printed
from qa.candidates import Candidate, candidates_of
from qa.question import read_question
from qa.types import Comparison, ComparisonRow
from qa.wording import Wording, wording_of

if TYPE_CHECKING:
    from index import Plan, PlanIndex

HITS_A_PLAN = 12
MIN_COVERAGE = 0.6
"""Share of the topic's words that a sentence needs to be about it."""
_RELATIVE = re.compile(r"下降|减少|降低|削减|增加|增长|提高|提升|翻番")
_UNIT = re.compile(r"微克|毫克|%|‰|万吨|吨|蒸吨|天|辆|万?亩|公里|平方米|[户家台个]|亿?元|年")


def compare(index: "PlanIndex", indicator_or_topic: str, cities: Sequence[str] = ()) -> Comparison:
    """Return what each plan says to an indicator or topic.

    Args:
        index: The plans to ask.
        indicator_or_topic: Such as ``秸秆综合利用率``; in either script or in English.
        cities: In full or short; one that the index does not have gives a row that says so. All
            cities of the index where it is left out.

    Returns:
        A row a city and plan, by city in the order of the index. ``not stated`` means that no
        sentence of the plan is about it. A value that is relative where most are absolute, or in
        another unit, is not comparable, and ``remark`` says why.

    Raises:
        QueryError: the topic is blank, too long, or has control characters.
        ModelError: the embedding model cannot be loaded.
    """
    known, absent = _split_cities(index, cities)
    plans = [plan for plan in index.plans() if not cities or plan.city in known]
    rows: list[ComparisonRow] = []
    if plans:
        rows = _rows(index, indicator_or_topic, plans)
    missing = (ComparisonRow(city, None, "not indexed", "", None, False) for city in absent)
    return Comparison(indicator_or_topic, (*_checked(rows), *missing))


def _split_cities(index: "PlanIndex", cities: Sequence[str]) -> tuple[set[str], list[str]]:
    """Return the cities that the index has, in full, and the names of the others."""
    from index import Filters, plans_in_scope

    plans = index.plans()
    known: set[str] = set()
    absent: list[str] = []
    for name in Filters(cities=cities).cities:
        try:
            ids = plans_in_scope(Filters(cities=(name,)), plans)
        except FilterError:
            absent.append(name)
        else:
            known |= {plan.city for plan in plans if plan.id in ids and plan.city}
    return known, absent


def _rows(index: "PlanIndex", topic: str, plans: Sequence["Plan"]) -> list[ComparisonRow]:
    """Return a row for each plan."""
    ids = tuple(plan.id for plan in plans)
    hits = index.search(topic, k=min(1000, HITS_A_PLAN * len(plans)), plans=ids)
    wording = wording_of(index.words_of(topic), {plan.city for plan in plans if plan.city})
    question = replace(read_question(topic), asks="number")
    candidates = candidates_of(index, hits, question, wording)
    about = _about(candidates, wording)
    # A topic without a number in any plan is compared by what the plans say of it.
    if not any(own.found.is_fitting for own in about):
        question = replace(question, asks="passage")
        candidates = candidates_of(index, hits, question, wording)
        about = _about(candidates, wording)
    best: dict[str, Candidate] = {}
    for own in sorted(about, key=lambda own: (not own.found.is_fitting, -own.score)):
        best.setdefault(own.plan_id, own)
    return [_row(index, plan, best.get(plan.id)) for plan in plans]


def _about(candidates: Sequence[Candidate], wording: Wording) -> list[Candidate]:
    """Return the sentences that are about a topic."""
    return [
        own
        for own in candidates
        if own.coverage >= MIN_COVERAGE and not wording.absent_code(own.shadow.text.lower())
    ]


def _row(index: "PlanIndex", plan: "Plan", found: Candidate | None) -> ComparisonRow:
    """Return the row of one plan."""
    if found is None:
        return ComparisonRow(plan.city, plan.id, "not stated", "", None, False)
    text = printed(index, found, found.found.start, found.found.end)
    return ComparisonRow(plan.city, plan.id, "stated", text, cite(index, found), True)


def _checked(rows: Iterable[ComparisonRow]) -> list[ComparisonRow]:
    """Return rows with those marked that cannot be set against the others."""
    rows = list(rows)
    stated = [_measure(row.text) for row in rows if row.status == "stated"]
    if not any(unit for _, unit in stated):
        return rows
    (usual, _), *_ = Counter(measure for measure in stated if measure[1]).most_common()
    return [_compared(row, usual) if row.status == "stated" else row for row in rows]


def _measure(text: str) -> tuple[bool, str]:
    """Return whether a value is a change, and its unit."""
    unit = _UNIT.search(re.sub(r"20\d\d年", "", text))
    return bool(_RELATIVE.search(text)), unit.group() if unit else ""


def _compared(row: ComparisonRow, usual: tuple[bool, str]) -> ComparisonRow:
    """Return a row marked where it is not of the usual measure."""
    is_relative, unit = _measure(row.text)
    if not unit:
        return replace(row, comparable=False, remark="没有数值 (no value)")
    if is_relative != usual[0]:
        return replace(row, comparable=False, remark="相对值与绝对值 (relative against absolute)")
    if unit != usual[1]:
        return replace(row, comparable=False, remark="单位不同 (another unit)")
    return row
