"""Which area an answer is said of, beside the one that is asked about."""

from types import SimpleNamespace

import pytest

from qa.areas import asked_areas


def plan(title, city=None, province=None, county=None):
    return SimpleNamespace(title=title, city=city, province=province, county=county)


NATION = plan("空气质量持续改善行动计划")
DELTA = plan("长三角地区2019-2020年秋冬季攻坚行动方案")
HAIDONG = plan("海东市2024年行动方案", city="海东市", province="青海省")

CASES = [
    (NATION, "河北的比例是多少？", "山西省达到30%,河北省达到50%。", "50%", 1.0),
    (NATION, "河北的比例是多少？", "山西省达到30%,河北省达到50%。", "30%", -1.0),
    (NATION, "山西、陕西、内蒙古、新疆多少？", "晋陕蒙新达到90%。", "90%", 1.0),
    (NATION, "How much in the Fenwei Plain?", "京津冀、汾渭平原浓度分别下降20%、15%。", "15%", 1.0),
    (NATION, "How much in Hebei?", "浙江省完成5万户。", "5万户", -1.0),
    (NATION, "浙江要完成多少？", "宁波市完成5万户。", "5万户", 0.0),
    (DELTA, "长三角方案要浙江完成多少钢产能？", "江苏省完成8200万吨。", "8200万吨", -1.0),
    (DELTA, "长三角方案要下降多少？", "江苏省下降3%。", "3%", 0.0),
    (HAIDONG, "海东乐都区PM10是多少？", "民和县PM10为60。", "60", -1.0),
    (HAIDONG, "青海海东PM10是多少？", "全市PM10为60。", "60", 0.0),
]


@pytest.mark.parametrize(("asked_of", "question", "sentence", "answer", "expected"), CASES)
def test_an_answer_is_said_of_the_area_before_it(asked_of, question, sentence, answer, expected):
    start = sentence.index(answer)
    areas = asked_areas(question, asked_of)
    assert areas.agreement(sentence, start, start + len(answer)) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "is_part"),
    [
        ("海东PM10是多少？", "民和县PM10为60。", True),
        ("海东PM10是多少？", "海东市PM10为60。", False),
        ("海东PM10是多少？", "PM10为60。", False),
        ("海东民和县PM10是多少？", "乐都区PM10为60。", False),
        ("互助的PM10是多少？", "互助县PM10为60。", False),
    ],
)
def test_what_is_said_of_a_part_is_not_said_of_the_whole(question, sentence, is_part):
    areas = asked_areas(question, HAIDONG)
    assert areas.is_of_a_part(sentence, sentence.index("60")) == is_part


def test_what_is_asked_about_is_said_as_the_question_has_it():
    assert asked_areas("吉林和Hebei的比例？", NATION).printed == "吉林、Hebei"
    assert asked_areas("海东的比例？", HAIDONG).printed == ""
