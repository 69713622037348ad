"""What an answer is worth against the gold answer, by hand."""

import json

import pytest

from eval.errors import SetError
from eval.qa_judging import bare, character_f1, judge, read_gold
from tests.eval.qa_cases import answer_of, gold_of, refusal

RATE = "秸秆综合利用率达到95%"
DUTY = "由市农业农村局牵头"
BOILERS = "淘汰锅炉12台"
GOLD = gold_of(["95%"], [RATE])

# The answer's text, what it quotes, whether it is right, exact.
ANSWERS = [
    ("95%", [RATE], True, True),
    ("达到95%", [RATE], True, False),
    ("秸秆综合利用率达到95%。", [RATE], True, False),
    ("达到９５％", [RATE], True, False),
    ("95 %", [RATE], True, True),
    ("12台", [BOILERS], False, False),
    ("牵头", [DUTY], False, False),
    ("秸秆综合利用率", [RATE], True, False),
    ("达到95%,12台", [RATE, BOILERS], False, False),
]


@pytest.mark.parametrize(("text", "quotes", "is_right", "exact"), ANSWERS)
def test_an_answer_to_a_question_that_the_plans_answer(text, quotes, is_right, exact):
    found = judge(GOLD, answer_of(text, quotes))
    assert (found.is_answerable, found.is_answered) == (True, True)
    assert (found.is_right, found.exact) == (is_right, exact)
    assert (found.id, found.language, found.type, found.text) == ("q1", "zh-Hans", "number", text)


def test_a_refusal_of_what_the_plans_answer():
    found = judge(GOLD, refusal(0.3))
    assert (found.is_answered, found.is_right, found.exact, found.f1) == (False, False, False, 0.0)
    assert (found.cited, found.found, found.confidence) == ((), 0.0, 0.3)
    assert found.reason == "not stated"


def test_what_the_plans_do_not_answer():
    unanswerable = gold_of([], [], "unanswerable")
    refused = judge(unanswerable, refusal())
    answered = judge(unanswerable, answer_of("95%", [RATE]))
    assert (refused.is_answerable, refused.is_right) == (False, True)
    assert (answered.is_right, answered.exact, answered.f1) == (False, False, 0.0)
    assert (answered.cited, answered.found) == ((False,), 0.0)


@pytest.mark.parametrize(
    ("text", "quotes", "is_right", "exact"),
    [
        ("95%、12台", [RATE, BOILERS], True, True),
        ("达到95%、淘汰锅炉12台", [RATE, BOILERS], True, True),
        ("95%", [RATE, BOILERS], True, False),
        ("95%", [RATE], False, False),
        ("12台", [BOILERS], False, False),
    ],
)
def test_an_answer_of_several_spans_needs_each(text, quotes, is_right, exact):
    gold = gold_of(["95%", "12台"], [RATE, BOILERS])
    found = judge(gold, answer_of(text, quotes))
    assert (found.is_right, found.exact) == (is_right, exact)


@pytest.mark.parametrize(
    ("quotes", "cited", "share"),
    [
        ([RATE], (True,), 0.5),
        ([RATE, DUTY], (True, False), 0.5),
        ([RATE, DUTY, BOILERS], (True, False, True), 1.0),
        (["95%"], (True,), 0.5),
        (["95%。由市农业农村局牵头。淘汰"], (True,), 1.0),
        ([DUTY], (False,), 0.0),
    ],
)
def test_citations_count_by_the_evidence_that_they_overlap(quotes, cited, share):
    gold = gold_of(["95%", "12台"], [RATE, BOILERS])
    found = judge(gold, answer_of("牵头" if quotes == [DUTY] else "达到", quotes))
    assert (found.cited, found.found) == (cited, share)


def test_the_same_place_of_another_plan_is_no_evidence():
    found = judge(GOLD, answer_of("95%", [RATE], plan_id="other"))
    assert (found.cited, found.found) == ((False,), 0.0)


@pytest.mark.parametrize(
    ("text", "gold", "f1"),
    [
        ("95%", "95%", 1.0),
        ("达到95%", "95%", 2 * 3 / (5 + 3)),
        ("五五五", "五", 2 * 1 / (3 + 1)),
        ("达到", "95%", 0.0),
        ("", "95%", 0.0),
        ("", "", 0.0),
    ],
)
def test_f1_by_character(text, gold, f1):
    assert character_f1(text, gold) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("達到 95％。", "达到95%"),
        ("“PM_{2.5}”、\n浓度", "pm25浓度"),
        ("（一）", "一"),
        ("。，", ""),
    ],
)
def test_a_text_as_it_is_judged(text, left):
    assert bare(text) == left


def test_a_set_is_read_with_its_spans(tmp_path):
    record = {
        "id": "d001",
        "q": "多少？",
        "lang": "zh-Hans",
        "type": "number",
        "evidence": [{"plan": "p", "start": 0, "end": 3, "quote": "95%"}],
        "answer_spans": [{"text": "95%"}],
    }
    none = record | {"id": "d002", "type": "unanswerable", "evidence": [], "answer_spans": []}
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, (record, none))), encoding="utf-8")
    first, second = read_gold(path)
    assert (first.question.id, first.spans, first.is_answerable) == ("d001", ("95%",), True)
    assert (second.question.id, second.spans, second.is_answerable) == ("d002", (), False)
    del record["answer_spans"]
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SetError, match="'answer_spans' is missing"):
        read_gold(path)


@pytest.mark.parametrize(
    ("spans", "text", "quotes", "share"),
    [
        (("95%", "12台"), "95%", ("秸秆综合利用率达到95%",), 0.5),
        (("95%", "12台"), "95%", ("秸秆综合利用率达到95%", "淘汰锅炉12台"), 1.0),
        (("10台",), "95%", ("秸秆综合利用率达到95%",), 0.0),
    ],
)
def test_the_items_of_a_list_count_one_by_one(spans, text, quotes, share):
    gold = gold_of(spans, ["秸秆综合利用率达到95%"], "list")
    assert judge(gold, answer_of(text, quotes)).spans == share


@pytest.mark.parametrize(
    ("text", "f1"), [("市农业农村局牵头", 1.0), ("由市农业农村局", 0.0), ("95%", 0.0)]
)
def test_offices_are_judged_as_a_set(text, f1):
    gold = gold_of(("市农业农村局牵头",), ["由市农业农村局牵头"], "dept")
    answer = answer_of(text, ["秸秆综合利用率达到95%。由市农业农村局牵头"])
    assert judge(gold, answer).offices == f1


@pytest.mark.parametrize(
    ("text", "yes", "is_right"),
    [
        ("是：秸秆综合利用率达到95%", True, True),
        ("是：秸秆综合利用率达到95%", False, False),
        ("否：秸秆综合利用率达到95%", False, True),
        ("Yes: 秸秆综合利用率达到95%", True, True),
        ("秸秆综合利用率达到95%", True, False),  # no side is taken
        ("是否秸秆综合利用率达到95%", True, False),
        ("秸秆综合利用率达到95%", None, True),
    ],
)
def test_yes_or_no_needs_its_side(text, yes, is_right):
    gold = gold_of(["95%"], [RATE], "yesno", yes)
    assert judge(gold, answer_of(text, [RATE])).is_right is is_right


def test_a_side_is_read_and_checked(tmp_path):
    path = tmp_path / "set.jsonl"
    record = {
        "id": "q1", "q": "可以吗？", "lang": "zh-Hans", "type": "yesno", "yes": False,
        "evidence": [{"plan": "p", "start": 0, "end": 2, "quote": "不得"}],
        "answer_spans": [{"text": "不得"}],
    }  # fmt: skip
    path.write_text(json.dumps(record), encoding="utf-8")
    assert read_gold(path)[0].yes is False
    path.write_text(json.dumps(record | {"yes": "no"}), encoding="utf-8")
    with pytest.raises(SetError, match="'yes' must be true or false"):
        read_gold(path)
