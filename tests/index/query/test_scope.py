"""Whose plan is asked for: by the places, levels and documents that a question names."""

import shutil
from pathlib import Path

import pytest

from index import FilterError, PlanIndex
from qa import compare, targets
from qa.comparing.over_time import changes
from tests.index.encoders import HashingEncoder

DOCUMENTS = Path(__file__).parents[2] / "documents"
FIELD = {
    "wenxian": "small/f01-county.txt",
    "kashi": "field/p22-kashi.txt",
    "shufu": "field/p23-shufu.txt",
    "changji": "field/p21-changji.txt",
    "huzhu": "field/p09-huzhu.txt",
    "anhui": "field/anhui-2022-rcep.txt",
    "delta": "national/yangtze-delta-2019-2020.md",
    "jjj": "national/beijing-tianjin-hebei-2019-2020.md",
    "nation": "national/nation-2023.txt",
    "kilns": "national/kilns-2019.md",
}
PLANS = Path(__file__).parents[3] / "corpus" / "plans"
JIAOZUO = """焦作市2018年大气污染防治工作方案
焦政〔2018〕3号
一、工作目标
2018年，全市优良天数不低于170天。
二、主要任务
1.武陟县淘汰燃煤锅炉。
2.温县推进清洁取暖。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Documents of the field, and two plans of one city."""
    root = tmp_path_factory.mktemp("field")
    (root / "plans").mkdir()
    for name, file in FIELD.items():
        shutil.copy(DOCUMENTS / file, root / "plans" / (name + Path(file).suffix))
    for name in ("haidong-2018-2020", "haidong-2024"):
        shutil.copy(PLANS / f"{name}.txt", root / "plans" / f"{name}.txt")
    return PlanIndex.build(root, root / "index", encoder=HashingEncoder(), progress=False)


@pytest.fixture(scope="module")
def with_prefecture(tmp_path_factory):
    """A county's plan beside its prefecture's."""
    root = tmp_path_factory.mktemp("both")
    (root / "plans").mkdir()
    shutil.copy(DOCUMENTS / FIELD["wenxian"], root / "plans" / "wenxian.txt")
    (root / "plans" / "jiaozuo.txt").write_text(JIAOZUO, encoding="utf-8")
    return PlanIndex.build(root, root / "index", encoder=HashingEncoder(), progress=False)


# 安徽's opinions do not call themselves a plan.
ALL_BUT_MEASURES = " ".join([*sorted(set(FIELD) - {"anhui"}), "haidong-2018-2020 haidong-2024"])
SEARCHED = [
    # a county's plan is its own
    ("温县2016年优良天数不低于多少天？", "wenxian"),
    ("疏附县2025年PM2.5浓度控制在多少？", "shufu"),
    ("喀什地区2025年PM2.5浓度控制在多少？", "kashi"),
    ("喀什地区和疏附县的PM2.5目标一样吗？", "kashi shufu"),
    ("昌吉市方案的发文字号是什么？", "changji"),
    ("昌吉的方案", "changji"),
    ("互助县的攻坚战行动方案由哪个部门拟定？", "huzhu"),
    ("海东市互助县的散煤", "huzhu"),
    ("海东的散煤", "haidong-2018-2020 haidong-2024"),
    ("海东市2024年方案里互助县要做什么", "haidong-2024"),
    # no plan of its own: lines on it in a plan above
    ("焦作2016年优良天数不低于多少天？", "jjj"),
    ("乐都的机动车尾气遥测", "haidong-2018-2020 haidong-2024"),
    ("合肥的跨境电商", "anhui"),
    ("池州市PM2.5降幅", "delta"),
    ("江苏的钢铁产能", "delta"),
    ("长沙市的PM2.5目标是多少？", ""),
    # what a document is names it; places beside that are what it is asked about
    ("长三角2019-2020年秋冬季方案给池州定的PM2.5降幅是多少？", "delta"),
    ("長三角2019-2020年方案裡安徽的鋼鐵產能", "delta"),
    ("国务院2023年空气质量计划给首都的细颗粒物划了条线", "nation"),
    ("按国务院2023年空气质量计划，安徽和焦作要怎么做", "nation"),
    ("国务院2023年那份里，细颗粒物的线划在哪", "nation"),
    ("2019年管工业炉窑那份，跟国务院2023年那份空气质量文件写得有什么不同？", "kilns nation"),
    ("工业炉窑方案里海东要做什么", "kilns"),
    ("What does the 2019 industrial kiln and furnace plan say of Anhui?", "kilns"),
    ("In the Yangtze River Delta 2019-2020 plan, what must Ningbo do?", "delta"),
    # in English what a plan is about may stand behind the word for it
    ("What does the plan on industrial kilns for 2019 ask of Anhui?", "kilns"),
    (
        "Which is newer, the national plan of 2023 or the plan for industrial furnaces?",
        "kilns nation",
    ),
    ("Does Huzhu have a plan for clean heating?", "huzhu"),
    ("2019年工业炉窑方案和国务院2023年空气质量计划写得有什么不同？", "kilns nation"),
    ("安徽RCEP实施意见里跨境电商由谁负责？", "anhui"),
    ("汾渭平原和京津冀2019-2020年秋冬季方案", "jjj"),
    # a region that owns a plan
    ("长三角的港口岸电", "delta"),
    # cities at large are no ministry's
    # a region side by side with places
    ("喀什和长三角的散煤治理", "delta kashi"),
    ("海东、长三角与京津冀，谁的降尘要求更严", "delta haidong-2018-2020 haidong-2024 jjj"),
    ("Dust in Kashi versus the Yangtze River Delta", "delta kashi"),
    ("哪个城市的PM2.5目标最低？", "haidong-2018-2020 haidong-2024 kashi"),
    ("哪几份方案提到了跨境电商？", ALL_BUT_MEASURES),
    ("Which plans mention cross-border trade?", ALL_BUT_MEASURES),
    # ministries at large are no city's
    ("清洁取暖由哪几个部委牵头？", "kilns nation"),
    ("Which central bodies take the lead on clean heating?", "kilns nation"),
]


@pytest.mark.parametrize(("question", "plans"), SEARCHED)
def test_where_a_question_is_searched(index, question, plans):
    assert index.search(question).plans == set(plans.split())


def test_what_names_no_place_and_no_document_is_searched_everywhere(index):
    for text in ("散煤治理", "那份里写了什么"):
        assert index.search(text).plans == {plan.id for plan in index.plans()}


NOTICES = [
    ("焦作的优良天数", "索引中没有焦作市自己的方案，只有焦作市温县的；所列是京津冀"),
    ("乐都的机动车尾气遥测", "索引中没有乐都区的方案；所列是海东市的方案里写到它的"),
    ("合肥的跨境电商", "索引中没有合肥市的方案；所列是安徽省的方案里写到它的"),
    ("拉萨的散煤", "索引中没有拉萨市的方案"),
    ("温县的优良天数", ""),
]


@pytest.mark.parametrize(("question", "notice"), NOTICES)
def test_whose_lines_they_are_is_said(index, question, notice):
    found = index.search(question)
    assert found.notice.startswith(notice)
    assert bool(found.notice) == bool(notice)


def test_a_countys_plan_is_not_its_prefectures(tmp_path):
    shutil.copy(DOCUMENTS / FIELD["wenxian"], tmp_path / "wenxian.txt")
    index = PlanIndex.build(tmp_path, tmp_path / "index", encoder=HashingEncoder(), progress=False)
    found = index.search("焦作2016年优良天数不低于多少天？")
    assert (found, found.plans) == ((), frozenset())
    assert "只有焦作市温县的" in found.notice
    assert "only of 焦作市温县" in found.notice


@pytest.mark.parametrize(
    ("question", "name"), [("乐都的机动车尾气", "樂都乐都"), ("合肥的跨境电商", "合肥")]
)
def test_only_passages_that_name_the_place(index, question, name):
    found = index.search(question)
    names = {name[at : at + 2] for at in range(0, len(name), 2)}
    for hit in found:
        assert any(own in "".join([*filter(None, hit.path), hit.passage.text]) for own in names)
    assert found


def test_a_filter_makes_every_place_what_is_asked_about(index):
    for question in ("安徽的钢铁产能", "海东和焦作的港口", "西安的散煤"):
        found = index.search(question, plans="delta")
        assert {hit.passage.plan_id for hit in found} == {"delta"}
        assert found.notice == ""
    assert index.search("焦作的任务", cities="温县").plans == {"wenxian"}


FILTERS = [
    ("温县", "wenxian"),
    ("焦作市温县", "wenxian"),
    ("溫縣", "wenxian"),
    ("Wenxian County", "wenxian"),
    ("昌吉市", "changji"),
    ("海东", "haidong-2018-2020 haidong-2024"),
    ("互助县", "huzhu"),
    ("青海省", "haidong-2018-2020 haidong-2024"),
    ("安徽", "anhui"),
    ("Kashgar", "kashi"),
]


@pytest.mark.parametrize(("name", "plans"), FILTERS)
def test_any_place_that_is_held_is_a_filter(index, name, plans):
    assert index.search("工作", cities=name).plans == set(plans.split())


@pytest.mark.parametrize("name", ["焦作", "西安", "乐都区", "长三角"])
def test_a_place_without_a_plan_is_no_filter(index, name):
    with pytest.raises(FilterError, match=f"unknown city '{name}'"):
        index.search("工作", cities=name)


def test_a_countys_hits_say_where_it_lies(index):
    hit = index.search("温县2016年优良天数", k=1)[0]
    assert hit.city == "焦作市温县"
    assert hit.reference.startswith("焦作市温县 · 2016年度蓝天工程实施方案 · ")


def test_levels_stay_apart(index, with_prefecture):
    assert {row.plan_id for row in compare(index, "PM2.5", ["海东"]).rows} == {
        "haidong-2018-2020",
        "haidong-2024",
    }
    found = changes(index, "海东")
    assert (found.earlier, found.later) == ("haidong-2018-2020", "haidong-2024")
    with pytest.raises(ValueError, match="only one plan of '焦作'"):
        changes(with_prefecture, "焦作")
    rows = compare(with_prefecture, "优良天数", ["焦作", "温县"]).rows
    assert [(row.city, row.plan_id) for row in rows] == [
        ("焦作市", "jiaozuo"),
        ("焦作市温县", "wenxian"),
    ]
    assert {own.city for own in targets(with_prefecture, cities=["温县"])} == {"焦作市温县"}


def test_a_question_on_both_levels_shows_both(with_prefecture):
    found = with_prefecture.search("焦作和温县的优良天数")
    assert {hit.passage.plan_id for hit in found} == {"jiaozuo", "wenxian"}
    assert found.query.cities == ("焦作市", "焦作市温县")
    assert with_prefecture.search("焦作的优良天数").plans == {"jiaozuo"}
    assert with_prefecture.search("武陟县的燃煤锅炉").plans == {"jiaozuo"}
