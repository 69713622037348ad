"""Questions on the values of all areas of a plan, of one of them, and on all its goals."""

import pytest

from index import PlanIndex
from qa import ask

CITY = """韶关市空气质量改善行动方案（2024—2026年）
2024年3月1日
一、工作目标
（一）全市目标。到2025年，全市细颗粒物（PM2.5）年均浓度控制在26微克/立方米以内；优良天数比率达到95%以上。
（二）年度目标。2024年全市PM2.5年均浓度不高于28微克/立方米，优良天数不少于340天。
（三）分区目标。到2025年，武江区PM2.5年均浓度控制在27微克/立方米以内，浈江区控制在29微克/立方米以内，曲江区控制在24微克/立方米以内；仁化县以可吸入颗粒物（PM10）考核，2025年不超过48微克/立方米。
二、重点任务
（一）治理扬尘。各县区降尘量月均值不高于7吨/平方公里。建成区道路机械化清扫率达到80%以上。（市住房城乡建设管理局牵头）
（二）推进清洁取暖。完成农村散煤替代2万户。（市发展改革局牵头）
"""
NATION = """空气质量巩固提升行动计划
国发〔2023〕30号
2023年11月1日
一、总体要求
到2025年，全国地级及以上城市PM2.5浓度比2020年下降11%，重度及以上污染天数比率控制在0.8%以内。冀鲁豫交界地区、关中盆地PM2.5浓度分别下降22%和17%，长江中游地区PM2.5浓度总体控制在36微克/立方米以内。
二、优化产业结构
（一）严格项目准入。严禁新增钢铁产能。（国家发展改革委牵头）
"""
PROVINCE = """甘肃省空气质量三年行动方案
2022年5月16日
一、主要目标
到2024年，全省PM2.5平均浓度降至24微克/立方米以下，PM10平均浓度降至54微克/立方米以下，优良天数比率达到93%以上。临夏州、天水市PM2.5年均浓度分别降至27微克/立方米和25微克/立方米，嘉峪关市PM10年均浓度降至60微克/立方米。
二、重点任务
（一）推进清洁取暖。完成散煤替代12万户。（省能源局牵头）
"""
LISTED = """昭通市2025年大气污染防治工作方案
2025年2月10日
一、目标
到2027年，全市PM2.5年均浓度降到20微克/立方米以下。
各县市区2025年PM2.5目标：昭阳区24微克/立方米，水富市23微克/立方米，鲁甸县、巧家县均为21微克/立方米，其余县与全市目标相同。
二、任务
（一）控制扬尘。建筑工地落实六个百分之百。（市住房城乡建设局牵头）
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("goals")
    (folder / "plans").mkdir()
    plans = {"shaoguan": CITY, "nation": NATION, "gansu": PROVINCE, "zhaotong": LISTED}
    for name, text in plans.items():
        (folder / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    return PlanIndex.build(folder, folder / "index")


@pytest.mark.parametrize(
    ("question", "values", "others"),
    [
        ("韶关各区2025年PM2.5目标分别是多少？", ("27", "29", "24"), ("26", "48")),
        ("請列出韶關給各區縣定的2025年顆粒物濃度目標", ("27", "29", "24", "48"), ("26",)),
        (
            "How much PM2.5 is each district of Shaoguan allowed in 2025?",
            ("27", "29", "24"),
            ("26",),
        ),
        ("昭通下辖县市区2025年PM2.5目标各是多少", ("24", "23", "21", "其余县"), ("20",)),
        ("甘肃各市州2024年PM2.5目标分别是多少？", ("27", "25"), ("24微克", "54", "60")),
    ],
)
def test_the_value_of_every_area_is_listed_and_of_nothing_else(index, question, values, others):
    answer = ask(index, question)
    assert answer.status == "answered"
    assert all(value in answer.text for value in values)
    assert not any(other in answer.text for other in others)


@pytest.mark.parametrize(
    "question",
    [
        "韶关各区2024年PM2.5目标分别是多少？",
        "韶關各縣區2025年優良天數比率目標分別是多少？",
        "昭通各县市区2027年PM2.5目标分别是多少？",
        "昭通给各县区定了多少PM10浓度限值？",
        "What 2024 good-air days target does Gansu set for each city?",
    ],
)
def test_what_is_set_for_the_whole_or_another_year_is_set_for_no_area(index, question):
    assert ask(index, question).status == "not_found"


def test_one_value_that_holds_for_each_area_is_one(index):
    answer = ask(index, "韶关各县区降尘量月均值不能高于多少？")
    assert "7吨" in answer.text


@pytest.mark.parametrize(
    ("question", "value", "others"),
    [
        ("What annual PM2.5 level is Linxia supposed to reach in 2024?", "27", ("25", "24")),
        ("临夏州2024年PM2.5要降到多少", "27", ("24微克",)),
        ("韶关浈江区2025年PM2.5要控制在多少？", "29", ("26", "27微克", "24")),
    ],
)
def test_only_the_value_of_the_area_that_is_named(index, question, value, others):
    answer = ask(index, question)
    assert value in answer.text
    assert not any(other in answer.text for other in others)


@pytest.mark.parametrize(
    "question",
    [
        "庆阳市到2024年PM2.5年均要降到多少微克？",
        "甘肅天水市2024年PM10年均濃度目標是多少？",
        "嘉峪关市2024年PM2.5要降到多少？",
        "长江中游那几个城市，PM2.5要比2020年下降百分之几？",
        "韶关浈江区2024年PM2.5要控制在多少？",
    ],
)
def test_another_areas_value_is_no_answer(index, question):
    answer = ask(index, question)
    assert answer.status == "not_found" or "36" in answer.text


@pytest.mark.parametrize(
    ("question", "values", "others"),
    [
        (
            "韶关方案的目标有哪些，全部列出来",
            ("26", "95%", "28", "340", "27", "29"),
            ("80%", "7吨"),
        ),
        ("韶关2024年的空气质量目标有哪些", ("28", "340"), ("26", "95%")),
        ("請把韶關全市2025年的空氣質量目標列出來", ("26", "95%"), ("29", "340")),
        ("甘肃三年行动方案2024年的目标指标逐项列出", ("24", "54", "93%"), ("12万",)),
    ],
)
def test_all_goals_of_a_plan_or_of_a_year(index, question, values, others):
    answer = ask(index, question)
    assert answer.status == "answered"
    assert all(value in answer.text for value in values)
    assert not any(other in answer.text for other in others)


def test_a_list_on_another_topic_is_none_of_goals(index):
    assert "26" not in ask(index, "韶关农村散煤替代的目标有哪些").text
