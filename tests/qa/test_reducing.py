"""Of a question on several plans, what is asked of each is left."""

import pytest

from qa.question import read_question
from qa.reducing import reduced
from tests.qa.comparing_plans import index_of


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("made-up"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些城市的方案要求推广光伏发电？", "推广光伏发电"),
        ("哪几份方案写到了屋顶光伏，各是怎么规定的？", "屋顶光伏"),
        ("秸秆综合利用率谁定得最高？", "秸秆综合利用率"),
        ("机械化清扫率要到多少，哪家定得最高？", "机械化清扫率要到多少"),
        ("哪个城市的机械化清扫率最高？", "机械化清扫率最高"),
        ("Which cities' plans promote rooftop solar power?", "promote rooftop solar power"),
        (
            "Which city sets the highest share of straw to be used?",
            "the share of straw to be used",
        ),
        (
            "Of all the plans, which city sets the highest share of straw to be used?",
            "the share of straw to be used",
        ),
    ],
)
def test_what_chooses_among_plans_is_left_out(made_up, question, expected):
    asked = read_question(question)
    assert reduced(made_up, asked.shadow, asked) == expected


def test_of_a_question_on_two_rounds_the_topic_is_left(made_up):
    asked = read_question("燃放烟花爆竹怎么管，济南新旧两份方案的说法有什么变化？")
    assert asked.is_over_time
    assert reduced(made_up, asked.shadow, asked) == "燃放烟花爆竹"


def test_a_question_that_only_chooses_stays_as_it_is(made_up):
    asked = read_question("哪个城市更严？")
    assert reduced(made_up, asked.shadow, asked) == asked.shadow
