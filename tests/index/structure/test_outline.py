"""Which labels are headings, which belong to lists, and which begin another document."""

import pytest

from index.structure.outline import find_headings
from index.text.headings import find_heading, split_lines
from index.text.layout import is_broken
from tests.index.texts import anomalies, body, parse_text

BROKEN = "全市各级各部门要认真落实以下措施确保完成全年目标任务"
BODY = (
    "一、总体要求\n改善空气质量。\n二、重点任务\n1.优化布局。落实准入。\n2.压减产能。严禁新增。\n"
)
TABLE = "序号\n重点任务\n责任单位\n完成时限\n1.\n燃煤锅炉淘汰改造\n市生态环境局\n2020年10月底前\n"

CASES = [
    # a table of contents names the headings before they come
    (
        f"某市方案\n目录\n一、总体要求........1\n二、重点任务........2\n{BODY}",
        ["一、", "二、", "1.", "2."],
    ),
    (f"某市方案\n目 录\n一、总体要求\n二、重点任务\n{BODY}", ["一、", "二、", "1.", "2."]),
    (
        "某市条例\n目　　录\n第一章　总　则\n第二章　附　则\n"
        "第一章\n总则\n第一条 甲。\n第二条 乙。\n第二章\n附则\n第三条 丙。\n",
        ["第一章", "第一条", "第二条", "第二章", "第三条"],
    ),
    # the title is worded otherwise in the document itself
    (
        "某市手册\n目录\n第一部分：要求 ......3\n一、原则： ......4\n第二部分：责任 ......7\n"
        "第一部分：总的要求\n一、原则：\n属地管理。\n第二部分：责任\n",
        ["第一部分", "一、", "第二部分"],
    ),
    # annexes named at the end
    (
        f"{BODY}附件：1.重点任务清单\n2.考核指标\n某市人民政府\n2020年3月1日",
        ["一、", "二、", "1.", "2."],
    ),
    (f"{BODY}附件：重点任务清单\n某市人民政府\n2020年3月1日", ["一、", "二、", "1.", "2."]),
    (f"{BODY}附件1：任务清单\n附件2：考核指标\n某市人民政府", ["一、", "二、", "1.", "2."]),
    # annexes that stand there themselves number their parts anew
    (
        f"{BODY}附件：1.重点任务清单\n2.考核指标\n附件1\n重点任务清单\n{TABLE}附件2\n考核指标\n"
        "一、空气质量\n优良天数比率不低于80%，细颗粒物年均浓度不高于40微克。\n二、减排\n完成减排任务，落实措施。",
        ["一、", "二、", "1.", "2.", "附件1", "附件2", "一、", "二、"],
    ),
    # the plan that a notice has for an annex is the document
    (
        f"现印发给你们。\n附件：某市方案\n2020年3月1日\n附件\n某市方案\n{BODY}",
        ["一、", "二、", "1.", "2."],
    ),
]
PLAN = "为改善空气质量，制定本方案。\n一、总体要求\n（一）目标\n二、重点任务\n1.治企。落实。\n"

DOCUMENTS = {
    "the notice has 一、": (
        f"现印发给你们。\n一、加强领导。\n二、抓好落实。\n某市人民政府\n2021年3月1日\n某市空气质量行动方案\n{PLAN}",
        "1 一、|2 二、|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "the notice has 1.": (
        f"提出以下要求：\n1.提高认识。\n2.按时报送。\n某县生态环境局\n2020年4月5日\n某县工作方案（2020—2022年）\n{PLAN}",
        "1 1.|2 2.|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "several notices": (
        "燃放烟花爆竹的通知1\n一、时间\n除夕。\n二、地点\n城区。\n燃放烟花爆竹的通知2\n一、禁放\n全年。\n",
        "1 一、|2 二、|d2.1 一、",
    ),
    "only the date is left": (
        f"一、加强领导。\n二、抓好落实。\n二〇二一年三月一日\n{PLAN}",
        "1 一、|2 二、|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "rules behind a notice": (
        "一、加强领导。\n二、抓好落实。\n某市扬尘管理办法\n第一条 甲。\n第二条 乙。\n第三条 丙。\n",
        "1 一、|2 二、|d2.1 第一条|d2.2 第二条|d2.3 第三条",
    ),
    "a chapter is no document": (
        "第一章 背景\n一、成效\n二、形势\n重点工程实施方案\n第二章 任务\n一、治企\n",
        "1 第一章|1.1 一、|1.2 二、|2 第二章|2.1 一、",
    ),
    "an annex has an id of its own": (
        "一、目标\n二、任务\n附件1\n某市考核办法\n一、指标\n"
        "优良天数比率不低于80%，细颗粒物年均浓度不高于40微克，完成年度减排任务，落实各项措施。\n",
        "1 一、|2 二、|a1 附件1|a1.1 一、",
    ),
}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # behind a broken sentence
        (f"（一）甲。{BROKEN}\n（二）乙", "（一） （二）"),
        (f"（一）甲。{BROKEN}\n（二）类区", "（一）"),
        (f"（一）甲。{BROKEN}\n（二）项目", "（一）"),
        (f"（一）甲。{BROKEN}\n（三）丙", "（一）"),
        (f"（一）甲。\n（二）乙。{BROKEN}\n（一）丙", "（一） （二） （一）"),
        (f"（一）甲。\n（二）乙。{BROKEN}\n（一）、（二）丙", "（一） （二）"),
        (f"1.甲。{BROKEN}\n3.丙", "1."),
        (f"1.甲。{BROKEN}\n2.乙", "1. 2."),
        (f"1.甲。{BROKEN}\n一、乙", "1. 一、"),
        (f"1.甲。{BROKEN}达到8\n2.乙", "1."),  # 82.5 cut in two would go on with a digit
        (f"(1)甲。{BROKEN}PM2.\n2)乙", "(1)"),
        (f"1.甲。{BROKEN}。\n3.丙", "1. 3."),
        # gaps
        ("1.甲\n7.乙", "1."),
        ("1.甲\n6.乙", "1. 6."),
        ("36.甲\n37.乙", "36. 37."),
        ("36.甲\n37.乙\n38.丙", "36. 37. 38."),
        ("5.甲", "5."),
        ("6.甲", ""),
        ("九、甲", "九、"),
        ("（三十四）甲", "（三十四）"),
        # articles are articles where there are several
        ("第一条 甲\n第二条 乙", ""),
        ("第一条 甲\n第二条 乙\n第三条 丙", "第一条 第二条 第三条"),
        ("第一章 甲", "第一章"),
        # a line that goes on with a sentence; an article that stands where it should not
        ("第一条 根据\n第二十条等规定。\n第二条 乙\n第三条 丙", "第一条 第二条 第三条"),
        ("第一条 甲\n第二十条 丁\n第二条 乙", "第一条 第二十条 第二条"),
    ],
)
def test_headings_among_the_lines_that_start_with_a_label(text, labels):
    labelled = [(line, find_heading(text, line)) for line in split_lines(text)]
    found = [heading.label for heading in find_headings(text, labelled)]
    assert " ".join(found) == labels


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转", True),
        ("对空置高架源项目和涉气重点行业新建项目开展环评一致性会商、", True),
        ("新建及迁建大宗货物年运量150万吨以上的物流", True),
        ("（市发展改革委、市生态环境局等按职责分工负责）", False),
        ("制定本实施方案，现印发给你们，请认真组织实施。", False),
        ("各县区人民政府，海东工业园区管委会，市政府各部门：", False),
        ("确需留用的进行节能环保整治;鼓励淘汰老旧工程机械;", False),
        ("优化产业结构，促进产业产品绿色升级", False),  # too short to tell
        ("可吸入颗粒物(PM10)和细颗粒物(PM2.", True),
        ("Strengthen control of emissions.", False),
    ],
)
def test_a_line_that_stops_in_the_middle_of_a_sentence(line, broken):
    assert is_broken(line) is broken


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_labels(text, expected):
    assert [clause.label for clause in body(parse_text(text))] == expected


def test_an_annex_has_an_id_of_its_own_and_its_parts_stand_below_it():
    plan = parse_text(
        f"{BODY}附件1 考核指标\n一、空气质量\n优良天数比率不低于80%，"
        "细颗粒物年均浓度不高于40微克。\n（一）市区\n不低于82%。"
    )
    assert [(clause.id, clause.level) for clause in body(plan)][-3:] == [
        ("a1", 1),
        ("a1.1", 2),
        ("a1.1.1", 3),
    ]
    assert plan.anomalies == ()


@pytest.mark.parametrize("case", DOCUMENTS)
def test_ids(case):
    text, expected = DOCUMENTS[case]
    plan = parse_text(text)
    assert [f"{clause.id} {clause.label}" for clause in body(plan)] == expected.split("|")
    assert anomalies(plan) == []


def test_the_path_of_a_second_document_starts_with_its_own_headings():
    plan = parse_text(DOCUMENTS["the notice has 一、"][0])
    assert body(plan)[3].path == ("一、总体要求", "（一）目标")
