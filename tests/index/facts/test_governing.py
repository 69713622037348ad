"""Which text a duty governs, in duties and in search."""

import pytest

from index.facts import extract_duties, responsible_offices
from index.structure.passages import split_passages
from index.types import Erratum
from tests.index.made_plans import parsed, plan_of


def answering(plan):
    """Return the offices that answer for each passage, by the passage's text."""
    passages = split_passages(plan)
    found = responsible_offices(passages, {plan.id: extract_duties(plan)})
    return {passage.text: " ".join(names) for passage, names in zip(passages, found, strict=True)}


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("完成改造。(市住建局牵头,市财政局参与)", "市住建局 市财政局"),
        ("完成改造。（市發展改革委負責）", "市发展改革委"),
        ("严守原则。（市生态环境局\n\n负责）", "市生态环境局"),
        ("推广涂料。〔牵头单位:市生态环境局。责任单位:市财政局〕", "市生态环境局 市财政局"),
        ("推广涂料。[市生态环境局牵头]", "市生态环境局"),
        ("推广涂料。\n牵头考核单位：市生态环境局\n落实单位：市财政局", "市生态环境局 市财政局"),
        ("推动电价。(市发改委负责) 强化协同。(市财政局配合)", "市发改委 市财政局"),
        ("细颗粒物(PM2.5)浓度(剔除沙尘天气)", ""),
        ("市生态环境局负责", ""),
        ("建立制度(企业负责人)。落实(市长负责制)。", ""),
        ("名单另发。(名单由市工信局牵头确定)", ""),
    ],
)
def test_who_answers_for_a_passage(text, offices):
    assert set(answering(plan_of(f"1.{text}")).values()) == {offices}


def test_a_duty_governs_what_stands_before_it_in_its_clause_and_no_other():
    parts = ["一、任务", "（一）甲。" + "甲事。" * 150, "（市公安局负责）", "乙事。" * 200]
    plan = parsed("\n".join([*parts, "（二）丙事。（市商务局负责）", "（三）丁事。"]))
    found = answering(plan)
    assert {names for text, names in found.items() if "甲事" in text} == {"市公安局"}
    assert "" in {names for text, names in found.items() if text.startswith("乙事")}
    assert [names for text, names in found.items() if "丙事" in text] == ["市商务局"]
    assert [names for text, names in found.items() if "丁事" in text] == [""]


def test_a_repaired_office_is_responsible():
    text = "1.关停。(市应急管理市、阳泉市税务局配合)"
    start = text.index("市应急")
    row = Erratum(start, start + 6, "市应急管理市", "市应急管理局", "因")
    assert list(answering(plan_of(text, [row])).values()) == ["市应急管理局 阳泉市税务局"]
