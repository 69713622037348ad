import csv

import pytest

from index import FilterError
from qa import ask, changes, compare
from qa.commands.changing import csv_of as changes_csv
from qa.commands.changing import text_of as changes_text
from qa.commands.comparing import csv_of, text_of
from tests.qa.comparing_plans import index_of

CITIES = ["济南", "芜湖", "宜宾", "西安"]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("made-up"))


def rows_of(made_up, topic, cities=CITIES):
    return [
        (
            row.plan_id or row.city,
            row.status,
            row.target.scope if row.target else None,
            row.target.value if row.target else None,
            row.comparable,
            row.remark.partition(" ")[0],
        )
        for row in compare(made_up, topic, cities).rows
    ]


def test_relative_against_absolute(made_up):
    assert rows_of(made_up, "PM2.5年均浓度") == [
        ("jinan-2020", "stated", None, 53.0, True, ""),
        ("jinan-2024", "stated", None, 43.0, True, ""),
        ("wuhu-2020", "stated", None, 5.0, False, "相对值与绝对值"),
        ("yibin-2020", "no value", None, None, False, "没有数值"),
        ("西安", "not indexed", None, None, False, ""),
    ]


def test_another_area_and_another_unit(made_up):
    assert rows_of(made_up, "优良天数比率") == [
        ("jinan-2020", "stated", None, 60.0, True, ""),
        ("jinan-2024", "stated", None, 60.0, True, ""),
        ("wuhu-2020", "stated", "市区", 80.0, False, "范围不同"),
        ("yibin-2020", "stated", None, 270.0, False, "单位不同"),
        ("西安", "not indexed", None, None, False, ""),
    ]


def test_another_base_year(made_up):
    assert rows_of(made_up, "煤炭消费总量") == [
        ("jinan-2020", "stated", None, 10.0, False, "基准年不同"),
        ("jinan-2024", "not stated", None, None, False, ""),
        ("wuhu-2020", "stated", None, 4.0, False, "基准年不同"),
        ("yibin-2020", "not stated", None, None, False, ""),
        ("西安", "not indexed", None, None, False, ""),
    ]


def test_a_row_a_scope(made_up):
    assert rows_of(made_up, "机械化清扫率", ["济南"]) == [
        ("jinan-2020", "stated", "建成区", 85.0, True, ""),
        ("jinan-2024", "stated", "建成区", 90.0, True, ""),
        ("jinan-2024", "stated", "县城", 70.0, False, "范围不同"),
    ]
    assert [row[2] for row in rows_of(made_up, "建成区机械化清扫率", ["济南"])] == ["建成区"] * 2


def test_rows_quote_the_plans(made_up):
    for topic in ("PM2.5", "秸秆综合利用率", "烟花爆竹", "船舶"):
        for row in compare(made_up, topic).rows:
            assert (row.citation is None) == (row.status in ("not stated", "not indexed"))
            if row.citation:
                text = made_up.plan(row.plan_id).text
                assert text[row.citation.start : row.citation.end] == row.citation.quote
                assert row.text in "".join(row.citation.quote.splitlines())


def test_a_topic_without_numbers(made_up):
    assert [row[:2] for row in rows_of(made_up, "烟花爆竹")] == [
        ("jinan-2020", "stated"),
        ("jinan-2024", "not stated"),
        ("wuhu-2020", "not stated"),
        ("yibin-2020", "not stated"),
        ("西安", "not indexed"),
    ]


def test_a_comparison_as_text_and_csv(made_up):
    found = compare(made_up, "优良天数比率", CITIES)
    assert found.indicator == "优良天数"
    shown = text_of(found)
    for words in ("不可比 (not comparable)", "未收录 (not indexed)", "范围", "市区"):
        assert words in shown
    rows = list(csv.DictReader(csv_of(found).splitlines()))
    assert [row["comparable"] for row in rows] == ["yes", "yes", "no", "no", "no"]
    assert (rows[2]["scope"], rows[2]["number"], rows[2]["unit"]) == ("市区", "80", "%")


def test_what_became_of_a_plan(made_up):
    found = changes(made_up, "济南")
    assert (found.earlier, found.later) == ("jinan-2020", "jinan-2024")
    subjects = {
        kind: [change.subject for change in getattr(found, kind)]
        for kind in ("same", "changed", "new", "gone")
    }
    assert subjects == {
        "same": ["优良天数"],
        "changed": [
            "PM2.5",
            "秸秆综合利用率",
            "机械化清扫率（建成区）",
            "总体要求",
            "加强秸秆综合利用",
            "加强道路扬尘治理",
        ],
        "new": ["光伏发电装机", "机械化清扫率（县城）", "推广光伏发电"],
        "gone": ["煤炭消费总量", "禁止燃放烟花爆竹", "推进船舶治理"],
    }
    for change in (*found.changed, *found.new, *found.gone):
        for cited in filter(None, (change.earlier, change.later)):
            assert made_up.plan(cited.plan_id).text[cited.start : cited.end] == cited.quote


def test_changes_as_text_and_csv(made_up):
    found = changes(made_up, "济南")
    assert "新增 (new)" in changes_text(found)
    kinds = [row["change"] for row in csv.DictReader(changes_csv(found).splitlines())]
    assert sorted(set(kinds)) == ["changed", "gone", "new", "same"]


def test_changes_need_two_plans(made_up):
    with pytest.raises(ValueError, match="only one plan of '芜湖'"):
        changes(made_up, "芜湖")
    with pytest.raises(FilterError):
        changes(made_up, "西安")


@pytest.mark.parametrize(
    ("question", "first", "others"),
    [
        (
            "哪些城市没有提到烟花爆竹？",
            "没有提到：济南市（较新的方案）、芜湖市、宜宾市",
            ["提到："],
        ),
        ("哪些方案沒有提到秸稈？", "各方案都提到了：", []),
        (
            "哪些城市没有设定PM2.5目标？",
            "提到而没有数值：宜宾市",
            ["芜湖市：PM2.5年均浓度比2019年下降5%"],
        ),
        (
            "哪个城市的秸秆综合利用率最高？",
            "济南市（较新的方案）（最高）：达到95%",
            ["芜湖市：达到93%"],
        ),
        (
            "哪个城市的秸秆综合利用率最高，哪个最低？",
            "济南市（较新的方案）（最高）：达到95%",
            ["（最低）：达到91%", "芜湖市：达到93%"],
        ),
        (
            "哪个城市PM2.5最低？",
            "济南市（较新的方案）（最低）：不高于43微克/立方米",
            ["芜湖市：下降5%（相对值与绝对值，不能直接比较）"],
        ),
        (
            "济南2020和芜湖的PM2.5谁更低？",
            "济南市：不高于53微克/立方米（相对值与绝对值，不能直接比较）",
            [],
        ),
        (
            "秸秆综合利用率哪个城市最高？芜湖和宜宾是多少？",
            "济南市（较新的方案）（最高）：达到95%",
            ["芜湖市：达到93%", "宜宾市："],
        ),
        (
            "秸秆综合利用率哪个城市最高？芜湖呢？",
            "济南市（较新的方案）（最高）：达到95%",
            ["芜湖市：达到93%"],
        ),
        ("济南前后两份方案的PM2.5目标从多少变成多少？口径有没有不同？", "前后不同", ["43", "53"]),
        ("How did Jinan's PM2.5 target change from one plan to the next?", "Changed", ["43", "53"]),
        ("济南2024年方案比上一轮新增了什么？", "新增（仅见于较新的方案）：", ["推广光伏发电"]),
        ("济南前后两份方案的优良天数比率有什么变化？", "前后相同", []),
        ("济南前后两份方案的秸秆综合利用率有什么变化？", "前后不同", []),
        ("芜湖和西安的秸秆综合利用率各是多少？", "芜湖市：达到93%", ["西安市：未收录"]),
    ],
)
def test_questions_on_several_plans(made_up, question, first, others):
    answer = ask(made_up, question)
    assert (answer.status, answer.kind) == ("answered", "comparison")
    assert answer.text.splitlines()[0].startswith(first)
    assert [words for words in others if words not in answer.text] == []


def test_the_rest_stand_in_the_order_of_their_values(made_up):
    rows = ask(made_up, "哪个城市的秸秆综合利用率最高？").text.splitlines()
    assert [row.partition("达到")[2] for row in rows] == ["95%", "93%", "91%"]


def test_nobody_speaks_of_it(made_up):
    answer = ask(made_up, "哪些城市没有提到噪声？")
    assert (answer.status, answer.reason, answer.citations) == ("not_found", "topic absent", ())


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "咸阳2020、贵港中心城区2021、海东2024，三家的PM2.5年均浓度目标谁最严？",
            "海东市（最严）：控制在 32 微克/立方米以内\n咸阳市：不高于53微克/立方米\n"
            "贵港市中心城区：不高于34微克/立方米",
        ),
        (
            "咸阳和贵港的PM2.5目标哪个更严？",
            "咸阳市：不高于53微克/立方米\n"
            "贵港市：市中心城区不高于34微克/立方米；桂平市不高于…32微克/立方米；"
            "平南县不高于…32微克/立方米（范围不同，不能直接比较）",
        ),
        (
            "Which city sets the highest straw utilization rate?",
            "Xianyang (highest): 达到95%\nHaidong (later plan): 达到90%以上\n"
            "Haidong (earlier plan): 達到85%",
        ),
    ],
)
def test_questions_on_the_real_plans(plan_index, question, text):
    assert ask(plan_index, question).text == text


@pytest.mark.model
def test_the_real_plans_of_one_city(plan_index):
    found = changes(plan_index, "海东")
    pairs = {change.subject: change.earlier.quote for change in found.changed}
    assert pairs["重点区域"] == "重點區域"
    assert pairs["深化扬尘污染综合治理"] == "加強揚塵綜合治理,嚴格施工揚塵監管"
    assert "开展餐饮油烟、恶臭异味专项治理" in [change.subject for change in found.new]
    assert "加強綠化建設" in [change.subject for change in found.gone]


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "哪些城市要求核电建设？",
        "哪些城市没有提到核电建设？",
        "哪些城市的方案没有涉及火星移民？",
        "Which city has the largest population target?",
    ],
)
def test_what_no_plan_speaks_of(plan_index, question):
    assert ask(plan_index, question).status == "not_found"
