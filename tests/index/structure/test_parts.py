"""What a document has besides its running text, in short invented documents."""

import pytest

from index.structure.passages import format_reference, split_passages
from tests.index.invariants import assert_sound
from tests.index.texts import anomalies, parse_text

BODY = "一、总体要求。改善空气质量。\n二、主要任务。治理工业污染。\n"
PARTS = {
    "a covering notice, its signature and the title": (
        "甲市人民政府文件\n甲政〔2024〕3号\n关于印发甲市蓝天行动方案的通知\n各县区人民政府，市政府各部门：\n"
        "现将《甲市蓝天行动方案》印发给你们，请认真贯彻执行。\n甲市人民政府\n2024年3月1日\n甲市蓝天行动方案\n"
        "为改善空气质量，制定本方案。\n" + BODY,
        [
            ("notice", "甲市人民政府文件…执行。"),
            ("signature", "甲市人民政府…1日"),
            ("title", "甲市蓝天行动方案"),
        ],
    ),
    "a notice in Traditional characters": (
        "甲市人民政府\n關于印發甲市藍天行動方案的通知\n各縣區人民政府,市政府有關部門:\n"
        "《甲市藍天行動方案》已經市政府同意,現印發給你們,請認真組織實施。\n甲市人民政府\n二〇二四年三月一日\n"
        "甲市藍天行動方案\n一、總體要求。改善。\n",
        [
            ("notice", "甲市人民政府…實施。"),
            ("signature", "甲市人民政府…一日"),
            ("title", "甲市藍天行動方案"),
        ],
    ),
    "a notice of several paragraphs": (
        "关于印发方案的通知\n各县区人民政府：\n现将方案印发给你们，请遵照执行。\n执行中的问题请及时报告。\n2024年3月1日\n"
        + BODY,
        [
            ("title", "关于印发方案的通知"),
            ("notice", "各县区…报告。"),
            ("signature", "2024年3月1日"),
        ],
    ),
    "an addressee and no more": (
        "甲市蓝天行动方案\n各县(区)人民政府,市直各单位:\n为改善空气质量,制定本方案。\n" + BODY,
        [("title", "甲市蓝天行动方案"), ("notice", "各县(区)人民政府,市直各单位:")],
    ),
    "no notice": ("甲市蓝天行动方案\n现提出如下意见：\n" + BODY, [("title", "甲市蓝天行动方案")]),
    "a title on two lines": (
        "海东市打赢蓝天保卫战\n三年行动方案\n" + BODY,
        [("title", "海东市…行动方案")],
    ),
    "a table of contents": (
        "甲市蓝天行动方案\n目 录\n一、总体要求……1\n二、主要任务……3\n"
        "一、总体要求\n改善。\n二、主要任务\n治理。\n",
        [("title", "甲市蓝天行动方案"), ("contents", "目 录…3")],
    ),
    "all that may stand at the end": (
        BODY + "附件：1.任务表\n　　　2.目标表\n甲市生态环境局\n2024年3月1日\n（此件公开发布）\n"
        "主题词：环保 方案 通知\n"
        "抄送：市委办公室，\n市人大办公室，市政协办公室。\n甲市生态环境局办公室\n"
        "2024年3月2日印发\n共印80份\n",
        [
            ("annex list", "附件：1.…目标表"),
            ("signature", "甲市…1日"),
            ("note", "（此件公开发布）"),
            ("imprint", "主题词…80份"),
        ],
    ),
    "the same in Traditional characters": (
        "一、總體要求。改善。\n附件:任務表\n甲市環境保護局\n2024年3月1日\n(此件公開發布)\n抄報:省政府。\n"
        "甲市環境保護局辦公室2024年3月2日印發\n",
        [
            ("annex list", "附件:任務表"),
            ("signature", "甲市…1日"),
            ("note", "(此件公開發布)"),
            ("imprint", "抄報…印發"),
        ],
    ),
    "several who sign": (
        BODY + "甲市人民政府 乙市人民政府\n丙市生态环境局\n2024年3月1日\n",
        [("signature", "甲市…1日")],
    ),
    "who signed and when on one line": (
        BODY + "甲市人民政府 2024年3月1日\n",
        [("signature", "甲市人民政府 2024年3月1日")],
    ),
    "a date without who signed": (BODY + "2024年3月1日\n", [("signature", "2024年3月1日")]),
    "who signed without a date": (BODY + "甲市人民政府\n", [("signature", "甲市人民政府")]),
    "a list of annexes and who signed": (
        BODY + "附件：任务表\n甲市人民政府\n",
        [("annex list", "附件：任务表"), ("signature", "甲市人民政府")],
    ),
    "an entry that is cut in two": (
        BODY + "附件：1.甲市各县区任务\n分解表\n2.目标表\n",
        [("annex list", "附件：…目标表")],
    ),
    "a page number in the list": (
        BODY + "附件：1.任务表\n— 12 —\n附件：2.目标表\n",
        [("annex list", "附件：1.任务表"), ("annex list", "附件：2.目标表")],
    ),
    "who to ask": (
        BODY + "（联系人：张三，联系电话：1234）\n",
        [("note", "（联系人：张三，联系电话：1234）")],
    ),
    "rows of tabs": (
        BODY + "县区\tPM2.5\t优良天数\n甲县\t30\t300\n乙县\t31\t310\n",
        [("table", "县区…310")],
    ),
    "a Markdown table": (
        BODY + "附件1\n2024年度甲市各县区空气质量改善目标\n"
        "|县|目标|\n|---|---|\n|甲县|30微克每立方米|\n",
        [("table", "|县…米|")],
    ),
    "cells, one a line, and a paragraph behind": (
        "一、目标。各县目标如下：\n县区\nPM2.5\n优良天数\n甲县\n30\n300\n各县要认真完成目标任务。\n二、任务。治理。\n",
        [("table", "县区…300")],
    ),
    "sentences in the cells of an annex": (
        BODY + "附件1\n2024年度甲市各县区空气质量改善任务分解\n序号\n任务\n单位\n1\n"
        "治理扬尘。覆盖全部工地，按时洒水降尘。\n市住建局\n全年\n",
        [("table", "序号…全年")],
    ),
    "too few cells for a table": (
        BODY + "附件1\n2024年度甲市各县区空气质量改善任务分解汇总表如下\n"
        "序号\n任务名称\n责任单位和完成时限\n",
        [],
    ),
    "slogans": (
        "一、原则\n坚持统筹兼顾、突出重点，分类施策\n坚持精准治污、科学治污，依法治污\n坚持政府主导、企业主体，公众参与\n"
        * 3,
        [],
    ),
    "brackets of responsibility": (
        "一、治理（含扬尘）。按期完成。（市住建局牵头，市公安局(交警支队)配合）\n（市財政局、\n市環境局負責）\n",
        [
            ("responsibility", "（市住建局牵头，市公安局(交警支队)配合）"),
            ("responsibility", "（市財政局…負責）"),
        ],
    ),
    "brackets that say something else": ("一、治理（主要负责人）。（一类区）\n（市局负责\n", []),
    "the middle of a plan": (
        "一、治理。\n2024年3月1日\n各地完成改造任务并报市政府备案审查同意。\n市生态环境局\n二、宣传。\n",
        [],
    ),
}


def shown(words, expected):
    """Whether an expectation, its middle left out as …, fits some words."""
    first, gap, last = expected.partition("…")
    return words.startswith(first) and words.endswith(last) and (bool(gap) or words == expected)


@pytest.mark.parametrize("case", PARTS)
def test_parts(case):
    text, expected = PARTS[case]
    plan = parse_text(text)
    found = [(part.kind, text[part.start : part.end]) for part in plan.parts]
    assert [kind for kind, _ in found] == [kind for kind, _ in expected], found
    assert [
        words
        for (_, words), (_, wanted) in zip(found, expected, strict=True)
        if not shown(words, wanted)
    ] == []
    assert_sound(plan, split_passages(plan))


ENDS = "附件：1.任务表\n2.目标表\n甲市人民政府\n2024年3月1日\n"
CLAUSES = {
    "nothing behind": (BODY, ["1", "2"]),
    "the end of a plan": (BODY + ENDS, ["1", "2", "z"]),
    "below a section": (
        "一、任务\n（一）工业。治理。\n1.锅炉。淘汰。\n" + ENDS,
        ["1", "1.1", "1.1.1", "z"],
    ),
    "several annexes behind": (
        BODY + ENDS + "附件1\n任务表的说明如下。\n"
        "一、范围。全市各县区、各乡镇和各工业园区的全部固定污染源和移动污染源。\n"
        "附件2\n目标表的说明如下，各县区的目标由市生态环境局另行分解下达并按月调度、按季通报。\n"
        "抄送：市委。\n",
        ["1", "2", "z", "a1", "a1.1", "a2", "z-2"],
    ),
    "an annex without a label behind": (
        BODY + ENDS + "任务表\n各项任务按期完成并且报告。\n",
        ["1", "2", "z"],
    ),
    "a numbered notice, then the plan": (
        "各县区人民政府：\n一、加强领导。\n二、压实责任。\n甲市人民政府\n2024年3月1日\n甲市蓝天行动方案\n为改善空气，制定本方案。\n"
        + BODY
        + "抄送：市委。\n",
        ["0", "1", "2", "z", "0-2", "d2.1", "d2.2", "z-2"],
    ),
    "a date on which something is due": (
        "一、任务。下列任务按期完成。\n2024年3月1日\n各县区全部完成清洁取暖改造任务并且报告。\n二、宣传。加强。\n",
        ["1", "2"],
    ),
    "a paragraph behind a list": (
        BODY + "附件：任务表\n本方案自印发之日起施行，由市生态环境局负责解释。\n",
        ["1", "2"],
    ),
    "a letter without numbers": (
        "关于清洁取暖的函\n乙县人民政府：\n来函收悉，同意你县开展清洁取暖工作。\n甲市人民政府\n2024年3月1日\n",
        ["0", "z"],
    ),
    "nothing but a signature": ("甲市人民政府\n2024年3月1日\n", ["0"]),
}


@pytest.mark.parametrize("case", CLAUSES)
def test_what_stands_behind_the_body_is_no_part_of_its_last_clause(case):
    text, expected = CLAUSES[case]
    plan = parse_text(text)
    assert [clause.id for clause in plan.clauses] == expected
    kinds = {"0": "front", "z": "back"}
    assert [clause.kind for clause in plan.clauses] == [
        kinds.get(clause.id.partition("-")[0], "body") for clause in plan.clauses
    ]
    assert_sound(plan, split_passages(plan))


def test_references_to_what_stands_around_the_body():
    plan = parse_text(CLAUSES["a numbered notice, then the plan"][0], city="甲市", title="方案")
    found = {clause.id: format_reference(plan, clause) for clause in plan.clauses}
    assert found["z"] == "甲市 · 方案 · 正文后"
    assert found["0-2"] == "甲市 · 方案 · 正文前〔第2处〕"
    assert found["z-2"] == "甲市 · 方案 · 正文后〔第2处〕"
    assert found["d2.1"] == "甲市 · 方案 · 〔第2份文件〕一、"


def test_a_part_is_a_passage_of_its_own():
    cells = "县区\n\nPM2.5\n\n优良天数\n\n甲县\n\n30\n\n300"
    caption = "甲市各县区2024年度空气质量改善目标任务表"
    plan = parse_text(f"{BODY}{ENDS}附件1\n{caption}\n{cells}\n")
    assert [passage.text for passage in split_passages(plan)][2:] == [
        "附件：1.任务表\n2.目标表",
        "甲市人民政府\n2024年3月1日",
        "附件1",
        caption,
        cells,
    ]
    assert anomalies(plan) == []  # no sentence is broken there
