"""Answers on several plans: a row each, the strictest first, who is silent, what became new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import FilterError
from qa.comparing.becoming import answer_on_changes
from qa.comparing.choosing import chosen_of, known_words
from qa.comparing.comparability import Extreme, pick, remarks_of
from qa.comparing.deadlines import deadline_in
from qa.comparing.fates import fate_of_topic, fate_words, titled_statements
from qa.comparing.over_time import when
from qa.comparing.phrases import (
    Note,
    extreme_mark,
    labelled,
    not_comparable,
    note,
    plan_label,
)
from qa.comparing.presence import presence_of
from qa.comparing.silence import answer_on_silence
from qa.comparing.statements import Statement, statements_of
from qa.comparing.wanted import Wanted, wanted_of
from qa.evidence import Evidence, calibration
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex


ALL_WORDS = 0.95
"""Share of a question's words from which a sentence has all of them."""


@dataclass(frozen=True, slots=True)
class _Order:
    """Rows as they are shown.

    Attributes:
        places: Of the statements, in their order.
        best: Places of those that are the extreme asked for.
        remarks: Of each statement why it cannot be compared, empty where it can.
    """

    places: tuple[int, ...]
    best: tuple[int, ...]
    remarks: tuple[str, ...]


def answer_across(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Answer | None:
    """Return the answer to a question on several plans; None where it is on one, or unanswered.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth.
    """
    question, selection = evidence.question, evidence.selection
    wanted = wanted_of(question, hits.query.cities, lambda word: _is_city(index, word))
    if wanted.became and (found := answer_on_changes(index, evidence, wanted.became)):
        return found
    if wanted.is_silence and len(selection.plans) > 1:
        return answer_on_silence(index, evidence)
    if question.is_over_time and (titled := titled_statements(index, evidence)):
        return _answer(index, hits, evidence, titled, wanted)
    if not (selection.is_across or len(selection.chosen) > 1):
        return None
    reads = question.asks == "number" or bool(wanted.extreme) or question.is_over_time
    reads = reads and question.asks not in ("when", "duty", "yes_no", "definition", "list")
    chosen = chosen_of(index, hits, evidence)
    if evidence.reason is not None and not _has_all_words(hits, evidence):
        # What the search did not find may still be among the targets, by its name.
        chosen = ()
        if not reads or evidence.detail not in _said(evidence):
            return None
    stated = statements_of(index, evidence, chosen, reads_targets=reads)
    return _answer(index, hits, evidence, stated, wanted)


def _said(evidence: Evidence) -> set[str]:
    """Return the telling words of a question, and none at all: no year and no county is there."""
    return {"", *(word.text for word in evidence.selection.wording.words)}


def _has_all_words(hits: "Hits", evidence: Evidence) -> bool:
    """Tell whether a sentence has all words of a broad question on plans that it names.

    Such a question (散煤治理有什么不同) is short, and no sentence is near to it.
    """
    is_named = bool(hits.query.cities or hits.query.plans) and evidence.question.asks == "passage"
    is_bare = evidence.reason == "not stated" and not evidence.detail
    chosen = evidence.selection.chosen
    return is_named and is_bare and bool(chosen) and chosen[0].coverage >= ALL_WORDS


def _is_city(index: "PlanIndex", word: str) -> bool:
    """Tell whether a word is the name of a city that the index has a plan of."""
    from index import Filters, plans_in_scope

    try:
        return bool(plans_in_scope(Filters(cities=(word,)), index.plans()))
    except FilterError:
        return False


def _answer(
    index: "PlanIndex",
    hits: "Hits",
    evidence: Evidence,
    stated: Sequence[Statement],
    wanted: Wanted,
) -> Answer | None:
    """Return what several plans say, a row each."""
    if not stated:
        return None
    question = evidence.question
    order = _order(index, stated, wanted.extreme)
    asked = evidence.selection.plans
    rest = _silent(hits, evidence, stated)
    presence = presence_of(index, known_words(evidence), rest)
    rows = []
    for place in order.places:
        own = stated[place]
        label = plan_label(index, own.plan_id, asked, question.language)
        if wanted.extreme and place in order.best:
            label += extreme_mark(wanted.extreme, question.language)
        words = own.text
        if wanted.extreme and order.remarks[place]:
            words += not_comparable(order.remarks[place], question.language)
        rows.append(labelled(label, words, question.language))
    for plan_id in rest:
        label = plan_label(index, plan_id, asked, question.language)
        kind: Note = "not stated" if presence[plan_id] == "silent" else "unclear"
        rows.append(labelled(label, note(kind, question.language), question.language))
    for place_name in hits.query.places_not_indexed:
        words = note("not indexed", question.language)
        rows.append(labelled(place_name, words, question.language))
    fate = fate_of_topic(index, evidence, stated)
    lines = [fate_words(fate, stated, question.language), *rows] if fate else rows
    cited = dict.fromkeys(c for place in order.places for c in stated[place].citations)
    return Answer(
        question=question.text,
        status="answered",
        kind="comparison",
        text="\n".join(lines),
        items=tuple(rows),
        citations=tuple(cited),
        confidence=max(evidence.confidence, calibration().threshold),
    )


def _silent(hits: "Hits", evidence: Evidence, stated: Sequence[Statement]) -> list[str]:
    """Return the plans that the question names and that state nothing."""
    if not (hits.query.cities or hits.query.plans):
        return []
    said = {own.plan_id for own in stated}
    return [plan_id for plan_id in evidence.selection.plans if plan_id not in said]


def _order(index: "PlanIndex", stated: Sequence[Statement], extreme: Extreme | None) -> _Order:
    """Return how statements are shown: by time for one city, the extreme asked for first."""
    everything = tuple(range(len(stated)))
    none = ("",) * len(stated)
    if extreme is None:
        return _Order(_in_time(index, stated), (), none)
    if extreme in ("earliest", "latest"):
        return _by_deadline(index, stated, extreme)
    measures = [own.measures[0] if len(own.measures) == 1 else None for own in stated]
    several = [len(own.measures) > 1 for own in stated]
    remarks = remarks_of(measures, [own.plan_id for own in stated])
    for place in everything:
        if several[place]:
            remarks[place] = "范围不同 (another area)"
    fit = [place for place in everything if not remarks[place]]
    comparable = [measure for place in fit if (measure := measures[place])]
    if len(comparable) < 2:
        return _Order(_in_time(index, stated), (), tuple(remarks))
    best = tuple(fit[at] for at in pick(comparable, extreme))
    rest = [place for place in _in_time(index, stated) if place not in best]
    return _Order((*best, *rest), best, tuple(remarks))


def _by_deadline(index: "PlanIndex", stated: Sequence[Statement], extreme: Extreme) -> _Order:
    """Return statements with the earliest or latest deadline first, where each has one."""
    none = ("",) * len(stated)
    days = [deadline_in(own.text, _only_year(index, own.plan_id)) for own in stated]
    known = [day for day in days if day]
    if len(known) < max(2, len(stated)):
        return _Order(_in_time(index, stated), (), none)
    wanted = min(known) if extreme == "earliest" else max(known)
    best = tuple(place for place, day in enumerate(days) if day == wanted)
    rest = [place for place in _in_time(index, stated) if place not in best]
    return _Order((*best, *rest), best, none)


def _only_year(index: "PlanIndex", plan_id: str) -> int | None:
    """Return the year that a plan covers, None where it covers several or does not say."""
    first, last = index.plan(plan_id).period or (0, 1)
    return first if first == last else None


def _in_time(index: "PlanIndex", stated: Sequence[Statement]) -> tuple[int, ...]:
    """Return the places of statements, two plans of one city in the order of time."""
    cities: dict[str | None, int] = {}
    for place, own in enumerate(stated):
        cities.setdefault(index.plan(own.plan_id).city, place)
    plans = [index.plan(own.plan_id) for own in stated]
    return tuple(
        sorted(
            range(len(stated)), key=lambda place: (cities[plans[place].city], when(plans[place]))
        )
    )
