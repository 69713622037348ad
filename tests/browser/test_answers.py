"""The answer box: there whenever the plans answer, with a question mark or without."""

import pytest

from tests.browser.searching import ask, enter, open_advanced, wait_for_answer

pytestmark = pytest.mark.browser

CHANGED, CLAUSE = "海东2024年方案比上一轮新增了什么", "咸阳方案第20条写了什么"
HUNDREDS = "施工工地扬尘管控要做到哪“六个百分之百”"
BUSES = "咸阳市区公交车要换成什么车"


def box(page):
    return page.locator("#lt-results .answer").all_inner_texts()


@pytest.mark.parametrize("question", [CHANGED, CLAUSE, HUNDREDS, BUSES, "秸秆综合利用率"])
def test_what_is_answered_is_shown(page, question, screenshot):
    ask(page, question)
    assert page.locator(".answer.answered").count() == 1
    screenshot(page, f"answer-{len(question)}")


@pytest.mark.parametrize("question", [CHANGED, BUSES, "阳泉的国道绕城改线什么时候通车"])
def test_the_question_mark_changes_nothing(page, question):
    shown = []
    for mark in ("", "？"):
        ask(page, question + mark)
        shown.append(box(page))
    assert shown[0] == shown[1]
    assert len(shown[0]) == 1


@pytest.mark.parametrize("keywords", ["绿色运输", "量子计算", "大气污染", "咸阳方案"])
def test_keywords_without_an_answer_get_the_hits_alone(page, keywords):
    ask(page, keywords)
    assert page.locator(".hit").count() > 0
    assert box(page) == []


def test_a_question_that_no_plan_answers_is_refused_with_the_reason(page):
    ask(page, "阳泉的国道绕城改线什么时候通车")
    assert page.locator(".answer.not_found").count() == 1
    assert "没有" in page.locator(".answer .answer-text").inner_text()


def test_the_answer_keeps_to_the_filters(page):
    enter(page, "#lt-cities", "咸阳")
    ask(page, "PM2.5浓度要降到多少")
    cited = page.locator(".answer cite").all_inner_texts()
    assert cited
    assert all(text.startswith("咸阳市") for text in cited)


def test_the_number_of_results_does_not_change_the_answer(page):
    ask(page, BUSES)
    whole = box(page)
    open_advanced(page)
    page.locator("#lt-number input[type=number]").fill("1")
    page.wait_for_function("document.querySelectorAll('.hit').length === 1")
    wait_for_answer(page)
    assert box(page) == whole
