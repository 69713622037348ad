"""Targets as goals, shares and hopes print them, and what only looks like one."""

import hashlib

import pytest

from index.facts import extract_targets
from index.parsing import parse_source
from index.reading import Source


def read(sentence, heading="目标"):
    """The targets of a sentence in a small plan of 2018–2025."""
    text = f"某市空气质量持续改善行动计划\n一、{heading}\n（一）任务。{sentence}\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return extract_targets(parse_source("small", Source(text, sha256), {"period": (2018, 2025)}))


def row(target):
    return (target.indicator, target.scope, target.comparator, target.value, target.unit)


ROWS = [
    ("节能环保产业规模达到15万亿元左右。", [("节能环保产业规模", None, "左右", 15, "万亿元")]),
    (
        "算力总规模突破4万P，再建500座便民桥。",
        [
            ("算力总规模", None, "突破", 4, "万P"),
            ("便民桥", None, "再建", 500, "座"),
        ],
    ),
    ("平均受教育年限达到14.2年。", [("平均受教育年限", None, "达到", 14.2, "年")]),
    ("PM2.5平均浓度同比下降3%。", [("PM2.5", None, "下降", 3, "%")]),
    ("延长谷段时长至10个小时以上。", [("谷段时长", None, "以上", 10, "个小时")]),
    ("延长谷段时长至10个小时。", [("谷段时长", None, "延长…至", 10, "个小时")]),
    ("淘汰数量应达到任务量的40%以上。", [("淘汰数量", None, "以上", 40, "%")]),
    ("城镇调查失业率5.5%左右。", [("调查失业率", "城镇", "左右", 5.5, "%")]),
    ("城镇新增就业6万人以上。", [("就业", "城镇", "以上", 6, "万人")]),
    ("全年开展职业技能培训10万人次以上。", [("职业技能培训", None, "以上", 10, "万人次")]),
    ("地区生产总值增长5%。", [("地区生产总值", None, "增长", 5, "%")]),
    ("打造150个和美乡村。", [("和美乡村", None, "打造", 150, "个")]),
    ("新增和改造管网8万公里。", [("管网", None, "新增和改造", 8, "万公里")]),
    ("产能比控制在0.4左右。", [("产能比", None, "左右", 0.4, "")]),
    ("全国80%以上的钢铁产能完成改造。", [("钢铁产能完成改造", None, "以上", 80, "%")]),
    ("新能源汽车累计保有量达到200万辆。", [("新能源汽车累计保有量", None, "达到", 200, "万辆")]),
    # A share of a count that has been set, in the next sentence or in a bracket.
    (
        "完成散煤治理198万户。其中，甲省60万户、乙省138万户。",
        [
            ("散煤治理", None, "完成", 198, "万户"),
            ("散煤治理", "甲省", "", 60, "万户"),
            ("散煤治理", "乙省", "", 138, "万户"),
        ],
    ),
    # Areas and subjects that have their numbers one by one.
    (
        "甲平原及周边地区、乙平原PM2.5浓度分别下降20%、15%。",
        [
            ("PM2.5", "甲平原及周边地区", "下降", 20, "%"),
            ("PM2.5", "乙平原", "下降", 15, "%"),
        ],
    ),
    (
        "全市二氧化硫、氮氧化物等主要污染物排放总量分别下降15%、10%。",
        [
            ("二氧化硫排放总量", None, "下降", 15, "%"),
            ("氮氧化物排放总量", None, "下降", 10, "%"),
        ],
    ),
    (
        "Ⅲ级、Ⅱ级应急响应时，减排比例分别达到全社会排放量的10%、20%以上。",
        [
            ("减排比例", "Ⅲ级应急响应", "以上", 10, "%"),
            ("减排比例", "Ⅱ级应急响应", "以上", 20, "%"),
        ],
    ),
    (
        "玻璃、玻璃棉氮氧化物排放不高于400毫克/立方米。",
        [
            ("氮氧化物排放", "玻璃、玻璃棉", "不高于", 400, "毫克/立方米"),
        ],
    ),
    (
        "排气口高度超过45米的高架源安装设施，数据传输有效率达到90%。",
        [
            ("数据传输有效率", "排气口高度超过45米的高架源", "达到", 90, "%"),
        ],
    ),
    (
        "Ⅱ级、Ⅰ级应急响应时，硫、尘和VOCs的减排比例分别达到20%和30%以上。",
        [
            ("硫、尘和VOCs的减排比例", "Ⅱ级应急响应", "以上", 20, "%"),
            ("硫、尘和VOCs的减排比例", "Ⅰ级应急响应", "以上", 30, "%"),
        ],
    ),
    # 中 that is no among, and whose numbers are none of an area named before.
    (
        "城市建成区清扫率达到80%，全国城市集中式水源达标率高于93%。",
        [("清扫率", "城市建成区", "达到", 80, "%"), ("集中式水源达标率", "城市", "高于", 93, "%")],
    ),
    (
        "在重点流域建设200个示范县，湿地保护率提高到55%。",
        [("示范县", "重点流域", "建设", 200, "个"), ("湿地保护率", None, "提高到", 55, "%")],
    ),
    (
        "“2+26”城市完成散煤替代493万户。",
        [("散煤替代", "“2+26”城市", "完成", 493, "万户")],
    ),
    (
        "全国合格率达到90%，甲平原、乙流域等重点区域达到95%以上。",
        [
            ("合格率", None, "达到", 90, "%"),
            ("合格率", "甲平原、乙流域等重点区域", "以上", 95, "%"),
        ],
    ),
    (
        "70%以上的地级城市全面消除重污染天气。",
        [("地级城市全面消除重污染天气", None, "以上", 70, "%")],
    ),
    # A name that a line break cuts.
    ("甲县PM\n2.5\n浓度下降10%。", [("PM2.5", "甲县", "下降", 10, "%")]),
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_goal(sentence, expected):
    assert [row(target) for target in read(sentence)] == expected


NO_TARGETS = [
    "完成265平方米烧结机超低排放改造。",
    "禁止掺烧高硫石油焦（硫含量大于3%）。",
    "配备油气回收三项检测仪。",
    "中长距离运输（运距500公里以上）的煤炭采用铁路。",
    "处二万元以上二十万元以下的罚款。",
    "未对超过三个月，不能开工的场地进行覆盖。",
]


@pytest.mark.parametrize("sentence", NO_TARGETS)
def test_what_only_looks_like_one(sentence):
    assert read(sentence) == ()


def test_a_heading_is_no_part_of_what_follows():
    text = "某市行动计划\n一、工作目标\n市区PM2.5浓度不高于35微克/立方米。\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (target,) = extract_targets(parse_source("small", Source(text, sha256), {}))
    assert (target.scope, target.quote[:2]) == ("市区", "市区")


@pytest.mark.parametrize("heading", ["2025年工作回顾", "取得的成绩", "環境空氣質量現狀"])
def test_a_review_sets_nothing(heading):
    assert read("完成绿化450万亩，优良天数比例达97.9%。", heading) == ()


def test_what_was_reached_against_last_year():
    assert read("PM2.5平均浓度同比下降3%。", heading="重点任务") == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("保持在30微克以下，力争到2023年。", []),
        ("PM2.5浓度保持在30微克以下，力争保持在25微克以下。", [None, "expected"]),
        ("力争到2024年，优良天数达到300天。", ["expected"]),
        ("优良天数达到300天，力争完成改造30家。", [None, "expected"]),
        (
            "主要预期目标是：失业率5%左右；涨幅2%左右。优良天数达到300天。",
            [
                "expected",
                "expected",
                None,
            ],
        ),
    ],
)
def test_what_is_hoped_for(sentence, expected):
    assert [target.binding for target in read(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "heading", "years"),
    [
        ("到2023年，PM2.5浓度下降5%。优良天数达到300天。", "目标", [2023, 2023]),
        ("到2023年，PM2.5浓度下降5%。優良天數達到300天。", "工作目標", [2023, 2023]),
        ("到2023年，PM2.5浓度下降5%。优良天数达到300天。", "重点任务", [2023, 2025]),
        ("到2023年，基本消除冒黑烟；桥电使用率达到95%。", "重点任务", [2023]),
        ("优良天数比率2017年要达到80%，2023年要达到85%。", "重点任务", [2023]),
    ],
)
def test_by_when(sentence, heading, years):
    assert [target.year for target in read(sentence, heading)] == years
