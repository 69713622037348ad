import tomllib
from pathlib import Path

import pytest

from index import parse_plan
from index.structure.passages import format_reference, split_passages
from tests.index.texts import parse_text

ROOT = Path(__file__).parents[3]
GOLDEN = tomllib.loads((ROOT / "tests/golden/references.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plans():
    """Each plan with its clauses by id and its passages."""
    found = {}
    for plan_id in GOLDEN:
        plan = parse_plan(ROOT / "corpus" / "plans" / f"{plan_id}.txt")
        clauses = {clause.id: clause for clause in plan.clauses}
        found[plan_id] = (plan, clauses, split_passages(plan))
    return found


def test_twenty_places_of_every_plan():
    plans = {path.stem for path in (ROOT / "corpus" / "plans").iterdir()}
    assert {plan_id: len(entry["places"]) for plan_id, entry in GOLDEN.items()} == dict.fromkeys(
        plans, 20
    )


@pytest.mark.parametrize(
    ("plan_id", "snippet", "place"),
    [
        (plan_id, snippet, place)
        for plan_id, entry in GOLDEN.items()
        for snippet, place in entry["places"]
    ],
)
def test_references_are_those_a_reader_would_give(plans, plan_id, snippet, place):
    plan, clauses, passages = plans[plan_id]
    assert plan.text.count(snippet) == 1
    (holder,) = [passage for passage in passages if snippet in passage.text]
    reference = format_reference(plan, clauses[holder.clause_id])
    assert reference == f"{GOLDEN[plan_id]['source']} · {place}"


@pytest.mark.parametrize("plan_id", GOLDEN)
def test_no_two_clauses_of_a_plan_have_the_same_reference(plans, plan_id):
    plan, clauses, _ = plans[plan_id]
    references = {format_reference(plan, clause) for clause in clauses.values()}
    assert len(references) == len(clauses)


@pytest.mark.parametrize(
    ("title", "city", "source"),
    [
        ("咸阳市蓝天保卫战2020年工作方案", "咸阳市", "咸阳市 · 蓝天保卫战2020年工作方案"),
        ("海東市打贏藍天保衛戰方案", "海东市", "海东市 · 打贏藍天保衛戰方案"),
        ("打赢蓝天保卫战方案", "咸阳市", "咸阳市 · 打赢蓝天保卫战方案"),
        ("咸阳市", "咸阳市", "咸阳市 · 咸阳市"),
        ("大气污染防治法", None, "大气污染防治法"),
    ],
)
def test_the_city_stands_once(title, city, source):
    plan = parse_text("一、甲", title=title, city=city)
    assert format_reference(plan, plan.clauses[-1]) == f"{source} · 一、"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("标题\n一、甲\n(三)乙\n20.丙\n21.丁", ["正文前", "一、", "一、(三)", "一、(三) 20."]),
        ("1.甲\n1.乙\n1.丙", ["1.", "1.〔第2处〕", "1.〔第3处〕"]),
        (
            "一、甲\n1.乙\n2.丙\n1.丁\n2.戊",
            ["一、", "一、〔二级标题缺失，第1组〕 1.", "一、〔二级标题缺失，第2组〕 1."],
        ),
        ("一、甲\n二、乙\n一、丙", ["一、", "二、", "〔标题缺失，第1组〕一、"]),
        (
            "(二)甲。乙\n1.丙\n2.丁\n1.戊\n(一)己。庚\n1.辛\n2.壬\n1.癸",
            [
                "〔一级标题缺失，第1组〕(二)",
                "〔二级标题缺失，第2组〕 1.",
                "〔一级标题缺失，第2组〕(一)",
                "〔二级标题缺失，第2组之1〕 1.",
                "〔二级标题缺失，第2组之2〕 1.",
            ],
        ),
        ("第一章 甲\n第一条 乙\n第二条 丙\n第三条 丁\n(一)戊", ["第一章", "第一章第一条"]),
    ],
)
def test_places(text, places):
    plan = parse_text(text, title="甲")
    found = [format_reference(plan, clause).removeprefix("甲 · ") for clause in plan.clauses]
    assert [place for place in found if place in places] == places
