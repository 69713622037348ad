"""Answers on several plans: a row each, the strictest first, who is silent, what became new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.mentions import deadline_in
from index.text import shadow_of
from qa.abstaining import Evidence
from qa.comparing.becoming import answer_on_changes
from qa.comparing.choosing import chosen_of, speaking_of
from qa.comparing.comparability import (
    SEVERAL_AREAS,
    marked,
    marked_days,
    ranked,
    remarks_of,
)
from qa.comparing.fates import fate_of_topic, fate_words, titled_statements
from qa.comparing.phrases import (
    Note,
    extreme_mark,
    not_comparable,
    note,
)
from qa.comparing.presence import presence_of
from qa.comparing.refusing import refuse
from qa.comparing.silence import answer_on_silence
from qa.comparing.statements import Statement, statements_of, targets_asked
from qa.frames import label_of, labelled
from qa.grounding import Draft, grounded
from qa.intent import Extreme
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_ASKS_TARGET = re.compile(r"目标|指标|\btargets?\b|\bgoals?\b")
RARE = 2.0
"""Weight of a word that few passages have."""
ALL_WORDS = 0.95
"""Share of a question's words from which a sentence has all of them."""


@dataclass(frozen=True, slots=True)
class _Order:
    """Statements in the order that they are shown in.

    Attributes:
        best: Plans that are an extreme asked for, and which.
        remarks: Of a plan why its value cannot be compared, where an extreme was asked for.
    """

    statements: tuple[Statement, ...]
    best: dict[str, Extreme] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)


def answer_across(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Answer | None:
    """Return the answer to a question on several plans; None where it is on one, or unanswered.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth.
    """
    question, selection = evidence.question, evidence.selection
    if evidence.reason == "unknown city":
        return None
    reads = _asks_values(evidence)
    is_of_value = (
        reads and question.is_over_time and targets_asked(index, evidence, selection.chosen)
    )
    became = None if is_of_value or _names_topic(evidence) else question.became
    if became and (found := answer_on_changes(index, evidence, became)):
        return found
    if question.wants == "silence" and len(selection.plans) > 1:
        return answer_on_silence(index, evidence)
    is_on_clauses = question.is_over_time and not is_of_value
    if is_on_clauses and (titled := titled_statements(index, evidence)):
        return _answer(index, hits, evidence, titled)
    if not (selection.is_across or len(selection.chosen) > 1):
        return None
    chosen = chosen_of(index, hits, evidence)
    if evidence.reason is not None and not _has_all_words(hits, evidence):
        # What the search did not find may still be among the targets, by its name.
        chosen = ()
        if not reads or evidence.detail not in _said(evidence):
            return None
    if (
        not (evidence.reason or hits.query.cities or hits.query.plans)
        and question.wants == "speaks"
    ):
        chosen = speaking_of(index, evidence, chosen)
    stated = statements_of(index, evidence, chosen, reads_targets=reads)
    if not stated and not evidence.reason:
        return refuse(evidence, "topic absent")
    return _answer(index, hits, evidence, stated)


def best_of_all(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> frozenset[str]:
    """Return the plans that are the extreme that a question asks for; both ends where it is open.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth.
    """
    chosen = () if evidence.reason else chosen_of(index, hits, evidence)
    stated = statements_of(index, evidence, chosen, reads_targets=True)
    ends = evidence.question.extremes or ("highest", "lowest")
    return frozenset(_order(index, stated, ends).best)


def _asks_values(evidence: Evidence) -> bool:
    """Tell whether a question asks for values: where it names no plan, of the strictest for sure.

    哪个最严 is no question of whose duty something is.
    """
    question = evidence.question
    if question.extreme not in (None, "earliest", "latest") and evidence.selection.is_open:
        return question.asks not in ("when", "yes_no", "definition")
    if question.asks in ("when", "duty", "yes_no", "definition", "list"):
        return False
    is_asked = question.asks == "number" or bool(question.extreme) or question.is_over_time
    return is_asked or _ASKS_TARGET.search(question.shadow) is not None


def _names_topic(evidence: Evidence) -> bool:
    """Tell whether a question on what changed names a thing that may have: 新增钢铁产能的说法.

    One rare word may be the one that asks, 砍掉 or 取消; two are a topic. The words of an English
    question lead to too many Chinese ones to be counted.
    """
    words = evidence.selection.wording.words
    rare = [w for w in words if w.is_indexed and len(w.text) > 1 and w.weight >= RARE]
    return evidence.question.language != "en" and len(rare) > 1


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


def _answer(
    index: "PlanIndex",
    hits: "Hits",
    evidence: Evidence,
    stated: Sequence[Statement],
) -> Answer | None:
    """Return what several plans say, a row each."""
    if not stated:
        return None
    question = evidence.question
    if question.extreme in ("highest", "lowest") and not any(own.measures for own in stated):
        return refuse(evidence, "not stated")
    order = _order(index, stated, question.extremes)
    rows = [
        *(_row(index, evidence, own, order) for own in order.statements),
        *_rows_of_silent(index, hits, evidence, stated),
    ]
    fate = fate_of_topic(index, evidence, stated)
    lines = [fate_words(fate, stated, question.language), *rows] if fate else rows
    cited = dict.fromkeys(cited for own in order.statements for cited in own.citations)
    draft = Draft(
        kind="comparison",
        confidence=evidence.confidence_of_facts,
        text="\n".join(lines),
        citations=tuple(cited),
        items=tuple(rows),
    )
    return grounded(question, draft)


def _row(index: "PlanIndex", evidence: Evidence, own: Statement, order: _Order) -> str:
    """Return the row of a plan that says something."""
    language = evidence.question.language
    label = label_of(index, own.plan_id, evidence.selection.plans, language)
    words = own.text
    if own.plan_id in order.best:
        label += extreme_mark(order.best[own.plan_id], language)
    if remark := order.remarks.get(own.plan_id):
        words += not_comparable(remark, language)
    return labelled(label, words, language)


def _rows_of_silent(
    index: "PlanIndex", hits: "Hits", evidence: Evidence, stated: Sequence[Statement]
) -> Iterator[str]:
    """Yield a row for each plan that a question names and that says nothing, or is not there."""
    language = evidence.question.language
    rest = _silent(hits, evidence, stated)
    presence = presence_of(index, evidence.selection.wording, rest)
    for plan_id in rest:
        label = label_of(index, plan_id, evidence.selection.plans, language)
        kind: Note = "not stated" if presence[plan_id] == "silent" else "unclear"
        yield labelled(label, note(kind, language), language)
    for place_name in hits.query.places_not_indexed:
        yield labelled(place_name, note("not indexed", language), language)


def _silent(hits: "Hits", evidence: Evidence, stated: Sequence[Statement]) -> list[str]:
    """Return the plans that the question names and that state nothing."""
    if not (hits.query.cities or hits.query.plans):
        return []
    said = {own.plan_id for own in stated}
    return [plan_id for plan_id in evidence.selection.plans if plan_id not in said]


def _order(
    index: "PlanIndex", stated: Sequence[Statement], extremes: tuple[Extreme, ...]
) -> _Order:
    """Return how statements are shown: by time for one city, or by value where one is asked for."""
    in_order = _in_time(index, stated)
    if not extremes:
        return _Order(in_order)
    if extremes[0] in ("earliest", "latest"):
        return _by_deadline(index, in_order, extremes)
    measures = [own.measures[0] if len(own.measures) == 1 else None for own in in_order]
    plan_ids = [own.plan_id for own in in_order]
    remarks = dict(zip(plan_ids, remarks_of(measures, plan_ids), strict=True))
    remarks |= {own.plan_id: SEVERAL_AREAS for own in in_order if len(own.measures) > 1}
    fit = [(o, m) for o, m in zip(plan_ids, measures, strict=True) if m and not remarks[o]]
    if len(fit) < 2:
        return _Order(in_order, remarks=remarks)
    values = [measure for _, measure in fit]
    best = {fit[at][0]: extreme for at, extreme in marked(values, extremes).items()}
    rank = {fit[at][0]: place for place, at in enumerate(ranked(values, extremes[0]))}
    by_value = sorted(in_order, key=lambda own: rank.get(own.plan_id, len(rank)))
    return _Order(tuple(by_value), best, remarks)


def _by_deadline(
    index: "PlanIndex", in_order: tuple[Statement, ...], extremes: Sequence[Extreme]
) -> _Order:
    """Return statements with the earliest or latest deadline first, where each has one."""
    days = [deadline_in(shadow_of(o.text).text, _only_year(index, o.plan_id)) for o in in_order]
    marks = marked_days(days, extremes)
    order = [*marks, *(place for place in range(len(in_order)) if place not in marks)]
    best = {in_order[place].plan_id: extreme for place, extreme in marks.items()}
    return _Order(tuple(in_order[place] for place in order), best)


def _only_year(index: "PlanIndex", plan_id: str) -> int | None:
    """Return the year that a plan covers, None where it covers several or does not say."""
    first, last = index.plan(plan_id).period or (0, 1)
    return first if first == last else None


def _in_time(index: "PlanIndex", stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return statements with the plans of one city side by side, in the order of time."""
    cities: dict[str | None, int] = {}
    for place, own in enumerate(stated):
        cities.setdefault(index.plan(own.plan_id).place, place)

    def key(own: Statement) -> tuple[int, tuple[int, int, str, str]]:
        plan = index.plan(own.plan_id)
        return cities[plan.place], plan.head.when

    return tuple(sorted(stated, key=key))
