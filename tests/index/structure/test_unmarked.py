"""Numbers with no mark behind them: outlines as of emergency plans, and 一 总体要求."""

import pytest

from tests.index.texts import anomalies, body, parse_text

# What is read, text, ids with labels
OUTLINES = {
    "an emergency plan": (
        "某市应急预案\n1 总则\n1.1 编制目的\n减轻危害。\n1.2 编制依据\n2 监测与预警\n2.1 预警\n"
        "2.1.1 预警分级\n2.1.2 预警会商\n3 附 则\n",
        "1 1|1.1 1.1|1.2 1.2|2 2|2.1 2.1|2.1.1 2.1.1|2.1.2 2.1.2|3 3",
    ),
    "without white space": (
        "1总则\n1.1编制目的\n1.2编制依据\n2组织体系\n2.1领导机构\n",
        "1 1|1.1 1.1|1.2 1.2|2 2|2.1 2.1",
    ),
    "full-width digits": (
        "\uff11　总则\n\uff11．\uff11　目的\n\uff11．\uff12　依据\n",
        "1 \uff11|1.1 \uff11．\uff11|1.2 \uff11．\uff12",
    ),
    "titles that begin with a Roman numeral": (
        "1 总则\n1.1 响应级别\n1.2 Ⅲ级响应\n（1）洒水。\n1.3 Ⅱ级响应\n（1）停工。\n1.4 时限\n",
        "1 1|1.1 1.1|1.2 1.2|1.2.1 （1）|1.3 1.3|1.3.1 （1）|1.4 1.4",
    ),
    "items below it": (
        "1 总则\n1.1 职责\n（1）组织指挥；\n（2）督促落实。\n1.2 分级\n①黄色预警；\n②橙色预警。\n",
        "1 1|1.1 1.1|1.1.1 （1）|1.1.2 （2）|1.2 1.2|1.2.1 ①|1.2.2 ②",
    ),
    "a table of contents above it": (
        "目 录\n1 总则\n1.1 编制目的\n2 附则\n"
        "某市应急预案\n1 总 则\n1.1 编制目的\n减轻。\n2 附 则\n",
        "1 1|1.1 1.1|2 2",
    ),
    "contents that no 目录 stands above": (
        "1 总则\n1.1 编制目的\n1.2 编制依据\n2 附则\n"
        "1 总则\n1.1 编制目的\n减轻危害。\n1.2 编制依据\n2 附则\n",
        "1 1|1.1 1.1|1.2 1.2|2 2",
    ),
    "below 1.": (
        "一、措施\n1.工业\n1.1 石化企业开展检测。\n"
        "1.2 涂装企业错时生产。\n2.交通\n2.1 限行。\n2.2 夜间加油。\n二、要求\n",
        "1 一、|1.1 1.|1.1.1 1.1|1.1.2 1.2|1.2 2.|1.2.1 2.1|1.2.2 2.2|2 二、",
    ),
    "below 一、": (
        "一、总则\n1.1 目的\n1.2 依据\n二、组织\n2.1 机构\n2.2 职责\n",
        "1 一、|1.1 1.1|1.2 1.2|2 二、|2.1 2.1|2.2 2.2",
    ),
    "a list that has come as far as the chapter": (
        "1 总则\n1.1 目的\n1.2 职责\n1.甲\n2.乙\n1.3 原则\n",
        "1 1|1.1 1.1|1.2 1.2|1.2.1 1.|1.2.2 2.|1.3 1.3",
    ),
    "quantities": (
        "1 总则\n1.1 目的\n浓度超过\n2.5倍时会商，不低于\n"
        "1.2万吨，共\n2个县区\n1.2 依据\n3 分级标准\n",
        "1 1|1.1 1.1|1.2 1.2|3 3",
    ),
    "the cells of a table": (
        "1 总则\n1.1 目的\n2 组织\n2.1 机构\n序号\n单位\n"
        "1\n气象局\n1.1 发布预报；1.2 会商\n2.2 专家组\n3 附则\n",
        "1 1|1.1 1.1|2 2|2.1 2.1|2.2 2.2|3 3",
    ),
    "no outline": ("一、目标\n1.5万吨\n2.5微克\n1.1 倍\n3 个\n1 序号\n2 名称\n", "1 一、"),
    "Chinese numbers": (
        "某市方案\n一 总体要求\n坚持治污。\n（一） 目标\n二 重点任务\n（一） 治气\n三 保障措施\n"
        "一 个都不能少，人人参与。\n",
        "1 一|1.1 （一）|2 二|2.1 （一）|3 三",
    ),
    "Chinese numbers in a document that has 一、": (
        "一、总体要求\n一 般企业\n二 类企业\n",
        "1 一、",
    ),
    "a Chinese number alone": ("某市方案\n一 总体要求\n坚持治污。\n", ""),
}


@pytest.mark.parametrize("case", OUTLINES)
def test_outlines(case):
    text, expected = OUTLINES[case]
    found = [f"{clause.id} {clause.label}" for clause in body(parse_text(text))]
    assert found == [item for item in expected.split("|") if item]


def test_levels_are_those_of_the_numbers():
    plan = parse_text("1 总则\n1.1 目的\n1.1.1 甲\n1.1.2 乙\n2 附则\n")
    assert [clause.level for clause in body(plan)] == [1, 2, 3, 3, 1]
    assert body(plan)[2].path == ("1 总则", "1.1 目的", "1.1.1 甲")
    assert anomalies(plan) == []


def test_a_missing_number_of_an_outline_is_noted():
    plan = parse_text("1 总则\n1.1 目的\n1.3 原则\n")
    assert anomalies(plan) == [("missing", "1.3")]
