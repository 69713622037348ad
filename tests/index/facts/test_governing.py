import pytest

from index.facts.governing import find_responsibilities
from index.types import Erratum, Passage


def passages(*texts, clause_id="1", plan_id="plan"):
    return [
        Passage(f"{plan_id}/{clause_id}/{n}", plan_id, clause_id, 0, len(text), text)
        for n, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        (
            "完成改造。(市住房和城乡建设局牵头,市财政局参与)",
            "(市住房和城乡建设局牵头,市财政局参与)",
        ),
        ("（市發展改革委負責）", "(市发展改革委负责)"),
        ("严守原则。（市生态环境局\n\n负责）", "(市生态环境局负责)"),
        (
            "推广涂料。(牵头单位:市生态环境局。责任单位:各县(市、区)人民政府)",
            "(牵头单位:市生态环境局。责任单位:各县(市、区)人民政府)",
        ),
        ("推动电价。(甲局负责) 强化协同。(乙局配合)", "(甲局负责)(乙局配合)"),
        ("细颗粒物(PM2.5)浓度(剔除沙尘天气)", ""),
        ("市生态环境局负责", ""),
        ("以下任务(由各县(市、区)政府负责)从略", "(由各县(市、区)政府负责)"),
        ("(重点(市工信局牵头)项目)", "(市工信局牵头)"),
        ("(未闭合,市工信局牵头", ""),
        ("(未闭合。(市工信局牵头)", "(市工信局牵头)"),
        ("多余)括号(市工信局牵头)", "(市工信局牵头)"),
        ("((市工信局牵头)负责)", "((市工信局牵头)负责)"),
        ("", None),
    ],
)
def test_brackets_that_say_who_does_what(text, brackets):
    if brackets is None:
        assert find_responsibilities([]) == ()
    else:
        assert find_responsibilities(passages(text)) == (brackets,)


def test_a_bracket_governs_the_passages_before_it_in_its_clause():
    found = passages("甲。", "乙。(市公安局负责)", "丙。", "丁。(市商务局负责)", "戊。")
    assert find_responsibilities(found) == (
        "(市公安局负责)",
        "(市公安局负责)",
        "(市商务局负责)",
        "(市商务局负责)",
        "",
    )


@pytest.mark.parametrize("other", [{"clause_id": "2"}, {"plan_id": "other"}])
def test_a_bracket_governs_no_other_clause_or_plan(other):
    found = [*passages("甲。"), *passages("乙。(市公安局负责)", **other)]
    assert find_responsibilities(found) == ("", "(市公安局负责)")


def test_a_repaired_office_is_responsible():
    text = "关停。(市应急管理市、阳泉市税务局配合)"  # 阳泉, 1.
    start = text.index("市应急")
    row = Erratum(start, start + 6, "市应急管理市", "市应急管理局", "因")
    (found,) = find_responsibilities(passages(text), {"plan": (row,)})
    assert found == "(市应急管理局、阳泉市税务局配合)"
