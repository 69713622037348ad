"""Other documents named by number: which, where, and what is done with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.metadata.numbers import find_references
from tests.index.texts import parse_text

PREAMBLE = [
    ("根据《大气污染防治行动计划》（国发〔2013〕37号），制定本方案。",
     [("implements", "国发〔2013〕37号", "大气污染防治行动计划")]),
    ("根據國務院《大氣污染防治行動計劃》(國發〔2013〕37號)、《方案》(青政〔2018〕86號)精神",
     [("implements", "國發〔2013〕37號", "大氣污染防治行動計劃"),
      ("implements", "青政〔2018〕86號", "方案")]),
    ("为贯彻落实青政〔2024〕31号文件精神，制定方案。", [("implements", "青政〔2024〕31号", None)]),
    ("按照省政府青政[2024]31号要求", [("implements", "青政[2024]31号", None)]),
    ("为落实《关于印发〈行动计划〉的通知》（国发【2018】22号）",
     [("implements", "国发【2018】22号", "关于印发〈行动计划〉的通知")]),
    ("《海东市实施方案》（东政〔2019〕8号）同时废止。",
     [("replaces", "东政〔2019〕8号", "海东市实施方案")]),
    ("本方案印发后，废止东政〔2019〕8号。", [("replaces", "东政〔2019〕8号", None)]),
    ("原《方案》（东政〔2019〕8號）自即日起廢止。", [("replaces", "东政〔2019〕8號", "方案")]),
    ("《大气十条》（国发〔2013〕37号）成效明显。", [("cites", "国发〔2013〕37号", "大气十条")]),
    ("根据国发〔2013〕37号和青政〔2018〕86号文件",
     [("implements", "国发〔2013〕37号", None), ("implements", "青政〔2018〕86号", None)]),
    ("根据和政办发〔2018〕6号", [("implements", "和政办发〔2018〕6号", None)]),
    ("根据国发〔2013〕\n37号，制定。", [("implements", "国发〔2013〕37号", None)]),
    ("根据国发〔\uff12\uff10\uff10\uff19〕\uff19号，制定。",
     [("implements", "国发〔\uff12\uff10\uff10\uff19〕\uff19号", None)]),
    # the same number again, in another print
    ("根据国发〔2013〕37号。国发[2013]37号要求。", [("implements", "国发〔2013〕37号", None)]),
    # numbers that name no document
    ("执行DB61/941-2018和GB 37822-2019。", []),
    ("2018年3月15号前完成。", []),
    ("(2019年本)", []),
    # a document's own number, and one that heads another document
    ("海政〔2024〕1号", []),
    ("见海政〔2024〕1号文件。", []),
    ("附件\n青政〔2018〕86号\n通知", []),
]  # fmt: skip


ALPHABET = "国发青政根据《》〈〉（）〔〕[]2013 37号號废止同时，。、\n第年"


@pytest.mark.parametrize(("text", "expected"), PREAMBLE)
def test_what_a_preamble_names(text, expected):
    found = find_references(text, len(text), "海政〔2024〕1号")
    assert [(named.relation, named.document_number, named.title) for named in found] == expected
    for named in found:
        assert "".join(text[named.start : named.end].split()) == named.document_number


def test_clauses_cite_and_preambles_implement():
    plan = parse_text(
        "海东市方案\n根据国发〔2013〕37号，制定本方案。\n一、任务\n按照青政〔2018〕86号要求推进。\n"
        "二、附则\n东政〔2015〕3号同时废止。\n"
    )
    assert [(named.relation, named.document_number) for named in plan.references] == [
        ("implements", "国发〔2013〕37号"),
        ("cites", "青政〔2018〕86号"),
        ("replaces", "东政〔2015〕3号"),
    ]


def test_the_first_article_of_a_statute_is_its_preamble():
    plan = parse_text(
        "海东市办法\n第一章 总则\n第一条 根据国发〔2013〕37号，制定本办法。\n"
        "第二条 按照青政〔2018〕86号执行。\n第三条 本办法自公布之日起施行。\n"
    )
    assert [named.relation for named in plan.references] == ["implements", "cites"]


@given(
    st.text(alphabet=ALPHABET, max_size=60),
    st.integers(0, 60),
)
def test_references_lie_in_the_text_in_order(text, preamble_end):
    starts = []
    for named in find_references(text, preamble_end, None):
        assert "".join(text[named.start : named.end].split()) == named.document_number
        starts.append(named.start)
    assert starts == sorted(starts)
