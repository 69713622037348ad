"""Exact and related passages, what each choice leaves, uncertain results, and the Esc key."""

import re

import pytest

from tests.browser.searching import (
    ask,
    choose,
    count_searches,
    enter,
    open_advanced,
    wait_for_searches,
    watch_searches,
)

pytestmark = pytest.mark.browser

STRAW = "秸秆综合利用率"
NO_PASSAGE_HAS_IT = "咸阳市区公交车要换成什么车"
OFF_TOPIC = {"红烧肉怎么做才软烂": "没有把握的近似结果", "小學入學怎麼劃片": "沒有把握的近似結果"}
PHONE = {"width": 390, "height": 844}
EXACT_ONLY = "#lt-exact input"
BOX = "#lt-query input"


def marks(page):
    """What each card says of its passage, in order; those of one plan more are folded away."""
    return page.locator(".hit header > :is(.exact, .related)").all_text_contents()


def wait_for_marks(page, wanted):
    page.wait_for_function(
        """wanted => {
            const shown = document.querySelectorAll('.hit header > :is(.exact, .related)');
            const kinds = [...new Set([...shown].map(e => e.className))].sort();
            return kinds.join() === wanted;
        }""",
        arg=wanted,
    )


def offered(page, dropdown):
    """The choices of a filter as names and counts, in order."""
    page.locator(f"{dropdown} input").click()
    page.locator(f"{dropdown} [role=option]").first.wait_for()
    shown = page.locator(f"{dropdown} [role=option]").all_inner_texts()
    page.keyboard.press("Escape")
    page.locator(f"{dropdown} [role=option]").first.wait_for(state="detached")
    page.locator(BOX).focus()  # a filter that has the focus already opens at no click
    found = [re.fullmatch(r"✓?\s*(.+) \((\d+)\)", text.strip()) for text in shown]
    return [(match[1], int(match[2])) for match in found]


def test_exact_passages_are_marked_and_shown_alone_by_a_control(page):
    ask(page, STRAW)
    assert set(marks(page)) == {"原文含检索词", "相关段落"}
    number = marks(page).count("原文含检索词")
    assert f"{number} 段原文含检索词" in page.locator(".status").inner_text()
    page.locator(EXACT_ONLY).check()
    wait_for_marks(page, "exact")
    assert len(marks(page)) >= number
    assert page.url.endswith("&exact=1")
    for text in page.locator(".hit .passage").all_inner_texts():
        assert re.search("综合利用率|綜合利用率", re.sub(r"\s", "", text))


def test_the_restriction_stands_in_the_address_and_goes_with_reload_and_back(page, new_page):
    ask(page, STRAW)
    count_searches(page)
    page.locator(EXACT_ONLY).check()
    wait_for_searches(page, 1)
    wait_for_marks(page, "exact")
    page.reload(wait_until="networkidle")
    wait_for_marks(page, "exact")
    assert page.locator(EXACT_ONLY).is_checked()
    again = new_page(page.url)
    wait_for_marks(again, "exact")
    again.locator("#lt-language").click()
    again.wait_for_url(re.compile(r"/en/\?q=.*exact=1"))
    wait_for_marks(again, "exact")
    page.go_back()
    wait_for_marks(page, "exact,related")
    assert not page.locator(EXACT_ONLY).is_checked()
    assert "exact" not in page.url


def test_the_restriction_is_taken_away_by_its_chip(page):
    ask(page, STRAW)
    page.get_by_role("link", name="只看这些").click()
    wait_for_marks(page, "exact")
    page.locator("a.chip.exact-only").click()
    wait_for_marks(page, "exact,related")
    assert "exact" not in page.url


def test_where_no_passage_has_all_words_it_is_said(page, new_page, served):
    ask(page, NO_PASSAGE_HAS_IT)
    assert set(marks(page)) == {"相关段落"}
    page.locator(EXACT_ONLY).check()
    page.get_by_text("没有一段原文含有全部检索词").wait_for()
    assert page.locator(".hit, .answer").count() == 0
    page.locator("a.chip.exact-only").click()
    page.locator(".hit").first.wait_for()


def test_the_page_without_a_script_has_the_same(new_page, served):
    page = new_page(served)
    page.goto(f"{served}search?q={STRAW}&exact=1&city=海东市")
    assert set(marks(page)) == {"原文含检索词"}
    assert page.get_by_label("只看原文含检索词的段落").is_checked()
    assert page.get_by_label(re.compile(r"海东市 \(\d+\)")).is_checked()
    page.locator("a.chip.exact-only").click()
    page.wait_for_url(re.compile(r"/search\?"))
    assert set(marks(page)) == {"原文含检索词", "相关段落"}
    assert set(page.locator(".hit .city").all_text_contents()) == {"海东市"}
    page.get_by_text("部门（条款中点名）").click()
    page.get_by_label("其他部门：").fill("住建局")
    page.get_by_role("button", name="检索").click()
    page.wait_for_url(re.compile("dept="))
    assert page.get_by_label("住建局", exact=True).is_checked()


def test_each_choice_says_how_much_it_leaves_and_follows_the_query(page):
    held = offered(page, "#lt-cities")
    assert [count for _, count in held] == sorted((count for _, count in held), reverse=True)
    assert sum(count for _, count in held) > 100
    ask(page, STRAW)
    found = offered(page, "#lt-cities")
    assert sum(count for _, count in found) == 100
    ask(page, "咸阳的公交车")
    of_one = offered(page, "#lt-cities")
    assert [count > 0 for _, count in of_one] == [True, False, False, False]
    assert of_one[0][0] == "咸阳市"


def test_what_is_chosen_counts_for_the_other_filters_and_keeps_its_name(page):
    ask(page, STRAW)
    before = offered(page, "#lt-cities")
    open_advanced(page)
    count_searches(page)
    choose(page, "#lt-cities", "海东市")
    wait_for_searches(page, 1)
    assert page.evaluate("window.searches.started") == 1
    page.locator(BOX).focus()
    assert offered(page, "#lt-cities") == before
    assert {name for name, count in offered(page, "#lt-years") if count} >= {"2018", "2024"}
    assert ("2021", 0) in offered(page, "#lt-years")
    ask(page, "公交车更新")
    assert re.match(r"海东市 \(\d+\)", page.locator("#lt-cities .token").inner_text())
    assert page.url.count("city=") == 1


def test_offices_are_offered_with_counts_and_may_be_typed(page):
    ask(page, STRAW)
    open_advanced(page)
    offices = offered(page, "#lt-offices")
    assert len(offices) > 20
    counts = dict(offices)
    assert counts["市生态环境局"] == max(counts.values())
    choose(page, "#lt-offices", "市农业农村局")
    page.wait_for_function("location.search.includes('dept=')")
    page.locator("#lt-offices .token").wait_for()
    enter(page, "#lt-offices", "住建局")
    page.wait_for_function("location.search.split('dept=').length === 3")
    assert page.locator("#lt-results .message").count() == 0


@pytest.mark.parametrize("query", OFF_TOPIC)
def test_what_the_plans_do_not_speak_of_is_uncertain(page, query):
    ask(page, query)
    assert OFF_TOPIC[query] in page.locator(".status").inner_text()
    ask(page, NO_PASSAGE_HAS_IT)
    assert "把握的近似" not in page.locator(".status").inner_text()


def test_uncertain_is_said_in_english(new_page, served):
    page = new_page(f"{served}en/?q=how to bake sourdough bread")
    page.locator(".hit").first.wait_for()
    assert "Uncertain, only similar" in page.locator(".status").inner_text()


def test_esc_closes_what_is_open_and_then_empties_the_box(page):
    ask(page, STRAW)
    page.locator(".why summary").first.click()
    assert page.locator(".why[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".why[open]").count() == 0
    assert page.locator(BOX).input_value() == STRAW
    page.keyboard.press("Escape")
    assert page.locator(BOX).input_value() == ""
    assert page.evaluate("document.activeElement.matches('#lt-query input')")
    page.keyboard.type("散煤")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes(encodeURIComponent('散煤'))")


def test_esc_in_a_filter_closes_its_list_and_leaves_the_box(page):
    ask(page, STRAW)
    page.locator("#lt-cities input").click()
    page.locator("#lt-cities [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#lt-cities [role=option]").first.wait_for(state="detached")
    page.keyboard.press("Escape")  # something may be typed there
    assert page.locator(BOX).input_value() == STRAW


def test_esc_belongs_to_the_input_method_while_it_composes(page):
    ask(page, STRAW)
    page.locator(BOX).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Escape', isComposing: true, bubbles: true }))"
    )
    assert page.locator(BOX).input_value() == STRAW


def test_esc_closes_filters_and_clauses_on_a_phone(new_page, served):
    page = new_page(served, viewport=PHONE)
    watch_searches(page)
    page.locator("#lt-filter-switch button").click()
    assert page.locator("#lt-filters").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#lt-filters").is_visible()
    assert page.locator("#lt-filter-switch button").get_attribute("aria-expanded") == "false"
    page.goto(f"{served}plan/xianyang-2020")
    page.locator("details.drawer > summary").click()
    assert page.locator("details.drawer[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.drawer[open]").count() == 0


def test_esc_leaves_the_clauses_of_a_wide_window(page, served):
    page.goto(f"{served}plan/xianyang-2020")
    page.keyboard.press("Escape")
    assert page.locator("details.drawer[open]").count() == 1
