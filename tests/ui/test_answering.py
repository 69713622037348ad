"""When an answer stands above the hits, and that it does not hang on a question mark."""

import json
from pathlib import Path

import pytest

from qa import ask, hits_needed
from ui.search.answering import answers_to, as_asked
from ui.search.examples import read_examples

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    json.loads(line)["q"]
    for path in sorted((ROOT / "eval/questions").glob("lantian-*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
SHOWN = [
    "海东2024年方案比上一轮新增了什么",
    "咸阳方案第20条写了什么",
    *read_examples(ROOT / "corpus/examples.toml"),
]
KEYWORDS = [
    # (keywords, words that the answer shown quotes; None where only the hits are shown)
    ("公交车更新", "公交车"),
    ("秸秆 禁烧", "秸秆"),
    ("VOCs治理", "VOCs"),
    ("工业炉窑 改造", "炉窑"),
    ("咸阳 扬尘", "扬尘"),
    ("餐饮油烟", "油烟"),
    ("錯峰生產", "錯峰"),
    ("DB61/941-2018", "DB61/941-2018"),
    ("clean heating", "取暖"),
    ("扬尘", "揚塵"),
    ("洒水", "道路"),
    ("海东2024年方案的文号和印发日期", "东政〔2024〕24号"),  # no passage says 文号
    ("住建局", "工地"),  # what it has to do
    ("牵头单位", None),
    ("大气污染", None),
    ("咸阳", None),
    ("咸阳方案", None),
    ("比例", None),
    ("绿色运输", None),
    ("量子计算", None),  # no plan has 量子, one has 计算
    ("quantum computing", None),
    ("核电站建设", None),
    ("碳排放权交易", None),
    ("量子纠缠收费站", None),
]
SIMPLIFIED = str.maketrans("揚塵車爐錯", "扬尘车炉错")
REFUSED = ["海东2024年方案要求几月底前修订完重污染天气应急预案", "阳泉的国道绕城改线什么时候通车"]


@pytest.fixture(scope="session")
def box(model_index):
    """Return what is shown above the hits of a query, as the page asks for it."""

    def answer(query, cities=(), plans=()):
        asked = as_asked(query)
        k = hits_needed(model_index, asked)
        hits = model_index.search(asked, k=k, cities=cities, plans=plans)
        shown = answers_to(model_index, hits, asked, is_filtered=bool(cities or plans))
        return next(shown, None)

    return answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_the_same_without_its_mark(question):
    assert as_asked(question.rstrip("?？ ")) == as_asked(question)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("谁牵头", "谁牵头？"),
        ("谁牵头 ? ", "谁牵头？"),
        ("who leads", "who leads?"),
        ("散煤？", "散煤？"),
        ("散煤 ", "散煤 "),
        ("？！", "？！"),
        ("", ""),
    ],
)
def test_a_question_ends_with_its_mark(typed, asked):
    assert as_asked(typed) == asked


@pytest.mark.parametrize("query", SHOWN)
def test_what_ask_answers_is_shown(query, box, model_index):
    shown = box(query)
    assert shown.status == "answered"
    assert shown.text == ask(model_index, as_asked(query)).text


@pytest.mark.parametrize(("keywords", "quoted"), KEYWORDS)
def test_keywords_get_an_answer_only_where_it_is_one(keywords, quoted, box):
    shown = box(keywords)
    if quoted is None:
        assert shown is None
    else:
        simplified = [cited.quote.translate(SIMPLIFIED) for cited in shown.citations]
        assert any(quoted.translate(SIMPLIFIED) in quote for quote in simplified)


@pytest.mark.parametrize("query", REFUSED)
@pytest.mark.parametrize("mark", ["", "？"])
def test_a_question_without_an_answer_is_refused_with_the_reason(query, mark, box):
    refused = box(query + mark)
    assert refused.status == "not_found"
    assert refused.explanation


@pytest.mark.parametrize(
    ("query", "filters", "plan"),
    [
        ("PM2.5浓度要降到多少？", {"cities": ["咸阳"]}, "xianyang-2020"),
        ("秸秆综合利用率要达到多少", {"plans": ["haidong-2024"]}, "haidong-2024"),
        ("公交车更新", {"cities": ["咸阳市"]}, "xianyang-2020"),
    ],
)
def test_an_answer_stays_within_the_filters(query, filters, plan, box):
    assert {cited.plan_id for cited in box(query).citations} - {plan}
    assert {cited.plan_id for cited in box(query, **filters).citations} == {plan}


@pytest.mark.parametrize("query", ["秸秆综合利用率", "PM2.5目标", "PM2.5浓度要降到多少"])
def test_a_place_with_two_plans_is_answered_for_both_and_no_other(query, box):
    shown = box(query, cities=["海东市"])
    assert shown.status == "answered"
    assert {c.plan_id for c in shown.citations} == {"haidong-2018-2020", "haidong-2024"}


def test_what_lies_outside_the_filters_is_not_shown(box):
    twentieth = box("第20条", plans=["haidong-2024"])
    assert twentieth is None or {c.plan_id for c in twentieth.citations} == {"haidong-2024"}
