from pathlib import Path

import opencc
import pytest

from index import parse_plan
from index.quoting import find_quote, trace_sentence, verify_quote
from index.text import split_sentences
from tests.effort import effort
from tests.index.texts import parse_text

FOLDER = Path(__file__).parents[2] / "corpus" / "plans"
IDS = ("guigang-2021", "haidong-2018-2020", "haidong-2024", "xianyang-2020", "yangquan-2020")
BUSES = "年底前,完成建成区100辆公交车更新任务"


@pytest.fixture(scope="module")
def plans():
    return {plan_id: parse_plan(FOLDER / f"{plan_id}.txt") for plan_id in IDS}


def test_a_quotation_stands_to_the_character_or_not(plans):
    plan = plans["xianyang-2020"]
    start = plan.text.index(BUSES)
    found = verify_quote(plan, start, start + len(BUSES), BUSES)
    assert (found.stands, found.found, found.clause_id) == (True, BUSES, "2.3.20")
    assert found.reference == "咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20."
    for place, quote in ((start + 1, BUSES), (start, BUSES.replace(",", "，"))):
        assert not verify_quote(plan, place, place + len(BUSES), quote).stands


@pytest.mark.parametrize(
    "quote",
    [BUSES, f" {BUSES}。", BUSES.replace(",", "， "), "年底前，完成建成區100輛公交車更新任務"],
)
def test_a_quotation_is_found_in_its_part_of_a_plan_alone(plans, quote):
    plan = plans["xianyang-2020"]
    start = plan.text.index(BUSES)
    end = start + len(BUSES)
    assert find_quote(plan, quote, 0, len(plan.text)) == (start, end)
    assert find_quote(plan, quote, start, end) == (start, end)
    assert find_quote(plan, quote, start + 1, len(plan.text)) is None
    assert find_quote(plan, quote, 0, end - 1) is None
    assert find_quote(plan, quote.replace("100", "10"), start, end) is None
    assert find_quote(plan, "，。", 0, len(plan.text)) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4), (9, 12)])
def test_a_place_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match=rf"{start}\.\.{end} is no range of the 3 characters"):
        verify_quote(parse_text("1.甲"), start, end, "甲")


@pytest.mark.parametrize("plan_id", IDS)
def test_every_sentence_is_found_exactly_at_its_place(plans, plan_id):
    plan = plans[plan_id]
    for start, end in split_sentences(plan.text):
        sentence = plan.text[start:end]
        if not any(character.isalnum() for character in sentence):
            continue
        traces = trace_sentence([plan], sentence)
        assert {trace.kind for trace in traces} == {"exact"}
        assert len(traces) == 20 or (start, end) in {(t.start, t.end) for t in traces}


def test_a_sentence_runs_over_the_number_of_a_page():
    plan = parse_text(
        "1.淘汰。严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转\n— 12 —\n移。引导。"
    )
    (trace,) = trace_sentence([plan], "严防污染转移")
    assert (trace.kind, trace.quote) == ("normalised", "严防污染转\n— 12 —\n移")


NORMALISED = [
    ("新能源公交车比重不低于45%", "haidong-2018-2020", "新能源公交車比重不低于45%"),
    ("年底前，完成建成區１００輛公交車更新任務。", "xianyang-2020", BUSES),
    ("严防污染转移", "haidong-2024", "严防污染转\n\n移"),
    ("(PM2.5)年均浓度控制在32微克", "haidong-2024", "（PM_{2.5}）年均浓度控制在 32 微克"),
    ("GB 37822—2019", "guigang-2021", "GB\u2002\u2002 37822-2019"),
    ("加快规模化发展、连锁化经营", "haidong-2018-2020", "加快規?;l展、連鎖化經營"),
    ("加快规?;l展、连锁化经营", "haidong-2018-2020", "加快規?;l展、連鎖化經營"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "plan_id", "quote"), NORMALISED)
def test_other_spellings_are_found_as_such(plans, sentence, plan_id, quote):
    (trace, *_) = trace_sentence(list(plans.values()), sentence)
    assert (trace.kind, trace.similarity) == ("normalised", 1.0)
    assert (trace.plan_id, trace.quote) == (plan_id, quote)
    assert plans[plan_id].text[trace.start : trace.end] == quote


def test_sentences_in_the_other_script_are_normalised(plans):
    plan = plans["xianyang-2020"]
    convert = opencc.OpenCC("s2t").convert
    spans = [span for span in split_sentences(plan.text) if span[1] - span[0] > 10][::10]
    for start, end in spans:
        traces = trace_sentence([plan], convert(plan.text[start:end]))
        assert {trace.kind for trace in traces} == {"normalised"}
        assert start in {trace.start for trace in traces}


NEAREST = [
    # sentence, plan, what the plan says, differences
    (BUSES.replace("100", "120"), "xianyang-2020", BUSES, [("120", "100")]),
    (
        "新增及更换的公交车中新能源公交车比重不低于50%",
        "haidong-2018-2020",
        "新增及更換的公交車中新能源公交車比重不低于45%",
        [("50%", "45%")],
    ),
    (
        "确保降尘量不低于9吨/月·平方公里",
        "yangquan-2020",
        "确保降尘量低于9吨/月·平方公里",
        [("不", "")],
    ),
    (
        "2020年11月底前,重型柴油货车日运输量10辆及以上的重点用车单位",
        "yangquan-2020",
        "2020年10底前,重型柴油货车日运输量10辆及以上的重点用车单位",
        [("11", "10")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "plan_id", "quote", "expected"), NEAREST)
def test_what_is_like_a_sentence_and_how_it_differs(plans, sentence, plan_id, quote, expected):
    traces = []
    assert effort(lambda: traces.extend(trace_sentence(list(plans.values()), sentence))) < 50
    trace = traces[0]
    assert (trace.kind, trace.plan_id, trace.quote) == ("nearest", plan_id, quote)
    assert 0.8 < trace.similarity < 1
    assert [(found.said, found.stands) for found in trace.differences] == expected


def test_nothing_is_like_it(plans):
    assert trace_sentence(list(plans.values()), "今天天气真好，我们去公园玩吧") == ()
    assert trace_sentence([], "推进散煤治理") == ()


def test_a_sentence_that_several_plans_have(plans):
    traces = trace_sentence(list(plans.values()), "实施“一厂一策”")
    assert [trace.kind for trace in traces] == sorted(trace.kind for trace in traces)
    assert {trace.plan_id for trace in traces} >= {"haidong-2018-2020", "xianyang-2020"}


@pytest.mark.parametrize(
    ("sentence", "message"),
    [("", "holds no word"), (" 。", "holds no word"), ("甲" * 2001, "2000")],
)
def test_what_is_no_sentence_is_refused(sentence, message):
    with pytest.raises(ValueError, match=message):
        trace_sentence([], sentence)
