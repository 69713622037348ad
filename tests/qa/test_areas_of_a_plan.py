"""Questions on the areas that a province's plan sets values for, a row of a table each."""

import pytest

from index import PlanIndex
from qa import ask

PROVINCE = """青海省空气质量持续改善行动实施方案
青政〔2024〕12号
2024年5月6日
一、总体要求
到2025年，全省地级及以上城市细颗粒物（PM2.5）平均浓度比2020年下降8%。
二、重点任务
（一）推进清洁取暖。完成农村散煤替代12万户。（省能源局牵头，各市州政府落实）
（二）治理扬尘。城市建成区道路机械化清扫率达到82%。（省住房城乡建设厅牵头）
附表 各市州空气质量改善目标
市州　2020年PM2.5（微克/立方米）　2025年PM2.5（微克/立方米）　2025年优良天数比率（%）
西宁　35　31　86.0
海东　33　30　88.5
海西　24　22.5　95.1
玉树　13　13　98.9
"""
OTHER = """桂平市大气污染防治工作方案
2024年3月1日
一、目标
到2025年，全市PM2.5平均浓度控制在29微克/立方米以内，优良天数比率达到95%以上。
二、任务
（一）控制扬尘。建筑工地落实六个百分之百。（市住房城乡建设局牵头）
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("areas")
    (folder / "plans").mkdir()
    (folder / "plans" / "qinghai-2024.txt").write_text(PROVINCE, encoding="utf-8")
    (folder / "plans" / "guiping-2024.txt").write_text(OTHER, encoding="utf-8")
    return PlanIndex.build(folder, folder / "index")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("按青海省方案附表，西宁市2025年的PM2.5目标值是多少？", "31微克/立方米"),
        ("海西州2025年PM2.5目标是多少", "22.5微克/立方米"),
        ("青海省玉树2025年优良天数比率目标", "98.9%"),
    ],
)
def test_the_cell_of_the_area_and_year(index, question, value):
    answer = ask(index, question)
    assert answer.status == "answered"
    assert value in answer.text
    assert answer.citations[0].plan_id == "qinghai-2024"


def test_two_places_of_one_plan_have_a_row_each(index):
    answer = ask(index, "西宁和海东2025年的PM2.5目标哪个低？")
    assert answer.kind == "comparison"
    assert [row.split("：")[0] for row in answer.items] == ["海东市（最低）", "西宁市"]
    assert "30微克/立方米" in answer.items[0]


def test_who_improves_most_is_not_who_has_most(index):
    answer = ask(index, "西宁与海东的PM2.5到2025年目标各是多少，哪个降得多？")
    assert "最高" not in answer.text
    assert {"31", "30"} <= {row.split("：")[1].strip("西宁海东微克/立方米") for row in answer.items}


def test_both_ends_of_a_plans_areas(index):
    answer = ask(index, "青海省2025年PM2.5目标哪个市最低、哪个市最高？")
    assert answer.items[0] == "玉树（最低）：13微克/立方米"
    assert "（最高）" in answer.items[1]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("青海省2025年PM2.5目标哪个市最低？", "玉树（最低）：13微克/立方米"),
        ("青海省方案里2025年优良天数比率哪个市最高", "玉树（最高）：98.9%"),
    ],
)
def test_the_extreme_of_a_plans_areas_stands_first(index, question, first):
    answer = ask(index, question)
    assert answer.items[0] == first
    assert len(answer.items) == 4
