"""A question on places that it names side by side, taken apart: each is asked for itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.mentions import deadline_in, find_places, find_places_in_latin
from index.text import shadow_of
from qa.comparing.comparability import (
    SEVERAL_AREAS,
    measure_in,
    pick,
    pick_deadline,
    remarks_of,
)
from qa.comparing.phrases import extreme_mark, not_comparable, note
from qa.frames import label_of, labelled, name_in
from qa.grounding import Draft, grounded
from qa.intent import Extreme
from qa.plans_named import plans_by_year
from qa.question import Question, read_question
from qa.reducing import reduced
from qa.support import unsupported_words
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

MAX_GAP, MAX_LATIN_GAP = 16, 32
"""Characters from one name to the next: a year, what belongs to the name, and the word that joins
them."""
MAX_PARTS = 6
Name = tuple[int, int, str]
"""Where a place is named, half-open, and what it is called in full."""
_YEAR = r"20\d\d\s*年?(?:底|末)?"
_JOIN = re.compile(
    r"\s*(?:[、,，;；]|以及|还有|還有|还是|還是|和|与|與|及(?!其?周)|跟|同|对比|相比|比|\bvs\.?|\bversus\b"
    r"|\band\b|\bor\b|\bto\b|\bwith\b)+\s*"
)
_NO_AREA = re.compile(rf"^[市县縣区區]|{_YEAR}")
_AREA = re.compile(r"[\u3400-\u9fff]{0,6}[区區县縣镇鎮乡鄉城郊域]")
_YEAR_BEFORE = re.compile(rf"{_YEAR}\s*的?\s*$")
_YEAR_BEHIND = re.compile(
    rf"(?:市|县|縣|区|區)?\s*的?\s*{_YEAR}|'s\s+20\d\d|,?\s+(?:in|by)\s+20\d\d"
)
_PLAN_BEHIND = re.compile(rf"\s*(?:的\s*)?{_YEAR}\s*(?:的\s*)?(?:行动|工作)?(?:方案|计划|预案)")
_TITLE = re.compile(r"《[^《》]*》(?:\s*[和与及、]\s*)?")
_OF_CHANGE = re.compile(
    r"[升降增减][得幅]|(?:下降|降低|减少|削减|提高|上升|增加|增长)(?:得|幅|了|量)?[更最]?[多大快少小]"
    r"|(?:fall|drop|rise|cut|reduc|increas|decreas|improv)\w* (?:the )?(?:more|most|less|least)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A question on one of the places that a question names side by side.

    Attributes:
        place: In full, or as it is printed where it is not one place for certain.
        question: Without the names of the places; of one without a plan with its own.
        plans: Ids of the plans of the place; empty where the index has none.
        area: Of the place, as the question names it: 中心城区; empty for the whole.
        label: What tells the plan from others: of a place with several, or of no place; empty where
            the place's name does.
    """

    place: str
    question: Question
    plans: tuple[str, ...] = ()
    area: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A question on places taken apart.

    Attributes:
        parts: One a place, in the order that they are named.
        extreme: That the question asks for; None for none.
    """

    parts: tuple[Part, ...]
    extreme: Extreme | None


def parts_by_place(index: "PlanIndex", hits: "Hits", question: Question) -> Apart | None:
    """Return a question once for each place that it names side by side; None where it does not.

    A year beside a name goes with it: 鹤壁2019年和内黄2017年. A question on what became new, or on
    who is silent, is one on all its places.

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
    owners = {plan.place or plan.province or "" for plan in index.heads()}
    run = _joined(question.text, list(_mentions(question.text, known, held, owners)))
    if len(run) < 2:
        return None
    extreme = question.extreme
    return Apart(tuple(_parts(index, question, run)), extreme)


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
    extreme = question.extreme
    # The names of the documents say where to look, and are in no sentence that answers.
    text = _TITLE.sub("", hits.query.content or question.text)
    asked = _asked(index, text, question)
    labels = [label_of(index, plan_id, plans, question.language) for plan_id in plans]
    parts = (
        Part(label, asked, (plan_id,), label=label)
        for plan_id, label in zip(plans, labels, strict=True)
    )
    return Apart(tuple(parts), extreme)


def _parts(index: "PlanIndex", question: Question, run: Sequence[Name]) -> Iterator[Part]:
    """Yield a question once for each place."""
    text = question.text
    starts = [_start(text, run[0][0]), *(start for start, _, _ in run[1:])]
    stop = _end_of_last(text, text[run[-2][1] : starts[-1]], run[-1][1])
    members = [_without_join(text[start:end]) for start, end in pairwise([*starts, stop])]
    before, after = text[: starts[0]], text[stop:]
    heads = index.heads()
    for begin, member, (start, end, place) in zip(starts, members, run, strict=True):
        left_out = plans_by_year(f"{before}{member}{after}", heads)
        held = [plan for plan in heads if place in (plan.place, plan.place or plan.province)]
        plans = tuple(plan.id for plan in held if plan.id not in left_out)
        rest = member[: start - begin] + member[end - begin :]
        own = f"{before}{rest}{after}" if plans else f"{before}{member}{after}"
        area = _NO_AREA.sub("", rest[start - begin :]).strip(" 的")
        area = area if _AREA.fullmatch(area) else ""
        asked = _asked(index, own, question)
        if len(plans) < 2:
            yield Part(place, asked, plans, area)
        for plan_id in plans if len(plans) > 1 else ():
            label = label_of(index, plan_id, plans, question.language)
            yield Part(place, asked, (plan_id,), area, label)


def compared_answer(
    question: Question, apart: Apart, answer: Callable[[Part], Answer]
) -> Answer | None:
    """Return the answers on each place as one, a row each; None where none has an answer.

    None as well where two answers are one and the same: then the places belong to what is asked.

    Args:
        question: That was taken apart.
        apart: Its parts.
        answer: Answers a part.
    """
    extreme = apart.extreme
    pairs = _telling([(part, answer(part)) for part in apart.parts])
    parts, answers = [part for part, _ in pairs], [own for _, own in pairs]
    given = [own for own in answers if own.status == "answered"]
    if not given or len({own.citations for own in given}) < len(given):
        return None
    # 哪个降得多 is no question of who has the highest value.
    is_of_change = _OF_CHANGE.search(question.shadow) is not None
    marks, remarks = _extremes(answers, extreme, of_change=is_of_change)
    rows = []
    for at in sorted(range(len(parts)), key=lambda at: at not in marks):
        part, own = parts[at], answers[at]
        label = part.label or name_in(part.place, question.language)
        if not unsupported_words(label + part.area, [cited.quote for cited in own.citations]):
            label += part.area
        if at in marks and extreme:
            label += extreme_mark(extreme, question.language)
        if own.status == "answered":
            words = own.text.replace("\n", "；")
            words += not_comparable(remarks[at], question.language) if remarks[at] else ""
        else:
            absent = own.reason == "unknown city"
            words = note("not indexed" if absent else "not stated", question.language)
        rows.append(labelled(label, words, question.language))
    citations = dict.fromkeys(cited for own in given for cited in own.citations)
    draft = Draft(
        kind="comparison",
        confidence=min(own.confidence for own in given),
        text="\n".join(rows),
        citations=tuple(citations),
        items=tuple(rows),
    )
    return grounded(question, draft)


def _telling(pairs: Sequence[tuple[Part, Answer]]) -> list[tuple[Part, Answer]]:
    """Return parts with their answers, without a place's silent plan beside one that answers.

    Where all plans of a place are silent, one row says so of the place.
    """
    said = {part.place for part, own in pairs if own.status == "answered"}
    plans = Counter(part.place for part, _ in pairs)
    shown: list[tuple[Part, Answer]] = []
    for part, own in pairs:
        if own.status == "answered":
            shown.append((part, own))
        elif part.place not in said:
            said.add(part.place)
            shown.append((replace(part, label="") if plans[part.place] > 1 else part, own))
    return shown


def _mentions(text: str, known: set[str], held: set[str], owners: set[str]) -> Iterator[Name]:
    """Yield the places that a text names, in Chinese or else in Latin letters.

    One without a plan beside the city or province that it lies in says of what part of it is asked.

    Args:
        text: Of the question.
        known: The places that the search of the question understood, in full.
        held: The counties with plans, in full.
        owners: All places with plans, in full.
    """
    found = list(find_places(text)) or list(find_places_in_latin(text, held))
    holding = {place.full_name for own in found for place in own.places} & owners
    for own in found:
        names = list(dict.fromkeys(place.full_name for place in own.places))
        is_part = all({place.city, place.province} & (holding - {*names}) for place in own.places)
        if is_part and not owners & {*names}:
            continue
        understood = [name for name in names if name in known] or names
        name = understood[0] if len(understood) == 1 else text[own.start : own.end]
        yield own.start, own.end, name


def _joined(text: str, found: Sequence[Name]) -> list[Name]:
    """Return the longest run of places with a word that joins them between each two."""
    runs: list[list[Name]] = [[]]
    for own in found:
        if runs[-1] and not _is_gap(text[runs[-1][-1][1] : own[0]]):
            # 河南省郑州市: what stands right before a name belongs to it.
            if runs[-1][-1][1] == own[0]:
                runs[-1][-1] = (runs[-1][-1][0], own[1], own[2])
                continue
            runs.append([])
        runs[-1].append(own)
    best = max(runs, key=len)
    return best[:MAX_PARTS] if len({place for _, _, place in best}) == len(best) else []


def _is_gap(between: str) -> bool:
    """Tell whether what stands between two names joins them."""
    between = _YEAR_BEFORE.sub("", between)
    joins = list(_JOIN.finditer(between))
    most = MAX_LATIN_GAP if between.isascii() else MAX_GAP
    return len(between) <= most and bool(joins) and joins[-1].end() == len(between)


def _start(text: str, start: int) -> int:
    """Return where the words on a place begin: at a year right before its name, or there."""
    before = _YEAR_BEFORE.search(text, 0, start)
    return before.start() if before else start


def _end_of_last(text: str, gap: str, stop: int) -> int:
    """Return where the words on the last place end: behind what the one before has as well.

    Args:
        text: The question.
        gap: From the last name but one to the last.
        stop: Of the last name.
    """
    own = re.sub(r"20\d\d", "20[0-9][0-9]", re.escape(_without_join(gap)))
    if own.strip() and (behind := re.compile(own).match(text, stop)):
        return behind.end()
    behind = (_YEAR_BEHIND if re.search(_YEAR, gap) else _PLAN_BEHIND).match(text, stop)
    return behind.end() if behind else stop


def _without_join(member: str) -> str:
    """Return the words on a place without the word that joins the next."""
    joins = list(_JOIN.finditer(member))
    is_last = bool(joins) and joins[-1].end() == len(member)
    return member[: joins[-1].start()] if is_last else member


def _asked(index: "PlanIndex", text: str, whole: Question) -> Question:
    """Return what is asked of one place alone: where an extreme is, its value or its day."""
    shadow = shadow_of(text).text.lower()
    own = read_question(reduced(index, shadow, replace(whole, is_over_time=False)))
    asks, extreme = whole.asks if own.asks == "passage" else own.asks, whole.extreme
    if extreme in ("earliest", "latest"):
        asks = "when"
    elif extreme and asks in ("passage", "yes_no"):
        asks = "number"
    return replace(
        own,
        language=whole.language,
        asks=asks,
        is_across=False,
        is_over_time=False,
        is_firm=False,
        wants_each=False,  # one of each place
    )


def _extremes(
    answers: Sequence[Answer], extreme: Extreme | None, *, of_change: bool
) -> tuple[frozenset[int], dict[int, str]]:
    """Return which answers are the extreme asked for, and why others cannot be compared.

    Args:
        answers: A place's each.
        extreme: None for none.
        of_change: Only values that say by how much something changes are compared.
    """
    none = dict.fromkeys(range(len(answers)), "")
    if extreme is None:
        return frozenset(), none
    if extreme in ("earliest", "latest"):
        days = [deadline_in(shadow_of(own.text).text, None) for own in answers]
        return frozenset(pick_deadline(days, extreme)), none
    given = [at for at, own in enumerate(answers) if own.status == "answered"]
    several = {at for at in given if len(answers[at].items) > 1}
    measures = [None if at in several else measure_in(answers[at].text) for at in given]
    remarks = [
        SEVERAL_AREAS if at in several else remark
        for at, remark in zip(given, remarks_of(measures, [str(at) for at in given]), strict=True)
    ]
    fit = [
        (at, m)
        for at, m, remark in zip(given, measures, remarks, strict=True)
        if m and not remark and (m.is_relative or not of_change)
    ]
    said = none | dict(zip(given, remarks, strict=True))
    if len(fit) < 2:
        return frozenset(), said
    best = pick([measure for _, measure in fit], extreme)
    return frozenset(fit[at][0] for at in best), said
