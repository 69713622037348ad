"""What holds for every answer, whatever is asked: quotations stand where they say."""

import itertools
import re
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest

from index.text import parse_number, shadow_of
from qa import Answer, Citation, answer_from, ask
from qa.abstaining import weigh
from qa.answering import answer_of
from qa.question import read_question
from qa.support import unsupported_words
from tests.qa.made_plans import LevelEncoder, index_of
from tests.qa.made_questions import made_questions

CITIES = ("", "海东", "咸阳", "贵港", "阳泉", "海东2018-2020年", "咸陽", "西安")
MADE_CITIES = ("", "六安", "三亚市", "四川省", "六安市和三亚市", "九江", "三亞")
TOPICS = (
    *("秸秆", "PM2.5", "公交车", "降尘", "锅炉", "VOCs", "散煤", "工地", "烟花爆竹", "机动车"),
    "市公安局",
)
FORMS = (
    "{}的{}目标是多少？",
    "{}{}由哪个部门牵头？",
    "{}{}负责哪些工作？",
    "{}{}包括哪些措施？",
    "{}{}什么时候完成？",
    "{}是否禁止{}？",
    "什么是{}“{}”？",
    "{}{}前后两份方案有什么变化？",
    "哪些方案没有提到{}{}？",
    "{}{}最严的是哪个城市？",
    "{}第3条{}写了什么？",
    "{}{}",
)
HITS = 30


def questions_on(index, cities):
    """Questions on all that the plans commit to, and in every form on every city and topic."""
    made = (question.text for question in made_questions(index))
    forms = (form.format(*own) for form, *own in itertools.product(FORMS, cities, TOPICS))
    return list(dict.fromkeys([*made, *forms]))


def check_answer(index, hits, answer):
    """Fail where an answer says what it does not quote, or quotes what nobody asked about."""
    for cited in (*answer.citations, *answer.nearby):
        plan = index.plan(cited.plan_id)
        assert plan.text[cited.start : cited.end] == cited.quote
        named = hits.query.cities or hits.query.provinces
        assert not named or {plan.city, plan.province} & set(named)
    quotes = [cited.quote for cited in answer.citations]
    for text in (answer.text, *answer.items):
        assert unsupported_words(text, quotes) == ()
        assert numerals([text]) <= numerals(quotes) | numerals_in_words(quotes)
        assert offices_in(index, [text]) <= offices_in(index, quotes)
    known = [answer.question, *(cited.quote for cited in answer.nearby)]
    assert unsupported_words(answer.explanation, known) == ()
    assert 0.0 <= answer.confidence <= 1.0
    assert (answer.status == "answered") == bool(answer.citations) == bool(answer.text)


def numerals(texts):
    return {n for text in texts for n in re.findall(r"\d+(?:\.\d+)?", shadow_of(text).text)}


def numerals_in_words(texts):
    """The numerals that stand in Chinese, in figures: 三年 holds 3, 一百四十五微克 145."""
    words = {w for text in texts for w in re.findall("[一二三四五六七八九十百千两零]+", text)}
    found = set()
    for word in words:
        with suppress(ValueError):
            found.add(f"{parse_number(word):g}")
    return found


@cache
def offices_of(index):
    """The offices that lead or take part somewhere in the plans."""
    duties = [duty for plan in index.plans() for duty in index.facts(plan.id).duties]
    names = {shadow_of(name).text for duty in duties for name in (*duty.lead, *duty.participants)}
    return {name for name in names if len(name) > 2}


def offices_in(index, texts):
    """The offices of the plans that some texts name."""
    said = "\n".join(re.sub(r"\s", "", shadow_of(text).text) for text in texts)
    return {name for name in offices_of(index) if name in said}


def check_every_answer(index, cities, at_least, step):
    """Check the answers to questions on an index, and those that too little speaks for.

    Args:
        at_least: So many there are in all.
        step: Each so manieth is asked.
    """
    questions = questions_on(index, cities)
    assert len(questions) >= at_least
    questions = questions[::step]
    statuses, forced = set(), 0
    for text in questions:
        hits = index.search(text, k=HITS)
        answer = answer_from(index, hits, text)
        check_answer(index, hits, answer)
        statuses.add(answer.status)
        evidence = weigh(index, hits, read_question(text))
        if evidence.selection.chosen and evidence.reason:
            unsure = answer_of(index, hits, replace(evidence, reason=None))
            check_answer(index, hits, unsure)
            forced += unsure.status == "answered"
    assert statuses == {"answered", "not_found"}
    assert forced > len(questions) / 2


@pytest.fixture
def step(request):
    """1 with ``--long``; without it a number that has none in common with those of the forms."""
    return 1 if request.config.getoption("--long") else 5


def test_answers_hold_to_their_quotations(hashed_index, step):
    check_every_answer(hashed_index, CITIES, at_least=2_000, step=step)


def test_names_of_places_that_hold_numerals_are_none(made_index, step):
    check_every_answer(made_index, MADE_CITIES, at_least=900, step=step)


@pytest.fixture(scope="module")
def made_index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("every"), encoder=LevelEncoder())


@pytest.mark.parametrize(
    "question",
    [
        "西安的PM2.5目标是多少？",
        "西安市公安局负责哪些工作？",
        "什么是西安的“VOCs”？",
        "西安第2条写了什么？",
        "西安方案什么时候印发？",
        "What must Xi'an's public security bureau do?",
    ],
)
@pytest.mark.parametrize("corpus", ["hashed_index", "made_index"])
def test_of_a_city_without_a_plan_nothing_is_quoted(corpus, question, request):
    answer = ask(request.getfixturevalue(corpus), question)
    assert (answer.status, answer.reason) == ("not_found", "unknown city")
    assert (answer.citations, answer.nearby) == ((), ())


@pytest.mark.parametrize(
    ("text", "quote", "unsupported"),
    [
        ("不高于53微克", "年均浓度不高于53微克/立方米", ()),
        ("不高于35微克", "年均浓度不高于53微克/立方米", ("35",)),
        ("市公安局牵头", "(市公安局牵头)", ()),
        ("市公安局牽頭", "(市公安局牵头)", ()),
        ("市财政局牵头", "(市公安局牵头)", ("市财政局",)),
        ("至少三年", "至少保存三年", ()),
        ("至少五年", "至少保存三年", ("五",)),
    ],
)
def test_numerals_and_offices_are_quoted(text, quote, unsupported):
    assert unsupported_words(text, [quote]) == unsupported
    citation = Citation("p", "1", 0, len(quote), quote, "某市")
    fields = ("问", "answered", "passage", text, (), (citation,), 0.5)
    if unsupported:
        with pytest.raises(ValueError, match="no citation has"):
            Answer(*fields)
    else:
        assert Answer(*fields).text == text
