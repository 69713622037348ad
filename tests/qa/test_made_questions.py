"""Questions made of plans: the text that answers one is known."""

from pathlib import Path

import pytest

from index import PlanIndex
from index.mentions import term_groups
from index.text import shadow_of
from tests.index.encoders import HashingEncoder
from tests.qa.made_plans import TEXTS, index_of
from tests.qa.made_questions import made_questions

CORPUS = Path(__file__).parents[2] / "corpus"
CITIES = {"luan-2022": "六安", "sanya-2023": "三亚"}


@pytest.fixture(scope="module")
def made_index(tmp_path_factory):
    """Two plans of cities."""
    return index_of(tmp_path_factory.mktemp("made"), {name: TEXTS[name] for name in CITIES})


@pytest.fixture(scope="module")
def questions(made_index):
    return list(made_questions(made_index))


def test_a_question_that_is_answered_has_its_range_in_the_plan(made_index, questions):
    answered = [own for own in questions if own.plan_id]
    assert {own.plan_id for own in answered} == set(CITIES)
    for own in answered:
        plan = made_index.plan(own.plan_id)
        assert 0 <= own.start < own.end <= len(plan.text)
        assert own.text.startswith(CITIES[own.plan_id])
        name, _, subject = own.group.partition("/")
        assert name == own.plan_id
        assert subject[:4] in shadow_of(plan.text).text


def test_a_question_that_nothing_answers_is_put_to_another_city(made_index, questions):
    unanswered = [own for own in questions if not own.plan_id]
    assert unanswered
    for own in unanswered:
        made_of, _, subject = own.group.partition("/")
        (other,) = set(CITIES) - {made_of}
        assert (own.start, own.end) == (0, 0)
        assert own.text.startswith(CITIES[other])
        assert subject in own.text
        assert subject not in shadow_of(made_index.plan(other).text).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("六安谁负责淘汰老旧车辆？", "淘汰老旧柴油货车1200辆"),
        ("六安的“六个百分之百”是什么意思？", "六个百分之百”（围挡"),
        ("三亚到2023年PM2.5要达到多少？", "不高于12微克/立方米"),
    ],
)
def test_the_range_holds_what_answers(made_index, questions, text, words):
    ranges = [
        made_index.plan(own.plan_id).text[own.start : own.end]
        for own in questions
        if own.plan_id and _same_but_one_word(own.text, text)
    ]
    assert ranges
    assert all(words in range_ for range_ in ranges)


def _same_but_one_word(text, other):
    """Whether two questions are the same, or one word stands for another of its term group."""
    return text == other or any(
        text == other.replace(word, same, 1)
        for group in term_groups()
        for word in group.chinese
        if word in other
        for same in group.chinese
    )


def test_a_word_that_another_plan_has_too_is_not_asked_of_it(questions):
    """Both plans set PM2.5, so the question to the other city would have an answer."""
    assert not any(own.plan_id is None and "PM2.5" in own.text for own in questions)
    assert any(own.plan_id is None and "六个百分之百" in own.text for own in questions)


def test_the_same_questions_each_time(made_index, questions):
    assert list(made_questions(made_index)) == questions


def test_one_plan_alone_is_asked_nothing_that_it_cannot_answer(tmp_path):
    index = index_of(tmp_path, {"luan-2022": TEXTS["luan-2022"]})
    questions = list(made_questions(index))
    assert questions
    assert all(own.plan_id == "luan-2022" for own in questions)


def test_a_question_put_to_a_province_names_it(tmp_path):
    index = index_of(tmp_path)
    cities = (*CITIES.values(), "四川")
    assert all(own.text.startswith(cities) for own in made_questions(index))


def test_the_five_plans_give_a_thousand(tmp_path):
    index = PlanIndex.build(CORPUS, tmp_path, encoder=HashingEncoder(), progress=False)
    questions = list(made_questions(index))
    assert len({own.text for own in questions}) > 1_000
    assert {own.plan_id for own in questions} == {None, *(plan.id for plan in index.plans())}
