import pytest

from qa.parts import joined_answer, parts_by_clause, parts_by_year
from qa.question import read_question
from qa.types import Answer, Citation


def answer(text, quote):
    cited = (Citation("plan", "1", 0, len(quote), quote, "某市 · 1."),)
    return Answer(
        question="", status="answered", kind="number", text=text, items=(), citations=cited,
        confidence=0.7, reason=None, explanation="", nearby=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "城区PM2.5，2014年和2016年各打算压到多少？",
            ("城区PM2.5，2014年各打算压到多少？", "城区PM2.5，2016年各打算压到多少？"),
        ),
        (
            "2018年底、2020年底新能源车各占多少？",
            ("2018年底新能源车各占多少？", "2020年底新能源车各占多少？"),
        ),
        ("2018—2020年方案的PM2.5目标是多少？", ()),
        ("2018年和2020年相比有什么变化？", ()),
        ("2018年PM2.5目标是多少？", ()),
    ],
)
def test_joined_years_are_asked_for_one_by_one(question, parts):
    assert tuple(part.text for part in parts_by_year(read_question(question))) == parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "橙色预警由谁批准，扬尘办法从哪天起施行？",
            [("橙色预警由谁批准，", "duty"), ("扬尘办法从哪天起施行？", "when")],
        ),
        (
            "采暖期前，散煤要替代多少户？每户补贴多少钱？",
            [("采暖期前，散煤要替代多少户？", "number"), ("采暖期前，每户补贴多少钱？", "number")],
        ),
        (
            "秸秆禁烧由哪个部门牵头，什么时候完成？",
            [
                ("秸秆禁烧由哪个部门牵头，", "duty"),
                ("秸秆禁烧由哪个部门牵头，什么时候完成？", "when"),
            ],
        ),
        (
            "How many buses must be replaced, and when do the kilns have to close?",
            [
                ("How many buses must be replaced,", "number"),
                (" and when do the kilns have to close?", "when"),
            ],
        ),
        (
            "举报扬尘奖励多少钱？工地没有围挡会怎么处理？",
            [("举报扬尘奖励多少钱？", "number"), ("工地没有围挡会怎么处理？", "passage")],
        ),
        (
            "公交车新能源占比要到多少？县级能用混动车吗？",
            [("公交车新能源占比要到多少？", "number"), ("县级能用混动车吗？", "yes_no")],
        ),
        # one statement names all of them
        ("秸秆综合利用由谁牵头，责任单位又有谁？", []),
        ("散煤要替代多少户？", []),
        ("淘汰多少台锅炉，按2020年底算？", []),
        # a word that asks in a clause that does not
        ("查市面上的油合不合格，由谁牵头？", []),
        ("那几个扎堆的片区，最晚什么时候治完？", []),
    ],
)
def test_clauses_that_ask_are_asked_one_by_one(plan_index, question, parts):
    found = parts_by_clause(plan_index, read_question(question))
    assert [(part.text, part.asks) for part in found] == parts


def test_one_sentence_that_answers_two_clauses_is_the_answer(plan_index):
    question = read_question("采暖期前，散煤要替代多少户？每户补贴多少钱？")
    parts = parts_by_clause(plan_index, question)
    same = answer("1000户", "替代1000户，每户补贴200元")
    assert joined_answer(question, parts, lambda _: same) is None
    others = iter([same, answer("200元", "补贴200元")])
    assert joined_answer(question, parts, lambda _: next(others)).items == ("1000户", "200元")


def test_the_answers_stand_side_by_side():
    question = read_question("2014年和2016年PM2.5各是多少？")
    said = {
        "2014": answer("105微克", "2014年为105微克"),
        "2016": answer("95微克", "2016年为95微克"),
    }
    parts = parts_by_year(question)
    joined = joined_answer(question, parts, lambda part: said[part.text[:4]])
    assert joined.items == ("2014：105微克", "2016：95微克")
    assert len(joined.citations) == 2
    assert joined.confidence == 0.7


def test_one_answer_is_no_whole():
    question = read_question("2014年和2016年PM2.5各是多少？")
    parts = parts_by_year(question)
    refused = Answer(
        question=question.text,
        status="not_found",
        kind="number",
        text="",
        items=(),
        citations=(),
        confidence=0.0,
        reason="not stated",
        explanation="",
        nearby=(),
    )
    assert joined_answer(question, parts, lambda _: refused) is None
