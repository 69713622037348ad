"""Which passages may be returned: by filters, and by whose plan is asked for."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index import FilterError, PlanIndex
from index.facts import names_office
from qa import compare, targets
from qa.comparing.over_time import changes
from tests.index.encoders import HashingEncoder

OF_CITY = {
    "海东市": {"haidong-2018-2020", "haidong-2024"},
    "咸阳市": {"xianyang-2020"},
    "贵港市": {"guigang-2021"},
    "阳泉市": {"yangquan-2020"},
}
ALL = set().union(*OF_CITY.values())
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


def found(index, query="工作", **filters):
    """The plans that a search finds passages of, among all of the index's passages."""
    return {hit.passage.plan_id for hit in index.search(query, k=1000, mode="dense", **filters)}


@pytest.mark.parametrize(
    ("filters", "plans"),
    [
        ({}, ALL),
        ({"cities": ()}, ALL),
        ({"cities": [], "plans": [], "years": [], "departments": []}, ALL),
        # a city in full, short, in Traditional characters, bare, several, any collection
        ({"cities": ["咸阳市"]}, {"xianyang-2020"}),
        ({"cities": ["咸阳"]}, {"xianyang-2020"}),
        ({"cities": ["咸陽"]}, {"xianyang-2020"}),
        ({"cities": ["貴港市"]}, {"guigang-2021"}),
        ({"cities": " 海东 "}, OF_CITY["海东市"]),
        # in pinyin and English
        ({"cities": ["Xianyang"]}, {"xianyang-2020"}),
        ({"cities": "gui gang"}, {"guigang-2021"}),
        ({"cities": ["Haidong City", "YANGQUAN"]}, OF_CITY["海东市"] | {"yangquan-2020"}),
        ({"cities": ("咸阳", "阳泉市")}, {"xianyang-2020", "yangquan-2020"}),
        ({"cities": {"咸阳"}}, {"xianyang-2020"}),
        ({"cities": (city for city in ("咸阳", "阳泉"))}, {"xianyang-2020", "yangquan-2020"}),
        # plans and years
        ({"plans": ["haidong-2024"]}, {"haidong-2024"}),
        ({"plans": "haidong-2024"}, {"haidong-2024"}),
        ({"years": [2020]}, {"haidong-2018-2020", "xianyang-2020", "yangquan-2020"}),
        ({"years": 2019}, {"haidong-2018-2020"}),
        ({"years": [2018, 2025]}, OF_CITY["海东市"]),
        ({"years": np.int64(2021)}, {"guigang-2021"}),
        ({"years": np.array([2021])}, {"guigang-2021"}),
        # all kinds must hold
        ({"cities": "海东", "years": 2024}, {"haidong-2024"}),
        ({"cities": "海东", "plans": "haidong-2024", "years": 2025}, {"haidong-2024"}),
        ({"cities": "海东", "plans": "xianyang-2020"}, set()),
        ({"cities": "贵港", "years": 2020}, set()),
        ({"plans": "guigang-2021", "departments": "市行政审批局"}, set()),  # 咸阳's alone
    ],
)
def test_plans_in_scope(real_index, filters, plans):
    assert found(real_index, **filters) == plans


@pytest.mark.parametrize(
    ("query", "filters", "plans"),
    [
        ("咸阳的工作", {}, {"xianyang-2020"}),
        ("海东的工作", {}, OF_CITY["海东市"]),
        ("海东的工作", {"years": 2024}, {"haidong-2024"}),
        ("海东和咸阳的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
        # a filter says whose plan; what the query names is what it asks about
        ("海东的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
        ("海东的工作", {"plans": "guigang-2021"}, {"guigang-2021"}),
        ("上海东部的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
    ],
)
def test_a_city_in_the_query_is_a_filter_too(real_index, query, filters, plans):
    assert found(real_index, query, **filters) == plans


@pytest.mark.parametrize(
    ("query", "excluded", "plans"),
    [
        ("除咸阳外，各市的工作", ["咸阳市"], ALL - {"xianyang-2020"}),
        (
            "除了咸阳、海东，还有哪些城市做这项工作",
            ["咸阳市", "海东市"],
            {"guigang-2021", "yangquan-2020"},
        ),
        ("除了咸阳，阳泉的工作", ["咸阳市"], {"yangquan-2020"}),
        ("不是咸阳，是贵港的工作", ["咸阳市"], {"guigang-2021"}),
        ("除青海省外各市的工作", ["青海省"], ALL - OF_CITY["海东市"]),
        ("work in all cities except for Haidong", ["海东市"], ALL - OF_CITY["海东市"]),
        ("Apart from Xianyang and Guigang, which cities work?", ["咸阳市", "贵港市"],
         OF_CITY["海东市"] | {"yangquan-2020"}),
        ("各市除咸阳以外的工作", ["咸阳市"], ALL - {"xianyang-2020"}),
        ("是不是咸阳的工作", [], {"xianyang-2020"}),
        # verbs that end in 除
        ("拆除咸阳的燃煤锅炉", [], {"xianyang-2020"}),
        ("清除了阳泉和咸阳的散煤", [], {"xianyang-2020", "yangquan-2020"}),
        ("咸阳和阳泉的工作", [], {"xianyang-2020", "yangquan-2020"}),
    ],
)  # fmt: skip
def test_what_a_query_leaves_out_is_not_searched(real_index, query, excluded, plans):
    hits = real_index.search(query, k=1000, mode="dense")
    assert list(hits.query.excluded) == excluded
    assert hits.plans == plans


KNOWN_CITIES = "咸阳市、海东市、贵港市、阳泉市"
KNOWN_YEARS = "2018、2019、2020、2021、2024、2025"


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"cities": ["沈阳"]}, f"unknown city '沈阳'; the index has {KNOWN_CITIES}"),
        ({"cities": ["咸阳", "西安市"]}, f"unknown city '西安市'; the index has {KNOWN_CITIES}"),
        ({"cities": "Shenyang"}, f"unknown city 'Shenyang'; the index has {KNOWN_CITIES}"),
        ({"cities": "Haidong plan"}, "unknown city 'Haidong plan'"),
        ({"cities": ""}, f"unknown city ''; the index has {KNOWN_CITIES}"),
        ({"cities": "市"}, f"unknown city '市'; the index has {KNOWN_CITIES}"),
        ({"plans": "xianyang"}, "unknown plan 'xianyang'; the index has guigang-2021、"),
        ({"plans": "XIANYANG-2020"}, "unknown plan 'XIANYANG-2020'"),
        ({"years": 1999}, f"unknown year 1999; the index has {KNOWN_YEARS}"),
        ({"years": [2020, 2022]}, f"unknown year 2022; the index has {KNOWN_YEARS}"),
        ({"departments": "市月球局"}, "no plan in the index gives '市月球局' a responsibility"),
        ({"departments": ["市公安局", "海关"]}, "no plan in the index gives '海关'"),
        ({"departments": ""}, "gives '' a responsibility"),
        ({"departments": "、"}, "gives '、' a responsibility"),
        ({"departments": "局"}, "gives '局' a responsibility"),
        # of another type
        ({"cities": None}, "cities must be a sequence of texts, not None"),
        ({"cities": 2020}, "cities must be texts, not 2020"),
        ({"cities": ["咸阳", None]}, "cities must be texts, not None"),
        ({"cities": b"xianyang"}, "cities must be a sequence of texts, not b'xianyang'"),
        ({"cities": True}, "cities must be texts, not True"),
        ({"plans": None}, "plans must be a sequence of texts, not None"),
        ({"plans": [["haidong-2024"]]}, r"plans must be texts, not ['haidong-2024']"),
        ({"plans": 5}, "plans must be texts, not 5"),
        ({"years": None}, "years must be a sequence of whole numbers, not None"),
        ({"years": "2020"}, "years must be whole numbers, not '2020'"),
        ({"years": ["2020"]}, "years must be whole numbers, not '2020'"),
        ({"years": [2020.0]}, "years must be whole numbers, not 2020.0"),
        ({"years": [True]}, "years must be whole numbers, not True"),
        ({"years": False}, "years must be whole numbers, not False"),
        ({"departments": None}, "departments must be a sequence of texts, not None"),
        ({"departments": [7]}, "departments must be texts, not 7"),
        ({"departments": object}, "departments must be texts, not <class 'object'>"),
    ],
)
def test_a_value_nobody_knows_is_refused(real_index, filters, message):
    with pytest.raises(FilterError) as caught:
        real_index.search("工作", **filters)
    assert message in str(caught.value)


@pytest.mark.parametrize("department", ["市行政审批局", "行政审批局", "市行政審批局"])
def test_an_office_is_found_where_a_bracket_names_it(real_index, department):
    """Its other name, 市行政审批服务管理局, is Yangquan's."""
    hits = real_index.search("工作", k=1000, mode="dense", departments=department)
    assert sorted({f"{h.passage.plan_id} {h.passage.clause_id}" for h in hits}) == [
        *("xianyang-2020 2.1.1", "xianyang-2020 2.2.13", "xianyang-2020 2.2.9"),
        *("yangquan-2020 3.1.5", "yangquan-2020 3.5.21"),
    ]


@pytest.mark.parametrize("department", ["住建局", "市住建局", "发改委", "县区政府"])
def test_search_by_department_goes_by_the_duties(real_index, department):
    hits = real_index.search("工作", k=1000, mode="dense", departments=department)
    found = {(hit.passage.plan_id, hit.passage.clause_id) for hit in hits}
    found |= {(own.passage.plan_id, own.passage.clause_id) for hit in hits for own in hit.also_in}
    assert found == {
        (duty.plan_id, duty.clause_id)
        for plan in real_index.plans()
        for duty in real_index.facts(plan.id).duties
        if names_office(duty, department)
    }


def test_every_passage_of_an_office_has_a_bracket_that_names_it(real_index):
    hits = real_index.search("工作", k=1000, mode="dense", departments=["市農業農村局"])
    for hit in hits:
        texts = [
            passage.text
            for passage in real_index.passages()
            if (passage.plan_id, passage.clause_id) == (hit.passage.plan_id, hit.passage.clause_id)
        ]
        assert any("农业农村局" in text or "農業農村局" in text for text in texts)
    leading = {
        passage.id
        for passage in real_index.passages()
        if "市农业农村局牵头" in passage.text or "市農業農村局牽頭" in passage.text
    }
    assert len(leading) == 3
    assert leading <= {hit.passage.id for hit in hits}


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
