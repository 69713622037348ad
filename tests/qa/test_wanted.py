import pytest

from qa.plans_named import parts_of, plans_by_year
from qa.quantities import chinese_numbers
from qa.question import read_question
from tests.qa.comparing_plans import index_of

WANTED = {
    "哪些城市没有提到人工影响天气？": "silence",
    "哪些方案沒有寫到煙花爆竹？": "silence",
    "哪些城市的方案里没有机场方面的内容？": "silence",
    "五份方案中哪些没有提及挥发性有机物？": "silence",
    "Which plans say nothing on fireworks?": "silence",
    "Which cities do not mention airports?": "silence",
    "三家的PM2.5年均浓度目标谁最严？": "strictest",
    "哪份定得最高？": "highest",
    "贵港和海东2024年的优良天数比率哪个高？": "highest",
    "最低的是哪个城市？": "lowest",
    "咸阳和阳泉谁的完成时限更早？": "earliest",
    "Which set the earlier deadline?": "earliest",
    "各自最晚什么时候完成？": "none",
    "哪些部门要淘汰老旧车？": "none",
    "最高允许排放浓度是多少？": "none",
    "海东2024年方案和上一轮相比新增了什么？": "new",
    "与三年行动方案相比，海东2024年方案取消了哪些内容？": "gone",
    "海东前后两份方案有什么变化": "changed",
    "What is new in Haidong's 2024 plan compared with the previous one?": "new",
    "海东对新增钢铁产能的说法，前后两份方案有什么差别？": "none",
    "海东前后两份方案的秸秆综合利用率有什么变化？": "none",
    "海东2024年新增多少充电桩？": "none",
}


def test_what_is_wanted_of_several_plans_is_told_for_most():
    told = {question: read_question(question).wants for question in WANTED}
    wrong = {own: told[own] for own, wants in WANTED.items() if told[own] != wants}
    assert len(wrong) <= 0.2 * len(WANTED), wrong


@pytest.mark.parametrize(
    ("question", "extreme", "became"),
    [
        ("哪份定得最高？", "highest", None),
        ("海东前后两份方案有什么变化", None, "changed"),
        ("海东2024年新增多少充电桩？", None, None),
    ],
)
def test_an_extreme_is_no_change(question, extreme, became):
    asked = read_question(question)
    assert (asked.extreme, asked.became) == (extreme, became)


@pytest.mark.parametrize(
    ("question", "extremes"),
    [
        ("各方案的秸秆综合利用率，谁最高、谁最低？", ("highest", "lowest")),
        (
            "Which plan is the toughest on dust and which is the most lenient?",
            ("strictest", "loosest"),
        ),
        ("各市的降尘量要求，哪个最松？", ("loosest",)),
        ("哪份定得最高？", ("highest",)),
        ("最低气温低于4摄氏度时还洒水吗？", ()),
    ],
)
def test_one_end_of_a_scale_or_both(question, extremes):
    assert read_question(question).extremes == extremes


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("济南2024和芜湖的PM2.5", {"jinan-2020"}),
        ("2020年济南和芜湖的PM2.5", {"jinan-2024"}),
        ("济南2020年和2024年的PM2.5", set()),
        ("济南2020与济南2024的PM2.5", set()),
        ("济南的PM2.5", set()),
        ("济南2030年的PM2.5", set()),
        ("PM2.5 of Jinan 2024 and Wuhu", {"jinan-2020"}),
    ],
)
def test_a_year_beside_a_city_chooses_its_plan(plans, question, left_out):
    assert plans_by_year(question, plans) == left_out


def test_the_words_about_a_city(plans):
    assert list(parts_of("济南2020、芜湖中心城区2021的PM2.5", plans)) == [
        (("济南市",), "济南2020、"),
        (("芜湖市",), "芜湖中心城区2021的PM2.5"),
    ]
    assert list(parts_of("各地的PM2.5", plans)) == []


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("named")).plans()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.5 million tonnes", "150万"),
        ("10,000 vehicles", "1万"),
        ("5000 square metres", "5000"),
        ("2 billion yuan", "20亿"),
    ],
)
def test_english_numbers(text, written):
    assert written in chinese_numbers(text)


@pytest.mark.parametrize("text", ["95%", "六吨", ""])
def test_no_large_number(text):
    assert chinese_numbers(text) == ()
