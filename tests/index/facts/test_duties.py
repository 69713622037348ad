"""Duties, of the five plans against rows made by reading, and the text that each governs."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import __main__ as command
from eval.duties import Counts, score_duties
from index import parse_plan
from index.facts import extract_definitions, extract_duties, responsible_offices
from index.mentions import search_name
from index.structure.passages import split_passages
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
PLANS = Path(__file__).parents[3] / "corpus" / "plans"
FILES = sorted(PLANS.glob("*.txt"))


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


def test_the_rows():
    score = score_duties()
    assert score.differences == ()
    assert score.offices.f1 >= 0.97
    assert score.brackets.right >= 150


def test_the_command(capsys):
    assert command.main(["duties"]) == 0
    assert "offices in roles: F1 " in capsys.readouterr().out


def test_rows_that_fit_no_plan(capsys, tmp_path):
    assert command.main(["duties", str(tmp_path / "none.tsv")]) == 2
    rows = tmp_path / "rows.tsv"
    header = "plan\tclause\topening\tlead\tparticipants\timplementers\tinherited\n"
    rows.write_text(f"{header}xianyang-2020\t9.9\t(市\t\t\t\t\n", encoding="utf-8")
    assert command.main(["duties", str(rows)]) == 2
    assert "no clause '9.9'" in capsys.readouterr().err


def test_f1():
    assert Counts(right=3, wrong=1, missed=2).f1 == pytest.approx(2 / 3)
    assert Counts(0, 0, 0).f1 == 1.0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_responsibility_bracket_of_a_plan_is_a_duty_or_about_a_list(path):
    plan = parse_plan(path)
    found = {duty.start for duty in extract_duties(plan)}
    missed = [
        plan.text[part.start : part.end]
        for part in plan.parts
        if part.kind == "responsibility" and part.start not in found
    ]
    assert [bracket for bracket in missed if "名单由" not in bracket] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_terms(path):
    terms = {row.term: row.meaning for row in extract_definitions(parse_plan(path))}
    expected = {
        "guigang-2021": {"技术指南", "VOCs", "PM10"},
        "haidong-2018-2020": {"兩斷三清", "六個百分之百", "VOCs"},
        "haidong-2024": {"五位一体", "六个百分百", "VOCs"},
        "xianyang-2020": {"五位一体", "三统一", "6个100%", "各县市区政府", "VOCs"},
        "yangquan-2020": {"两断三清"},
    }[path.stem]
    assert expected - terms.keys() == set()


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
