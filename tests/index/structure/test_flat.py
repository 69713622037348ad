"""Pages that lost their line breaks, wholly or here and there."""

from pathlib import Path

import pytest

from index.text.headings import split_lines
from tests.index.texts import body, parse_text

PLANS = sorted((Path(__file__).parents[3] / "corpus" / "plans").glob("*.txt"))

CASES = [
    # one flat line, titles without a full stop run into the next label
    (
        "某市打赢蓝天保卫战方案。现将有关事项通知如下：一、总体要求（一）指导思想。以改善空气质量为核心。"
        "（二）工作目标。到2020年，优良天数不少于270天。二、重点任务（三）调整产业结构，推进绿色发展"
        "1.优化布局。完成清单编制，淘汰产能1.5万吨。2.压减产能。严禁新增钢铁产能。三、保障措施。加强领导。",
        ["一、", "（一）", "（二）", "二、", "（三）", "1.", "2.", "三、"],
    ),
    # one lost line break: the number between its neighbours
    (
        "一、主要任务\n1.强化源头管控。积极推行规划环境影响评价，严格项目准入和总量控制。\n"
        "2.严控两高产能。按期完成搬迁改造任务，逾期未退城的予以停产整治。(市工信局牵头)3.动态清零。严防死灰复燃。\n"
        "4.加强监管。严格执法。",
        ["一、", "1.", "2.", "3.", "4."],
    ),
    # a statute
    (
        "第一条 为了防治大气污染，保护和改善环境，保障公众健康，制定本条例，推进生态文明建设。"
        "第二条 本条例适用于本市行政区域。第三条 市人民政府对本行政区域的大气环境质量负责，"
        "制定规划，采取措施，改善质量。",
        ["第一条", "第二条", "第三条"],
    ),
    # the first number right behind the title, items behind semicolons, an article spoken of
    (
        "某市人民政府2023年12月28日某市扬尘管理办法第一章总则第一条为防治扬尘，依据上位法第九条制定本办法。"
        "第二条有下列情形的，依照第一条第（一）项、 （二）项处理：（一）未覆盖的；（二）未冲洗的。"
        "第二条之一责令停工。第二章附则第三条本办法自公布之日起施行。",
        ["第一章", "第一条", "第二条", "（一）", "（二）", "第二条之一", "第二章", "第三条"],
    ),
    # an only child below a title; an annex that is named
    (
        "某市工作要点一、总体要求坚持治污。二、重点任务（一）调整结构1.治企。落实到位。2.控煤。严格管控。"
        "三、保障措施加强领导。附件：1.任务清单",
        ["一、", "二、", "（一）", "1.", "2.", "三、"],
    ),
    # days are no chapters
    (
        "第一条为统一放假，制定本办法。第二条放假的节日：（一）新年，放假1天；（二）春节，放假3天"
        "（农历正月初一、初二、初三）；（三）国庆节，放假3天。第三条本办法自公布之日起施行。",
        ["第一条", "第二条", "（一）", "（二）", "（三）", "第三条"],
    ),
    # a decimal outline
    (
        "某市应急预案1总则1.1编制目的减轻PM2.5污染，不高于1.2万吨。1.2编制依据依据GB3095-2012。"
        "2组织体系2.1机构市政府设2.5倍的指挥部。2.2职责组织指挥。",
        ["1", "1.1", "1.2", "2", "2.1", "2.2"],
    ),
    # (1) and (2) in a paragraph of a page that is not flat list things
    (
        "一、主要任务\n对企业分类处置，建立管理台账，明确整治标准、完成时限和责任人："
        "(1)关停取缔一批。(2)整合搬迁一批。(3)升级改造一批。\n二、保障措施\n加强领导。",
        ["一、", "二、"],
    ),
    # numbers that a sentence speaks of
    (
        "一、目标\n执行《环境空气质量标准》（一）类区的限值，各县区按照本方案第二条和第三部分"
        "的要求落实，二、三级预警时减排比例不低于20%，2018-2020年完成1.5万吨。\n二、任务\n落实。",
        ["一、", "二、"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_labels(text, expected):
    assert [clause.label for clause in body(parse_text(text))] == expected


@pytest.mark.parametrize("separator", ["", " "], ids=["joined", "spaced"])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_on_one_line_has_the_clauses_of_the_plan(path, separator):
    plan = parse_text(path.read_text(encoding="utf-8"))
    furniture = {span.start for span in plan.boilerplate}
    own = [line for line in split_lines(plan.text) if line.start not in furniture]
    flat = parse_text(separator.join(plan.text[line.start : line.end] for line in own))
    assert [c.label for c in body(flat)] == [c.label for c in body(plan)]
    assert [c.id for c in body(flat)] == [c.id for c in body(plan)]
