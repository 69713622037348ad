"""What looks like a clause's label and heads nothing: contents, lists of annexes, table cells."""

import pytest

from tests.index.texts import body, parse_text

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
