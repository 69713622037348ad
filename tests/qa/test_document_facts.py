"""Which facts of a document itself a question asks for."""

import pytest

from qa.document_facts import facts_asked, words_of_documents


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("池州方案的文号", ("number",)),
        ("池州這份方案編的是幾號文？", ("number",)),
        ("巢湖市的方案是哪天印发的？", ("issued",)),
        ("遂宁方案是谁印发的，哪天印发的？", ("issued", "issuer")),
        ("Who issued the plan of Chaohu?", ("issuer",)),
        ("池州方案依据什么文件制定？", ("acts_on",)),
        ("池州那份办法现在还有效吗？", ("in_force",)),
        ("遂宁方案的有效期到哪天？", ("expires",)),
        ("Until when is Suining's plan valid?", ("expires",)),
    ],
)
def test_what_is_asked_of_the_document(question, facts):
    assert facts_asked(question) == facts


@pytest.mark.parametrize(
    "question",
    [
        "池州的重污染预警由谁发布？",
        "巢湖什么时候公布淘汰名单？",
        "遂宁加油站几点以后卸油？",
        "池州执行什么排放标准？",
        "Who issues alerts in Chaohu?",
        "池州2025年的PM2.5目标",
    ],
)
def test_what_is_asked_of_its_contents(question):
    assert facts_asked(question) == ()


def test_words_of_documents_name_no_thing_that_plans_are_on():
    assert {"文号", "落款", "印发"} <= words_of_documents()
    assert not {"扬尘", "柴油", "锅炉", "秸秆"} & words_of_documents()
