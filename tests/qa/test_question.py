import pytest

from qa.question import read_question

KINDS = [
    ("咸阳2020年PM2.5目标是多少？", "number", "zh-Hans"),
    ("海東到2020年新能源車至少要佔多少？", "number", "zh-Hant"),
    ("How many buses had to be replaced?", "number", "en"),
    ("阳泉的清洁取暖改造方案什么时候报到省里？", "when", "zh-Hans"),
    ("牵头单位每月几号前要报进展？", "when", "zh-Hans"),
    ("道路揚塵整治由哪個單位牽頭？", "duty", "zh-Hant"),
    ("Which bureau takes the lead on coal quality?", "duty", "en"),
    ("要建哪几种集中处理中心？", "list", "zh-Hans"),
    ("还能新建烧煤的供热站吗？", "yes_no", "zh-Hans"),
    ("“两断三清”是什么意思？", "definition", "zh-Hans"),
    ("DB61/941-2018", "passage", "en"),
]


@pytest.mark.parametrize(("text", "asks", "language"), KINDS)
def test_what_a_question_asks_for(text, asks, language):
    question = read_question(text)
    assert (question.asks, question.language) == (asks, language)
