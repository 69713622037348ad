"""Targets: a table of short sentences a rule, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.targets import FIELDS, read_gold, read_plans, score
from index import Clause, Plan, parse_plan
from index.facts import extract_targets
from index.mentions import find_quantities
from index.mentions.indicators import is_indicator, usual_name
from index.text import parse_number, shadow_of
from tests.index.texts import parse_text


@pytest.fixture(scope="session")
def read(tmp_path_factory):
    """Return the targets of a sentence in a small plan of 2018–2025."""
    folder = tmp_path_factory.mktemp("plans")

    def extract(sentence, heading="目标"):
        path = folder / "small.txt"
        text = f"某市空气质量持续改善行动计划\n一、{heading}\n（一）任务。{sentence}\n"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return extract_targets(parse_plan(path, period=(2018, 2025)))

    return extract


def row(target):
    return (
        target.indicator,
        target.scope,
        target.comparator,
        target.value,
        target.unit,
        target.year,
        target.base_year,
    )


ROWS = [
    ("PM2.5浓度不高于35微克/立方米。", [("PM2.5", None, "不高于", 35, "微克/立方米", 2025, None)]),
    (
        "到2024年，甲县可吸入颗粒物（PM10）年均浓度控制在 60 微克/立方米以内。",
        [("PM10", "甲县", "以内", 60, "微克/立方米", 2024, None)],
    ),
    (
        "到2023年，细颗粒物（PM_{2.5}）浓度比2020年下降10%。",
        [("PM2.5", None, "下降", 10, "%", 2023, 2020)],
    ),
    ("煤炭消费总量较2015年下降5%以上。", [("煤炭消费总量", None, "下降…以上", 5, "%", 2025, 2015)]),
    (
        "“十三五”期间，优良天数比率达到百分之八十五以上。",
        [("优良天数", None, "以上", 85, "%", 2020, None)],
    ),
    (
        "水路、铁路货运量比2020年分别增长10%和12%左右。",
        [
            ("水路货运量", None, "增长…左右", 10, "%", 2025, 2020),
            ("铁路货运量", None, "增长…左右", 12, "%", 2025, 2020),
        ],
    ),
    (
        "颗粒物、氮氧化物排放浓度分别不高于10、50毫克/立方米。",
        [
            ("颗粒物排放浓度", None, "不高于", 10, "毫克/立方米", 2025, None),
            ("氮氧化物排放浓度", None, "不高于", 50, "毫克/立方米", 2025, None),
        ],
    ),
    (
        "可吸入颗粒物（PM10）和细颗粒物（PM2.5）浓度分别不高于70和35微克/立方米。",
        [
            ("PM10", None, "不高于", 70, "微克/立方米", 2025, None),
            ("PM2.5", None, "不高于", 35, "微克/立方米", 2025, None),
        ],
    ),
    (
        "城市建成区机械化清扫率达到80%，县城达70%左右。",
        [
            ("机械化清扫率", "城市建成区", "达到", 80, "%", 2025, None),
            ("机械化清扫率", "县城", "左右", 70, "%", 2025, None),
        ],
    ),
    ("2022年底前完成30家企业深度治理。", [("企业深度治理", None, "完成", 30, "家", 2022, None)]),
    ("建成不少于三个监测点位。", [("监测点位", None, "不少于", 3, "个", 2025, None)]),
    ("完成水泥产能压减60万吨。", [("水泥产能", None, "压减", 60, "万吨", 2025, None)]),
    ("推广新能源汽车1,200辆。", [("新能源汽车", None, "推广", 1200, "辆", 2025, None)]),
    ("化肥使用量实现“零增长”。", [("化肥使用量", None, "零增长", None, "", 2025, None)]),
    ("铁路货运量比2020年有所增长。", [("铁路货运量", None, "有所增长", None, "", 2025, 2020)]),
    (
        "降尘量不得高于9吨/月·平方公里。",
        [("降尘量", None, "不得高于", 9, "吨/月·平方公里", 2025, None)],
    ),
    ("煤炭消费总量控制在1.2亿吨以内。", [("煤炭消费总量", None, "以内", 1.2, "亿吨", 2025, None)]),
    # Traditional script, half-width marks.
    (
        "到2020年,全縣細顆粒物(PM2.5)年均濃度不超過40微克/立方米。",
        [("PM2.5", None, "不超過", 40, "微克/立方米", 2020, None)],
    ),
    (
        "完成国土绿化450万亩、防沙治沙111万亩。",
        [
            ("国土绿化", None, "完成", 450, "万亩", 2025, None),
            ("防沙治沙", None, "完成", 111, "万亩", 2025, None),
        ],
    ),
    ("完成營造林232萬畝。", [("營造林", None, "完成", 232, "萬畝", 2025, None)]),
    # A page break in the middle of a word, and lost characters.
    (
        "秸秆综合\n\n利用率达到\n90%以上。",
        [("秸秆综合利用率", None, "以上", 90, "%", 2025, None)],
    ),
    (
        "秸稈綜合利用率達到85%,加快規?;l展。",
        [("秸秆综合利用率", None, "達到", 85, "%", 2025, None)],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_statement(sentence, expected, read):
    assert [row(target) for target in read(sentence)] == expected


NO_TARGETS = [
    "对VOCs年产生量大于10吨的企业开展检查。",
    "全面取缔35蒸吨/小时以下的燃煤锅炉。",
    "年货运量150万吨以上的大型工矿企业，原则上修建铁路专用线。",
    "2017年，全市PM2.5平均浓度为57微克/立方米。",
    "目前已完成120台锅炉改造，优良天数达到300天。",
    "执行《锅炉大气污染物排放标准》（GB 13271-2014）和东政〔2019〕8号。",
    "2019年1月1日起，每月5日前报送，9时至18时暂停装卸油。",
    "落实“六个百分之百”和6个100%要求，实施三年行动计划。",
    "对国控站点1公里范围内加油站开展检测。",
    "全面落实化肥使用量“零增长”行动。",
    "实现24小时实时监控，每季度开展一次检查。",
    "降尘量超过9吨/月·平方公里的县区要制定方案。",
]


@pytest.mark.parametrize("sentence", NO_TARGETS)
def test_no_target(sentence, read):
    assert read(sentence) == ()


def test_a_heading_says_the_year(read):
    assert [t.year for t in read("优良天数达到300天。", heading="2023年目标")] == [2023]


@pytest.mark.parametrize(
    ("heading", "sentence", "binding"),
    [
        ("约束性指标", "优良天数达到300天。", "binding"),
        ("争取性指标", "优良天数达到300天。", "expected"),
        ("目标", "力争优良天数达到300天。", "expected"),
        ("目标", "优良天数达到300天。", None),
    ],
)
def test_binding(heading, sentence, binding, read):
    assert [target.binding for target in read(sentence, heading)] == [binding]


def test_a_range(read):
    (target,) = read("力争实现1-2家企业升级。")
    assert (target.value, target.value_max, target.binding) == (1, 2, "expected")


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *[("53", 53), ("1,300", 1300), ("4.5", 4.5), ("三", 3), ("十", 10), ("二十五", 25)],
        *[("一百二十", 120), ("两百", 200), ("三千", 3000)],
    ],
)
def test_numerals(numeral, value):
    assert parse_number(numeral) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10、35、50毫克/立方米", [10, 35, 50]),
        ("2020年10月", []),
        ("PM2.5", []),
        ("53和32天", [53, 32]),
    ],
)
def test_quantities(text, values):
    assert [item.value for found in find_quantities(text) for item in found.items] == values


@pytest.mark.parametrize(
    ("printed", "name"),
    [("细颗粒物平均浓度", "PM2.5"), ("優良天數比率", "优良天数"), ("铁路货运量", "铁路货运量")],
)
def test_usual_names(printed, name):
    assert usual_name(printed) == name


@pytest.mark.parametrize(
    ("indicator", "wanted", "expected"),
    [
        ("PM2.5", "细颗粒物", True),
        ("PM2.5", "pm2.5", True),
        ("化肥農藥使用量", "化肥农药使用量", True),
        ("PM10", "PM2.5", False),
        ("CO", "COD", False),
    ],
)
def test_which_indicator(indicator, wanted, expected):
    assert is_indicator(indicator, wanted) is expected


PIECES = st.sampled_from(
    [
        *"，。；、（）()《》“”\n的和至",
        *["PM2.5浓度", "不高于", "53", "微克/立方米", "10、35、50毫克", "分别", "2020年", "5%"],
        *[
            "比2015年下降",
            "以上",
            "完成",
            "三",
            "家",
            "企业",
            "零增长",
            "优良天数",
            "达到",
            "百分之",
        ],
        *["二十", "万", "吨", "規?;l展", "甲县", "建成区", "1-2", "：", "实现", "\x01", "㎥", "½"],
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text(read, text):
    for target in read(text):
        assert target.quote
        assert target.start < target.end
        if target.value is not None:
            assert any(
                target.value in (item.value, item.value_max)
                for found in find_quantities(shadow_of(target.quote).text)
                for item in found.items
            )


@given(st.text(max_size=80))
def test_arbitrary_text(text):
    if text:
        clause = Clause("p", "0", ("",), "", 0, "", 0, len(text))
        plan = Plan("p", "", None, None, None, None, None, text, text, (clause,), (), ())
        assert all(text[t.start : t.end] == t.quote for t in extract_targets(plan))


def test_spans_slice_back():
    plans = read_plans(read_gold())
    for plan in plans:
        found = extract_targets(plan)
        assert all(plan.text[t.start : t.end] == t.quote for t in found)
        assert all(plan.text[c.start : c.end] for c in plan.clauses)
        assert {t.clause_id for t in found} <= {clause.id for clause in plan.clauses}
        assert list(found) == sorted(found, key=lambda t: (t.start, t.end))


def test_the_plans_by_hand():
    """Every target of the five plans, written down by reading them."""
    gold = read_gold()
    plans = read_plans(gold)
    result = score(gold, [t for plan in plans for t in extract_targets(plan)], plans)
    assert len(gold) >= 60
    assert result.f1 >= 0.93
    assert result.accuracy(*FIELDS) >= 0.85


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "PM2.5平均浓度控制在48微克/立方米以内，比2019—2021年同期均值下降5%；"
            "重污染天数控制在3天以内。",
            [
                ("PM2.5", "<=", 48.0, None),
                ("PM2.5", "decrease", 5.0, None),
                ("重污染天数", "<=", 3.0, None),
            ],
        ),
        (
            "臭氧超标天数较近三年均值减少6天以上。",
            [("臭氧超标天数", "decrease", 6.0, None)],
        ),
        (
            "氮氧化物、挥发性有机物重点工程减排量分别完成210吨和95吨。",
            [
                ("氮氧化物重点工程减排量", "=", 210.0, None),
                ("挥发性有机物重点工程减排量", "=", 95.0, None),
            ],
        ),
    ],
)
def test_goals_against_a_mean_of_years_and_for_each_of_several(sentence, expected):
    text = f"甲市2023年大气污染防治方案\n甲市人民政府\n2023年1月5日\n一、工作目标\n{sentence}\n"
    found = extract_targets(parse_text(text))
    assert [(t.indicator, t.operator, t.value, t.base_year) for t in found] == expected
    assert {t.year for t in found} == {2023}


def test_a_list_of_what_is_there_holds_no_targets():
    text = (
        "甲市2024年大气污染防治方案\n甲市人民政府\n2024年1月5日\n一、基本情况\n"
        "| 序号 | 名称 | 数量 | 单位 |\n| --- | --- | --- | --- |\n"
        "| 1 | 燃煤锅炉 | 74 | 台 |\n| 2 | 加油站 | 9 | 座 |\n"
    )
    assert extract_targets(parse_text(text)) == ()


def test_a_list_of_projects_has_number_and_unit_in_columns():
    text = (
        "甲市2024年大气污染防治方案\n甲市人民政府\n2024年1月5日\n一、重点工程\n"
        "| 序号 | 工程内容 | 数量 | 单位 | 完成时限 |\n| --- | --- | --- | --- | --- |\n"
        "| 1 | 储罐改造高效浮盘 | 74 | 个 | 2025年6月 |\n| 2 | 加油站三次回收 | 9 | 座 | |\n"
    )
    found = extract_targets(parse_text(text))
    assert [(t.indicator, t.value, t.unit, t.year) for t in found] == [
        ("储罐改造高效浮盘", 74.0, "个", 2025),
        ("加油站三次回收", 9.0, "座", 2024),
    ]
