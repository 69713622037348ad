"""A question on places or documents, taken apart: what it asks of each that it names."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.mentions import find_places
from index.text import shadow_of
from qa.comparing.apart import Apart, Part
from qa.comparing.owners import Name, owners_of, places_named
from qa.comparing.said import (
    MAX_PARTS,
    Said,
    clauses,
    is_joining,
    joined,
    said_by_clause,
    said_side_by_side,
)
from qa.frames import label_of
from qa.plans_named import plans_by_year
from qa.question import Question, names_topic, read_question
from qa.reducing import reduced
from qa.wording import SCANT, weight_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_TITLE = re.compile(r"《[^《》]*》(?:\s*[和与及、]\s*)?")
_MOST, _OR = re.compile(r"最|\b(?:\w+est|most|least)\b"), re.compile(r"还是|還是|\bor\b")
_COMPARES = re.compile(r"(?:对|相)?比|\bversus\b|\bvs\b|\b(?:compared|relative) to\b|\bwith\b")


def parts_by_place(index: "PlanIndex", hits: "Hits", question: Question) -> Apart | None:
    """Return a question once for each place that it names side by side; None where it does not.

    A year beside a name goes with it: 鹤壁2019年和内黄2017年. Names that stand apart have the
    clauses that they stand in: 鹤壁要求多少，内黄呢. A question on what became new, or on who is
    silent, is one on all its places.

    Args:
        index: That was searched.
        hits: Of the question.
        question: As it was asked.
    """
    if question.wants == "silence" or question.became:
        return None
    query = hits.query
    known = {*query.cities, *query.provinces, *query.absent}
    held = {plan.place for plan in index.heads() if plan.county and plan.place}
    owners = {name for plan in index.heads() for name in owners_of(plan)}
    named = list(places_named(question.text, known, held, owners))
    named = [own for own in named if own[2] not in query.excluded]
    if of_all := _of_all(question, named):
        question = replace(question, wants=question.extreme or of_all.extreme or question.wants)
    # Places without a plan are what a plan of more than them is asked about.
    is_of_each = any(place in owners for _, _, place in named) or question.wants_each
    is_of_each = is_of_each or question.extreme is not None
    is_first = bool(of_all) or (is_of_each and not _is_of_one(index, hits, named))
    if len(run := joined(question.text, named)) > 1:
        said = list(said_side_by_side(question.text, run, _held(named, owners)))
        between = "".join(question.text[own[1] : next_[0]] for own, next_ in pairwise(run))
        is_each = _COMPARES.search(between) is None
        parts = tuple(_parts(index, question, said, query.plans, is_each=is_each))
        return Apart(parts, question.extremes, True, is_first, of_all) if parts else None
    is_long = len({place for _, _, place in named}) > MAX_PARTS
    named = _held(named, owners)
    if is_long or len({place for _, _, place in named}) < (1 if of_all else 2):
        return None
    if not _is_parallel(question, named):
        return None
    said = [*said_by_clause(question.text, named)]
    parts = tuple(_parts(index, question, said, query.plans, is_each=False))
    return Apart(parts, question.extremes, False, is_first, of_all) if parts else None


def _of_all(question: Question, named: Sequence[Name]) -> Question | None:
    """Return what a question asks of all plans before it asks it of places; None for nothing.

    降尘量哪里最严？大同呢 asks of all, 哪个最严，大同还是兰州 of the two.
    """
    before = min((start for start, _, _ in named), default=0)
    ends = [own.end() for own in clauses(question.text) if own.end() <= before]
    head, tail = question.text[: max(ends, default=0)], question.text[max(ends, default=0) :]
    if not _MOST.search(head) or names_topic(head.strip(" ,，")):
        return None
    if _OR.search(tail) or names_topic(tail.strip(" ?？")):
        return None
    return replace(read_question(head), is_across=True)


def _is_of_one(index: "PlanIndex", hits: "Hits", named: Sequence[Name]) -> bool:
    """Tell whether one plan speaks of two of some places: 咸阳与西安的联防联控 is no thing of each.

    The best passage then names one that is not its plan's own, nor lies in that or around it.
    """
    if not hits:
        return False
    best = hits[0].passage
    head = index.plan(best.plan_id)
    own = {head.place, head.city, head.province}
    others = {
        place.full_name
        for name in find_places(best.text)
        for place in name.places
        if not {place.city, place.province} & {head.place or head.province}
    }
    return bool(others & {place for _, _, place in named} - own)


def _is_parallel(question: Question, named: Sequence[Name]) -> bool:
    """Tell whether names that stand apart may each be asked; 从甲到乙 and 甲对乙的帮扶 are one.

    They may where a word joins them, or each has its clause, or how they compare is asked.
    """
    if question.extreme or question.wants_each or question.asks == "yes_no":
        return True
    gaps = (question.text[own[1] : next_[0]] for own, next_ in pairwise(named))
    return all(map(is_joining, gaps))


def parts_by_document(index: "PlanIndex", hits: "Hits", question: Question) -> Apart | None:
    """Return a question once for each document that it names; None where it names only one.

    A question on what became new is one on all of them, and so is one on who is silent.

    Args:
        index: That was searched.
        hits: Of the question.
        question: As it was asked.
    """
    plans = hits.query.plans
    owners = {index.plan(plan_id).place or plan_id for plan_id in plans}
    if not 1 < len(plans) == len(owners) <= MAX_PARTS:
        return None
    if question.wants == "silence" or question.became:
        return None
    # The names of the documents say where to look, and are in no sentence that answers.
    text = _TITLE.sub("", hits.query.content or question.text)
    asked = _asked(index, text, question, is_each=True)
    labels = [label_of(index, plan_id, plans, question.language) for plan_id in plans]
    parts = (
        Part(label, asked, (plan_id,), label=label)
        for plan_id, label in zip(plans, labels, strict=True)
    )
    return Apart(tuple(parts), question.extremes)


def _parts(
    index: "PlanIndex",
    question: Question,
    said: Sequence[Said],
    named: Sequence[str],
    *,
    is_each: bool,
) -> Iterator[Part]:
    """Yield a question once for each place, and for each plan of one with several.

    What is asked of a place in a few words (衡水呢) is what is asked of the others. None where
    nothing is asked: 衡水、兰州. Of a place's plans those that are ``named``, where some are.
    """
    questions = [_asked(index, own.asked, question, is_each=is_each) for own in said]
    if not any(re.search(r"\w", asked.text) for asked in questions):
        return
    weights = [weight_of(index, asked.text) for asked in questions]
    fullest = max(range(len(said)), key=weights.__getitem__)
    heads = index.heads()
    for own, asked, weight in zip(said, questions, weights, strict=True):
        left_out = plans_by_year(own.named or own.words, heads)
        held = [plan.id for plan in heads if own.place in owners_of(plan)]
        meant = _plans_meant(index, own.named) if len(held) > 1 else ()
        plans = tuple(id_ for id_ in held if id_ in meant)
        plans = plans or tuple(id_ for id_ in held if id_ in named and id_ not in left_out)
        plans = plans or tuple(id_ for id_ in held if id_ not in left_out)
        if weight < SCANT * weights[fullest] or not re.search(r"\w", asked.text):
            asked = questions[fullest]
        elif not plans:
            asked = _asked(index, own.words, question, is_each=is_each)
        is_one = sum(other.place == own.place for other in said) == 1
        yield from _of_plans(index, Part(own.place, asked, plans, own.area), is_one=is_one)


def _plans_meant(index: "PlanIndex", named: str) -> tuple[str, ...]:
    """Return the plans that a place's name means with what stands behind it: 甲市老方案."""
    return index.search(named, k=1, mode="lexical").query.plans if named else ()


def _held(named: Sequence[Name], owners: Container[str]) -> list[Name]:
    """Return the names of places and regions that have plans."""
    return [own for own in named if own[2] in owners]


def _of_plans(index: "PlanIndex", part: Part, *, is_one: bool) -> Iterator[Part]:
    """Yield a part, once for each plan of a place with several; ``is_one``: no other is on it."""
    if len(part.plans) < 2 and (is_one or not part.plans):
        yield part
        return
    heads = index.heads()
    held = part.plans if is_one else [own.id for own in heads if part.place in owners_of(own)]
    for plan_id in part.plans:
        label = label_of(index, plan_id, held, part.question.language)
        yield replace(part, plans=(plan_id,), label=label)


def _asked(index: "PlanIndex", text: str, whole: Question, *, is_each: bool) -> Question:
    """Return what is asked of one place alone: where an extreme is, its value or its day.

    Args:
        index: That was searched.
        text: What is asked, perhaps without names.
        whole: The question.
        is_each: A yes or no is asked of each place (甲和乙都要求吗), and not of how they compare
            (甲比乙高吗).
    """
    shadow = shadow_of(text).text.lower()
    own = read_question(reduced(index, shadow, replace(whole, is_over_time=False)))
    # Yes or no may be asked of another place alone: 甲要扣多少，乙有没有.
    is_asked_of_it = own.asks != "passage" or whole.asks == "yes_no"
    asks, extreme = own.asks if is_asked_of_it else whole.asks, whole.extreme
    if extreme in ("earliest", "latest"):
        asks = "when"
    elif extreme and asks in ("passage", "yes_no", "list"):
        asks = "number"
    elif asks == "yes_no" and not is_each:
        asks = "passage"
    return replace(
        own,
        language=whole.language,
        asks=asks,
        is_across=False,
        is_over_time=False,
        is_firm=False,
        whole=whole.whole or whole.text,
        wants_each=False,  # one of each place
    )
