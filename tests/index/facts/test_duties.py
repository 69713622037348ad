import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import extract_duties
from index.mentions import search_name
from index.types import Erratum
from tests.index.made_plans import parsed, plan_of

# bracket, lead, participants, implementers
BRACKETS = [
    ("(市环保局牵头,市交通局、市水务局参与)", "市环保局", "市交通局 市水务局", ""),
    ("(市生态环境局、公安局负责)", "", "", "市生态环境局 公安局"),
    ("(各县(市、区)人民政府负责落实)", "", "", "各县(市、区)人民政府"),
    ("(各县、市、区人民政府落实)", "", "", "各县、市、区人民政府"),
    ("(港北区、港南区人民政府负责)", "", "", "港北区 港南区人民政府"),
    ("（市商务局牵头，市财政局配合）", "市商务局", "市财政局", ""),
    ("【市商务局牵头，市财政局配合】", "市商务局", "市财政局", ""),
    ("（市商务局牵头，市财政局配合)", "市商务局", "市财政局", ""),
    ("(市商務局牽頭,市財政局參與,各縣區政府負責落實)", "市商務局", "市財政局", "各縣區政府"),
    ("(市商务局、市财政局按职责分工负责)", "", "", "市商务局 市财政局"),
    ("(市商务局牵头,市财政局等按职责分工负责)", "市商务局", "", "市财政局"),
    ("(市商务局、市财政局分别牵头)", "市商务局 市财政局", "", ""),
    ("(市商务局牵头、市财政局参与)", "市商务局", "市财政局", ""),
    ("(市商务局牵头市财政局配合)", "市商务局", "市财政局", ""),
    ("(市商务局牵头负责,市财政局等相关部门配合)", "市商务局", "市财政局", ""),
    ("(由市商务局牵头)", "市商务局", "", ""),
    ("(市商务局会同市财政局负责)", "", "市财政局", "市商务局"),
    ("(市商务局牵头,会同市财政局落实)", "市商务局", "市财政局", ""),
    ("(市商务局牵头,市财政局)", "市商务局", "市财政局", ""),
    ("(市公安局负责登记环节、市商务局负责销售环节)", "", "", "市公安局 市商务局"),
    ("(市公安局负责城区、园区,市商务局负责其他区)", "", "", "市公安局 市商务局"),
    ("(各县政府、开发区管委会,某煤集团负责落实)", "", "", "各县政府 开发区管委会 某煤集团"),
    ("(牵头单位:市商务局、财政局。责任单位:各县区政府。)", "市商务局 财政局", "", "各县区政府"),
    ("（牵头单位：市商务局，配合单位：市财政局）", "市商务局", "市财政局", ""),
    ("(牽頭單位:市商務局;責任單位:各縣區政府)", "市商務局", "", "各縣區政府"),
    ("(牵头单位:市商务局、财政局按职责分工负责)", "市商务局 财政局", "", ""),
    ("(责任单位:市商务局牵头,市财政局配合,各县区政府)", "市商务局", "市财政局", "各县区政府"),
    ("(责任单位:市商务局;完成时限:2025年底)", "", "", "市商务局"),
    ("(市商务局、、财政局负责)", "", "", "市商务局 财政局"),
    ("(市住房和城乡建设局和市商务局负责)", "", "", "市住房和城乡建设局 市商务局"),
    ("(市商务局牵头,市财⏎⏎政局参与)".replace("⏎", "\n"), "市商务局", "市财政局", ""),
    ("(市商务局、市财政局)", "", "", "市商务局 市财政局"),
    ("(市商务局牵头,市财政局配合", "市商务局", "市财政局", ""),
    ("(市商务局牵头,各县(市、区)政府负责", "市商务局", "", "各县(市、区)政府"),
    ("(各区、县(市)政府负责落实)", "", "", "各区、县(市)政府"),
    ("(市林草局(市林业局)牵头)", "市林草局(市林业局)", "", ""),
    ("(各镇(街道)、经济开发区、市商务局配合)", "", "各镇(街道) 经济开发区 市商务局", ""),
    ("(市商务局负责牵头,市财政局按职责配合)", "市商务局", "市财政局", ""),
    ("(市商务局为牵头单位,市财政局为配合单位)", "市商务局", "市财政局", ""),
    ("(市商务局主责,市财政局等部门和各县区政府负责)", "市商务局", "", "市财政局 各县区政府"),
    ("〔市商务局牵头，市财政局配合〕", "市商务局", "市财政局", ""),
    ("[牵头单位：市商务局；落实单位：市财政局]", "市商务局", "", "市财政局"),
    ("（5月底完成，牵头考核单位：市商务局）", "市商务局", "", ""),
    ("（牵头责任单位：市商务局；配合单位：市财政局）", "市商务局", "市财政局", ""),
    ("（主责单位：市商务局；责任人：张三）", "市商务局", "", ""),
    ("（责任单位：市商务局 完成时限：长期）", "", "", "市商务局"),
    ("（责任部门：市商务局、市财政局等有关部门）", "", "", "市商务局 市财政局"),
    ("(第一责任单位:市商务局;协办单位:市财政局)", "", "市财政局", "市商务局"),
    ("(牵头单位:市商务局 责任单位:市财政局)", "市商务局", "", "市财政局"),
    ("(具体由市商务局负责,长期坚持)", "", "", "市商务局"),
    ("(市商务局牵头,2025年底前完成)", "市商务局", "", ""),
    ("(名单由市发改委、市工信局牵头制定并负责落实)", "", "", ""),
    ("(以市工信局牵头制定的清单为准)", "", "", ""),
    ("(由市商务局负责解释)", "", "", ""),
    ("(配合省商务厅做好试点)", "", "", ""),
    ("(名单由市工信局牵头确定)", "", "", ""),
    ("(具体名单由市发改委会同市工信局等确定)", "", "", ""),
    ("(企业负责人)", "", "", ""),
    ("(河长负责制)", "", "", ""),
    ("(市商务局负责人参加)", "", "", ""),
    ("(各级党委负责同志牵头)", "", "", ""),
    ("(政府主导、企业负责、公众参与)", "", "", ""),
    ("(落实属地责任)", "", "", ""),
    ("(细颗粒物)", "", "", ""),
    ("(2019年本)", "", "", ""),
]


def offices(duty):
    return (duty.lead, duty.participants, duty.implementers)


@pytest.mark.parametrize(("bracket", "lead", "participants", "implementers"), BRACKETS)
def test_brackets(bracket, lead, participants, implementers):
    plan = plan_of(f"1.加强监管。{bracket}")
    expected = tuple(tuple(names.split()) for names in (lead, participants, implementers))
    found = extract_duties(plan)
    if not any(expected):
        assert found == ()
        return
    (duty,) = found
    assert offices(duty) == expected
    assert (duty.quote, duty.task) == (bracket, "加强监管。")


TASKS = [
    ("1.甲事。(甲县政府负责)乙事。(乙县政府负责)", ["甲事。", "乙事。"]),
    ("1.甲事(甲县政府负责)。乙事(乙县政府负责)。", ["甲事", "乙事"]),
    ("1.甲事。\n续。\n(甲县政府负责)", ["甲事。\n续。"]),
    ("1.甲事。(市商务局牵头)(市财政局配合)", ["甲事。", "甲事。"]),
    ("1.甲事(含乙)。(重点(市商务局牵头)项目)", ["甲事(含乙)。(重点"]),
    ("1.甲事。(市商务局牵头,市财政局配合\n乙事。(乙县政府负责)", ["甲事。", "乙事。"]),
    ("1.甲事。\n牵头单位：市商务局\n责任单位：市财政局\n乙事。", ["甲事。"]),
    ("1.甲事。责任单位：市商务局、市财政局", ["甲事。"]),
    ("1.甲事。\n责任部门：\n市商务局、市财政局\n乙事。", ["甲事。"]),
    ("1.甲事。\n牵头考核单位：市商务局 完成时限：2025年\n乙事。", ["甲事。"]),
]


@pytest.mark.parametrize(("text", "tasks"), TASKS)
def test_what_a_bracket_governs(text, tasks):
    assert [duty.task for duty in extract_duties(plan_of(text))] == tasks


def test_labelled_lines_one_below_the_other_are_one_duty():
    (duty,) = extract_duties(plan_of(TASKS[6][0]))
    assert offices(duty) == (("市商务局",), (), ("市财政局",))


def test_functions_divide_the_work():
    text = "1.甲。(市商务局按职责分工负责)乙。(市商务局负责)丙。(市商务局、市财政局按职责分工)"
    assert [duty.is_divided for duty in extract_duties(plan_of(text))] == [True, False, True]


def test_a_damaged_name_is_printed_as_it_stands_and_known_repaired():
    text = "1.关停。(市应急管理市、市税务局配合)"
    start = text.index("市应急")
    row = Erratum(start, start + 6, "市应急管理市", "市应急管理局", "因")
    (duty,) = extract_duties(plan_of(text, [row]))
    assert duty.participants == ("市应急管理市", "市税务局")
    assert duty.offices == ("市应急管理局", "市税务局")


INHERITING = """一、任务
（一）甲事。（市商务局负责，县区政府落实。以下均需县区政府落实，不再列出）
乙事。（市财政局负责）
（二）丙事。（市公安局负责）
（三）丁事。（市公安局、甲县政府负责）
"""


def test_a_statement_reaches_what_follows_and_names_no_county():
    found = [duty for duty in extract_duties(parsed(INHERITING)) if duty.is_inherited]
    assert [(duty.clause_id, duty.task) for duty in found] == [("1.1", "乙事。"), ("1.2", "丙事。")]
    assert {duty.quote for duty in found} == {"以下均需县区政府落实，不再列出"}
    assert {offices(duty) for duty in found} == {((), (), ("县区政府",))}


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("各县(市、区)人民政府", "县区政府"),
        ("各县、市、区人民政府", "县区政府"),
        ("县区政府", "县区政府"),
        ("各县市区政府", "县区政府"),
        ("港北区", "港北区政府"),
        ("港南区人民政府", "港南区政府"),
        ("市人民政府", "市政府"),
        ("市环保局", "市环保局"),
        ("市生态环境局", "市生态环境局"),
    ],
)
def test_names_for_search(printed, known):
    assert search_name(printed) == known


WORDS = [
    *(
        "市商务局",
        "市財政局",
        "各县(市、区)政府",
        "牵头",
        "負責",
        "落实",
        "参与",
        "会同",
        "由",
        "等",
    ),
    *("按职责分工负责", "责任单位：", "牽頭單位:", "甲事", "以下均需", "县区政府落实，不再列出"),
    *("1.", "一、", "（二）", "名单", "PM_{2.5}"),
]
PIECES = st.sampled_from([*"((（))）[]【】、,，。；;:：\n 市县区\x00\ud800", *WORDS])


def bare(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


@given(st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join))
def test_any_text(text):
    plan = parsed(text) if text.strip() and "\ud800" not in text else plan_of(text or "。")
    found = extract_duties(plan)
    own = [duty for duty in found if not duty.is_inherited]
    assert all(left.end <= right.start for left, right in pairwise(own))
    for duty in found:
        assert plan.text[duty.start : duty.end] == duty.quote
        assert plan.text[duty.task_start : duty.task_end] == duty.task
        names = [name for role in offices(duty) for name in role]
        assert names
        assert [name for name in names if bare(name) not in bare(duty.quote)] == []


@pytest.mark.parametrize(
    "piece", ["(", "(市商务局负责", "((负责)", "市商务局、", "(市局牵头,", "负责", ")"]
)
def test_long_texts_take_linear_time(piece):
    assert len(extract_duties(plan_of(piece * 20_000))) >= 0
