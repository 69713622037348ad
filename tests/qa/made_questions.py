"""Questions whose answers are known without reading: made from what the plans commit to.

Thousands for free, each in the plan's own words or, half of them, with a word put in the place of
another that says the same.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import Plan, PlanIndex
from index.facts import Target
from index.mentions import term_groups
from index.text import shadow_of, split_sentences

SEED = 20_200
_NAME = re.compile(r"[\u4e00-\u9fff、“”]{4,24}")
_FORBIDDEN = re.compile(r"^[,，;；。]*(?:严禁|禁止|不得|杜绝)([\u4e00-\u9fff、]{4,20})")
_NUMBER_FORMS = (
    "{city}{scope}{indicator}目标是多少？",
    "{city}到{year}年{scope}{indicator}要达到多少？",
    "{city}的{indicator}有什么要求？",
)
_DUTY_FORMS = ("{city}{subject}由哪个部门牵头？", "{city}谁负责{subject}？")
_PASSAGE_FORMS = ("{city}对{subject}有什么规定？", "{city}怎么{subject}？")


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question and the text that answers it.

    Attributes:
        group: The subject that it was made of.
        plan_id: Of the text; None where nothing answers it.
        start: In the plan's text; ``end`` is exclusive. Both 0 where nothing answers it.
    """

    text: str
    group: str
    plan_id: str | None
    start: int = 0
    end: int = 0


def made_questions(plan_index: PlanIndex) -> Iterator[MadeQuestion]:
    """Yield questions on every target, duty, definition, ban and heading of the plans.

    A question on an indicator or a term comes a second time put to another city, where that
    city's plans have no word of it: nothing answers it then. Other subjects are whole phrases,
    which another plan may have said otherwise.
    """
    chance = random.Random(SEED)
    plans = plan_index.plans()
    texts = {plan.id: shadow_of(plan.text).text for plan in plans}
    for plan in plans:
        others = [p for p in plans if _place(p) != _place(plan)]
        for form, subject, start, end in _subjects(plan_index, plan):
            text = _reworded(form.format(city=_short(plan), subject=subject), chance)
            group = f"{plan.id}/{subject}"
            yield MadeQuestion(text, group, plan.id, start, end)
            other = chance.choice(others) if others else plan
            has_word = any(subject in texts[p.id] for p in plans if _place(p) == _place(other))
            if other is not plan and not has_word and _is_name(form):
                text = form.format(city=_short(other), subject=subject)
                yield MadeQuestion(text, group, None)


def _place(plan: Plan) -> str:
    """Return where a plan holds: its city, else its province."""
    return plan.city or plan.province or ""


def _short(plan: Plan) -> str:
    """Return where a plan holds as people say it."""
    return re.sub("[市省]$", "", _place(plan))


def _subjects(plan_index: PlanIndex, plan: Plan) -> Iterator[tuple[str, str, int, int]]:
    """Yield forms of a question, what it is about, and the range that answers it."""
    facts = plan_index.facts(plan.id)
    for target in facts.targets:
        for form in _NUMBER_FORMS if target.value is not None else _NUMBER_FORMS[2:]:
            yield _with_target(form, target), _simple(target.indicator), target.start, target.end
    for duty in facts.duties:
        subject = _NAME.match(_simple(duty.task))
        if subject and not duty.is_inherited:
            for form in _DUTY_FORMS:
                yield form, subject.group(), duty.task_start, duty.end
    for definition in facts.definitions:
        form = "{city}的“{subject}”是什么意思？"
        yield form, _simple(definition.term), definition.start, definition.end
    yield from _sentences(plan)


def _sentences(plan: Plan) -> Iterator[tuple[str, str, int, int]]:
    """Yield questions on what is forbidden, and on what sentences begin with."""
    for start, end in split_sentences(plan.text):
        sentence = _simple(plan.text[start:end])
        if ban := _FORBIDDEN.match(sentence):
            yield "{city}可以{subject}吗？", ban[1], start, end
        elif (name := _NAME.match(sentence)) and end - start > 2 * len(name.group()):
            yield _PASSAGE_FORMS[len(name.group()) % 2], name.group(), start, end


def _is_name(form: str) -> bool:
    """Tell whether a form asks about an indicator or a term."""
    return form not in (*_DUTY_FORMS, *_PASSAGE_FORMS) and "可以" not in form


def _with_target(form: str, target: Target) -> str:
    """Return a form with a target's scope and year, the city and the indicator still open."""
    return (
        form.replace("{scope}", _simple(target.scope or ""))
        .replace("{year}", str(target.year or ""))
        .replace("到年", "")
        .replace("{indicator}", "{subject}")
    )


def _simple(text: str) -> str:
    """Return a text as a question would have it: a shadow without braces."""
    return re.sub(r"[{}]", "", shadow_of(text).text)


def _reworded(text: str, chance: random.Random) -> str:
    """Return a question, half the time with one word replaced by another of its term group."""
    if chance.random() < 0.5:
        return text
    known = [
        (word, group.chinese)
        for group in term_groups()
        for word in group.chinese
        if word in text and len(group.chinese) > 1
    ]
    if not known:
        return text
    word, group = chance.choice(known)
    return text.replace(word, chance.choice([other for other in group if other != word]), 1)
