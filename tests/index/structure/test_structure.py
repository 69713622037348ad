import pytest

from tests.index.texts import anomalies, body, parse_text

# What is difficult, text, ids with labels, irregularities
STRUCTURES = {
    "items start anew in each section": (
        "一、甲\n(一)乙\n1.丙\n2.丁\n(二)戊\n1.己\n二、庚\n(一)辛\n",
        "1 一、|1.1 (一)|1.1.1 1.|1.1.2 2.|1.2 (二)|1.2.1 1.|2 二、|2.1 (一)",
        [],
    ),
    "items run on across sections and chapters": (
        "二、主要任务\n(一)工业\n1.甲\n2.乙\n(二)煤炭\n3.丙\n三、保障措施\n4.丁\n5.戊\n",
        "2 二、|2.1 (一)|2.1.1 1.|2.1.2 2.|2.2 (二)|2.2.3 3.|3 三、|3.4 4.|3.5 5.",
        [("missing", "二、")],
    ),
    "sections run on across chapters": (
        "一、总体要求\n（一）甲\n（二）乙\n二、产业\n（三）丙\n（四）丁\n",
        "1 一、|1.1 （一）|1.2 （二）|2 二、|2.3 （三）|2.4 （四）",
        [],
    ),
    "all headings but the items are lost": (
        "(二)主要目标。完成指标。\n1.甲\n2.乙\n1.丙\n2.丁\n3.戊\n(一)组织领导\n(二)责任\n",
        "?1.2 (二)|?1.?1.1 1.|?1.?1.2 2.|?1.?2.1 1.|?1.?2.2 2.|?1.?2.3 3.|?2.1 (一)|?2.2 (二)",
        [
            *(("missing", "(二)"), ("missing", "(二)"), ("missing", "1.")),
            *(("restart", "1."), ("restart", "(一)")),
        ],
    ),
    "a section's heading is lost": (
        "一、任务\n(一)工业治理\n1.甲\n2.乙\n1.丙\n2.丁\n",
        "1 一、|1.1 (一)|1.1.1 1.|1.1.2 2.|1.?1.1 1.|1.?1.2 2.",
        [("restart", "1.")],
    ),
    "numbers start anew without their first": (
        "一、任务\n(一)工业\n1.甲\n2.乙\n3.丙\n2.丁\n3.戊\n",
        "1 一、|1.1 (一)|1.1.1 1.|1.1.2 2.|1.1.3 3.|1.?1.2 2.|1.?1.3 3.",
        [("missing", "2."), ("restart", "2.")],
    ),
    "the chapters start anew": (
        "一、甲\n二、乙\n一、丙\n二、丁\n",
        "1 一、|2 二、|?1.1 一、|?1.2 二、",
        [("restart", "一、")],
    ),
    "a number is missing": ("1.甲\n2.乙\n4.丁\n", "1 1.|2 2.|4 4.", [("missing", "4.")]),
    "the first numbers are missing": ("3.丙\n4.丁\n", "3 3.|4 4.", [("missing", "3.")]),
    "a number is repeated": (
        "1.甲\n2.乙\n2.丙\n3.丁\n",
        "1 1.|2 2.|2-2 2.|3 3.",
        [("repeated", "2.")],
    ),
    "a number is repeated again and again": (
        "1.甲\n1.乙\n1.丙\n",
        "1 1.|1-2 1.|1-3 1.",
        [("repeated", "1."), ("repeated", "1.")],
    ),
    "numbers are out of order": (
        "1.甲\n2.乙\n4.丙\n3.丁\n5.戊\n",
        "1 1.|2 2.|4 4.|3 3.|5 5.",
        [("missing", "4."), ("order", "3."), ("missing", "5.")],
    ),
    "a level is left out": (
        "一、甲\n1.乙\n(1)丙\n①丁\n②戊\n二、己\n(1)庚\n",
        "1 一、|1.1 1.|1.1.1 (1)|1.1.1.1 ①|1.1.1.2 ②|2 二、|2.1 (1)",
        [],
    ),
    "a part of a plan, its brackets of two widths": (
        "九、经济\n（三十一）甲\n(三十二) 乙\n（三十三)丙\n",
        "9 九、|9.31 （三十一）|9.32 (三十二)|9.33 （三十三)",
        [("missing", "九、"), ("missing", "（三十一）")],
    ),
    "a part of a plan with items": (
        "三、保障\n35.甲\n36.乙\n37.丙\n",
        "3 三、|3.35 35.|3.36 36.|3.37 37.",
        [("missing", "三、"), ("missing", "35.")],
    ),
    "a statute": (
        "第一章 总则\n第一条 甲\n第二条 乙：\n(一)丙；\n1.丁\n(二)戊。\n第二章 监督\n第三条 己\n",
        "1 第一章|1.1 第一条|1.2 第二条|1.2.1 (一)|1.2.1.1 1.|1.2.2 (二)|2 第二章|2.3 第三条",
        [],
    ),
    "a statute in parts": (
        "第一编 总则\n第一章 甲\n第一节 乙\n第一条 丙\n第二条 丁\n第二编 分则\n第三条 戊\n",
        "1 第一编|1.1 第一章|1.1.1 第一节|1.1.1.1 第一条|1.1.1.2 第二条|2 第二编|2.3 第三条",
        [],
    ),
    "a statute without chapters": (
        "第一条 甲\n第二条 乙\n第三条 丙\n",
        "1 第一条|2 第二条|3 第三条",
        [],
    ),
    "a programme in chapters": (
        "第一章 规划背景\n第一节 成效\n一、甲\n（一）乙\n1.丙\n第二章 任务\n一、丁\n",
        "1 第一章|1.1 第一节|1.1.1 一、|1.1.1.1 （一）|1.1.1.1.1 1.|2 第二章|2.1 一、",
        [],
    ),
    "a plan that speaks of a statute": (
        "一、执法\n第九十九条规定的处罚从严掌握。\n第十二条 所称单位,\n二、宣传\n",
        "1 一、|2 二、",
        [],
    ),
    "a quantity and a phone number": ("1.甲\n64.5\n99.\n2.乙\n", "1 1.|2 2.", []),
    "Markdown": (
        "# 条例\n## 第一章 总则\n**第一条** 甲\n**第二条** 乙\n第三条 丙\n",
        "1 第一章|1.1 第一条|1.2 第二条|1.3 第三条",
        [],
    ),
    "parts": (
        "第一部分 背景\n一、成效\n二、问题\n第二部分：任务\n一、转型\n"
        "第三部分企业实施搬迁，第二部分所列任务逐项落实。\n第三部分 保障\n",
        "1 第一部分|1.1 一、|1.2 二、|2 第二部分|2.1 一、|3 第三部分",
        [],
    ),
    "an article that was put in later": (
        "第一条 甲。\n第二条 乙。\n第二条之一 丙。\n第二条之二 丁。\n第三条 戊。\n",
        "1 第一条|2 第二条|2_1 第二条之一|2_2 第二条之二|3 第三条",
        [],
    ),
    "lists of Markdown": (
        "**一、任务**\n- 1. 甲。\n- 2. 乙。\n* （1）丙。\n"
        "3\\. 丁。\n| 4. | 戊 |\n|---|---|\n- 4 -\n## 二、保障\n",
        "1 一、|1.1 1.|1.2 2.|1.2.1 （1）|1.3 3\\.|2 二、",
        [],
    ),
    # They go on with the paragraph above; a citation of that paragraph holds them.
    "一是 heads nothing": (
        "一、成效\n一是浓度下降。\n二是天数增加。\n"
        "（一）打算。一是统筹；二是落实。\n第一，强化。\n",
        "1 一、|1.1 （一）",
        [],
    ),
    "a number twice on a line": (
        "1. 1. 淘汰产能。\n2. 2. 治理锅炉。\n3.（一）更新车辆。\n",
        "1 1.|2 2.|3 3.",
        [],
    ),
    "no heading": ("全市优良天数比率达到80%。\n", "", []),
    "a number in a broken sentence": (
        "（一）指导思想。环境空气质量功能区分为一类区和二类区，其中自然保护区为\n"
        "（一）类区，执行一级标准。\n（二）目标\n",
        "1 （一）|2 （二）",
        [],
    ),
    "a number of another clause in a broken sentence": (
        "（一）甲\n对违反《大气污染防治法》第一百一十七条第一款第\n"
        "（二）项规定的行为依法查处。\n（二）乙\n",
        "1 （一）|2 （二）",
        [],
    ),
    "a number cut in two by the end of a line": (
        "(1)甲\n(2)乙。可吸入颗粒物(PM10)平均浓度和细颗粒物(PM2.\n3)平均浓度下降。\n(3)丙\n",
        "1 (1)|2 (2)|3 (3)",
        [],
    ),
    "a new start after a paragraph without a full stop": (
        "一、任务\n（一）甲\n（二）乙\n二、保障\n"
        "各县区各有关部门要认真落实以下措施确保完成全年各项目标任务\n（一）丙\n（二）丁\n",
        "1 一、|1.1 （一）|1.2 （二）|2 二、|2.1 （一）|2.2 （二）",
        [],
    ),
    "a next item after a paragraph without a full stop": (
        "1.甲\n推进物流集散地集中式充电桩和快速式充电桩建设各有关单位参与\n2.乙\n",
        "1 1.|2 2.",
        [],
    ),
    "a long title is no broken sentence": (
        "一、甲\n(一)突出抓好工业污染综合治理和产业结构布局优化调整\n1.乙\n"
        "(二)突出抓好煤炭削减和能源结构持续改善优化调整工作\n1.丙\n",
        "1 一、|1.1 (一)|1.1.1 1.|1.2 (二)|1.2.1 1.",
        [],
    ),
}


@pytest.mark.parametrize("case", STRUCTURES)
def test_structures(case):
    text, expected, irregular = STRUCTURES[case]
    plan = parse_text(text)
    assert [f"{clause.id} {clause.label}" for clause in body(plan)] == [
        item for item in expected.split("|") if item
    ]
    assert [row for row in anomalies(plan) if row[0] not in ("damaged", "broken")] == irregular


LOST = "(一)思路。服务大局。\n(二)目标。消除污染。\n1.甲\n(1)乙\n2.丙\n1.丁\n(一)组织领导\n"


def test_a_lost_heading_is_none_in_the_path():
    assert {clause.id: clause.path for clause in body(parse_text(LOST))} == {
        "?1.1": (None, "(一)思路"),
        "?1.2": (None, "(二)目标"),
        "?1.?1.1": (None, None, "1.甲"),
        "?1.?1.1.1": (None, None, "1.甲", "(1)乙"),
        "?1.?1.2": (None, None, "2.丙"),
        "?1.?2.1": (None, None, "1.丁"),
        "?2.1": (None, "(一)组织领导"),
    }


def test_a_restart_of_the_top_level_has_no_heading_above_it():
    plan = parse_text("一、甲\n二、乙\n一、丙\n")
    assert [clause.path for clause in body(plan)] == [("一、甲",), ("二、乙",), ("一、丙",)]


def test_a_label_alone_on_a_line_has_its_title_from_the_next():
    plan = parse_text("第一章\n总则\n一、\n总体要求\n坚持治污。\n（一）\n落实责任，严格考核。\n")
    assert [clause.heading for clause in body(plan)] == ["总则", "总体要求", ""]
    assert body(plan)[1].path == ("第一章总则", "一、总体要求")


def test_a_clause_runs_to_the_next_of_its_level_or_a_higher_one():
    text = "标题\n\n一、甲\n\n(一)乙。丙\n\n丁。\n\n二、戊  \n\n"
    plan = parse_text(text)
    assert [(clause.id, text[clause.start : clause.end]) for clause in plan.clauses] == [
        ("0", "标题"),
        ("1", "一、甲\n\n(一)乙。丙\n\n丁。"),
        ("1.1", "(一)乙。丙\n\n丁。"),
        ("2", "二、戊"),
    ]


def test_page_furniture_at_the_end_is_in_no_clause():
    text = "一、甲\n乙。\n上一篇：丙\n下一篇：丁\n"
    (clause,) = body(parse_text(text))
    assert text[clause.start : clause.end] == "一、甲\n乙。"


def test_levels_are_those_of_the_labels_and_one_deeper_below_an_article():
    plan = parse_text("一、甲\n(一)乙\n1.丙\n(1)丁\n①戊\n")
    assert [clause.level for clause in body(plan)] == [1, 2, 3, 4, 5]
    plan = parse_text("第一章 甲\n第一节 乙\n第一条 丙\n(一)丁\n1.戊\n第二条 己\n第三条 庚\n")
    assert [clause.level for clause in body(plan)] == [1, 2, 3, 4, 5, 3, 3]


def test_messages_say_in_both_languages_what_is_irregular():
    plan = parse_text("1.甲\n2.乙\n4.丁\n4.戊\n8.庚\n1.己\n")
    assert [anomaly.message for anomaly in plan.anomalies] == [
        "“1.”：上级标题在原文中缺失 (the heading above was lost)",
        "“4.”：编号缺少 3 (number 3 missing before this one)",
        "“4.”：编号重复 4 (number 4 repeated)",
        "“8.”：编号缺少 5–7 (number 5–7 missing before this one)",
        "“1.”：编号在此重新开始，上级标题在原文中缺失 "
        "(numbering starts again; the heading above was lost)",
    ]
