"""The answers on several places or documents that a question names, as one: a row each."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.mentions import deadline_in
from index.text import shadow_of
from qa.comparing.comparability import (
    SEVERAL_AREAS,
    marked,
    marked_days,
    measure_in,
    remarks_of,
    unit_in,
)
from qa.comparing.phrases import extreme_mark, not_comparable, note
from qa.comparing.stating import STATED, Told, chances_of
from qa.frames import labelled, name_in
from qa.grounding import Draft, grounded
from qa.intent import Extreme
from qa.question import Question
from qa.support import unsupported_words
from qa.types import Answer

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
        extremes: That the question asks for.
        is_certain: It names them side by side; else they may be named for another reason, and only
            answers on two of them show that it asks of each.
        is_first: Each is asked before the question is as a whole.
        of_all: What is asked of all plans beside them: 哪里最严？大同是多少. None for nothing.
    """

    parts: tuple[Part, ...]
    extremes: tuple[Extreme, ...]
    is_certain: bool = True
    is_first: bool = True
    of_all: Question | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a part of a question.

    Attributes:
        answer: If the part's place says what is asked.
        silent: If it does not.
        told: What tells; None where nothing does, and ``answer`` is the answer.
    """

    part: Part
    answer: Answer
    silent: Answer
    told: Told | None = None


def compared_answer(
    question: Question, apart: Apart, find: Callable[[Part, str], Finding]
) -> Answer | None:
    """Return the answers on each place as one, a row each; None where none has an answer.

    None as well where two answers are one and the same: then the places belong to what is asked;
    and where one place alone has an answer, if it is not certain that each is asked for.

    Args:
        question: That was taken apart.
        apart: Its parts.
        find: Finds an answer to a part, with a value in a unit, given as a pattern; empty for any.
    """
    pairs = _telling(_answers_on([find(part, "") for part in apart.parts], find))
    parts, answers = [part for part, _ in pairs], [own for _, own in pairs]
    given = [own for own in answers if own.status == "answered"]
    if not given or len({own.citations for own in given}) < len(given):
        return None
    if not apart.is_certain and len(given) < 2:
        return None
    # 哪个降得多 is no question of who has the highest value.
    is_of_change = _OF_CHANGE.search(question.shadow) is not None
    marks, remarks = _extremes(answers, apart.extremes, of_change=is_of_change)
    rows = []
    for at in [*marks, *(own for own in range(len(parts)) if own not in marks)]:
        part, own = parts[at], answers[at]
        label = part.label or name_in(part.place, question.language)
        if not unsupported_words(label + part.area, [cited.quote for cited in own.citations]):
            label += part.area
        words = _unrepeated(own.text, label).replace("\n", "；")
        if at in marks:
            label += extreme_mark(marks[at], question.language)
        if own.status == "answered":
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


def _answers_on(
    findings: Sequence[Finding], find: Callable[[Part, str], Finding]
) -> list[tuple[Part, Answer]]:
    """Return parts with their answers, values of another unit than the surest ones asked again.

    What is asked of each place is one thing: where one says 1.8万户, 再加200元 is not what another
    says of it, and 8600户 likely is. A value in no other unit stays.
    """
    told = [own.told for own in findings]
    answers = [
        own.answer if chance is None or chance >= STATED else own.silent
        for own, chance in zip(findings, chances_of(told), strict=True)
    ]
    units = [_unit_of(own.part, answer) for own, answer in zip(findings, answers, strict=True)]
    sure: dict[str, float] = {}
    for unit, answer in zip(units, answers, strict=True):
        sure[unit] = sure.get(unit, 0.0) + (answer.confidence if unit else 0.0)
    usual = max(sure, key=lambda unit: sure[unit], default="")
    for at, (unit, own) in enumerate(zip(units, findings, strict=True)):
        if unit and unit != usual:
            again = find(own.part, re.escape(usual))
            chance = chances_of([*told[:at], again.told, *told[at + 1 :]])[at]
            is_said = chance is None or chance >= STATED
            if is_said and again.answer.status == "answered":
                answers[at] = again.answer
    return [(own.part, answer) for own, answer in zip(findings, answers, strict=True)]


def _unit_of(part: Part, answer: Answer) -> str:
    """Return the unit of an answer to how much; empty of another, and of one without a unit."""
    is_value = answer.status == "answered" and part.question.asks == "number"
    return unit_in(answer.text) if is_value else ""


def _unrepeated(text: str, label: str) -> str:
    """Return a text without the area at its head that its label ends with: 贵港市中心城区."""
    ends = range(min(len(text), len(label)), 1, -1)
    return text[next((end for end in ends if label.endswith(text[:end])), 0) :]


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


def _extremes(
    answers: Sequence[Answer], extremes: Sequence[Extreme], *, of_change: bool
) -> tuple[dict[int, Extreme], dict[int, str]]:
    """Return which answers are the extremes asked for, and why others cannot be compared.

    Args:
        answers: A place's each.
        extremes: None, one, or both ends.
        of_change: Only values that say by how much something changes are compared.
    """
    none = dict.fromkeys(range(len(answers)), "")
    if not extremes:
        return {}, none
    if extremes[0] in ("earliest", "latest"):
        days = [deadline_in(shadow_of(own.text).text, None) for own in answers]
        return marked_days(days, extremes), none
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
        return {}, said
    best = marked([measure for _, measure in fit], extremes)
    return {fit[at][0]: extreme for at, extreme in best.items()}, said
