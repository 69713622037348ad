import pytest

from index.ranking.passage_header import contextualize
from index.structure.passages import split_passages
from index.types import Erratum
from tests.index.texts import parse_text

TEXT = """海東市打贏藍天保衛戰方案
二、重點任務
(一)調整結構
1. 合理布局。嚴格控制（PM_{2.5}）濃度。
加快搬遷。
"""
SOURCE = "海东市 海东市打赢蓝天保卫战方案"


@pytest.mark.parametrize(
    ("passage_id", "context"),
    [
        ("plan/0/1", f"{SOURCE}\n海东市打赢蓝天保卫战方案"),
        ("plan/2/1", f"{SOURCE}\n二、重点任务"),
        (
            "plan/2.1.1/1",
            f"{SOURCE} 二、重点任务 (一)调整结构\n1.合理布局。严格控制(PM2.5)浓度。",
        ),
        ("plan/2.1.1/2", f"{SOURCE} 二、重点任务 (一)调整结构 1.合理布局\n加快搬迁。"),
    ],
)
def test_city_title_and_headings_stand_in_front(passage_id, context):
    plan = parse_text(TEXT, city="海东市")
    clauses = {clause.id: clause for clause in plan.clauses}
    (passage,) = [passage for passage in split_passages(plan) if passage.id == passage_id]
    assert contextualize(plan, clauses[passage.clause_id], passage) == context


def test_a_lost_heading_leaves_nothing():
    plan = parse_text("(一)思路。甲。\n(一)组织。乙。", title="丙", city=None)
    clauses = {clause.id: clause for clause in plan.clauses}
    for passage in split_passages(plan):
        context = contextualize(plan, clauses[passage.clause_id], passage)
        assert context == f"丙\n{passage.text}"


def test_errata_are_repaired_in_headings_and_text():
    text = "一、加大资产金额的投入\n(一)筹资。加大资产金额的投入。\n"  # 贵港, (四)
    words = "资产金额的投入"
    rows = tuple(
        Erratum(place, place + len(words), words, "资金投入", "因")
        for place in (text.index(words), text.rindex(words))
    )
    plan = parse_text(text, title="甲", city=None, errata=rows)
    clauses = {clause.id: clause for clause in plan.clauses}
    passage = split_passages(plan)[-1]
    assert passage.text == "(一)筹资。加大资产金额的投入。"
    assert contextualize(plan, clauses[passage.clause_id], passage) == (
        "甲 一、加大资金投入\n(一)筹资。加大资金投入。"
    )
