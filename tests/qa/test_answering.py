import pytest

from index import QueryError
from qa import ask

pytestmark = pytest.mark.model

# Question, plan, clause, and words of the sentence that answers it.
ANSWERED = [
    ("咸阳市区公交车要换成什么车？", "xianyang-2020", "2.3.20", "公交车"),
    ("咸陽市區公交車要換成什麼車？", "xianyang-2020", "2.3.20", "公交车"),
    ("咸阳2020年秸秆综合利用率要达到多少？", "xianyang-2020", "2.4.29", "95%"),
    ("海东到2020年秸秆综合利用率达到多少", "haidong-2018-2020", "2.4.17", "85%"),
    ("阳泉要求降尘量低于多少？", "yangquan-2020", "3.4.17", "9吨/月"),
]


@pytest.mark.parametrize(("question", "plan_id", "clause_id", "words"), ANSWERED)
def test_an_answer_is_a_quotation(plan_index, question, plan_id, clause_id, words):
    answer = ask(plan_index, question)
    assert (answer.question, answer.status, answer.kind) == (question, "answered", answer.kind)
    (citation,) = answer.citations
    assert (citation.plan_id, citation.clause_id) == (plan_id, clause_id)
    assert plan_index.plan(plan_id).text[citation.start : citation.end] == citation.quote
    assert answer.text in citation.quote
    assert words in citation.quote
    assert citation.reference == plan_index.reference(plan_id, clause_id)
    assert 0 < answer.confidence <= 1


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("月球上的奶酪多少钱一斤", "topic absent"),
        ("火星移民计划的负责人是谁", "topic absent"),
        ("How do I bake a chocolate cake?", "topic absent"),
    ],
)
def test_the_plans_do_not_say(plan_index, question, reason):
    answer = ask(plan_index, question)
    assert (answer.status, answer.reason) == ("not_found", reason)
    assert (answer.text, answer.citations, answer.items) == ("", (), ())
    assert 0 <= answer.confidence < 0.5


@pytest.mark.parametrize("question", ["", " ", "？", "\x00", "公" * 10_000, None])
def test_a_question_that_is_none(plan_index, question):
    with pytest.raises(QueryError):
        ask(plan_index, question)
