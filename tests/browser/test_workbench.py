"""What someone needs who works through plans for an afternoon: links, addresses, one language."""

import re

import pytest

from index.text import traditional_usual
from tests.browser.searching import (
    ask,
    choose,
    open_advanced,
    wait_for_searches,
    watch_searches,
)

pytestmark = pytest.mark.browser

BUSES = "咸阳市区公交车要换成什么车"
STRAW = "秸秆综合利用率"
PHONE = {"width": 390, "height": 844}


def in_view(page, selector):
    return page.locator(selector).first.evaluate(
        "e => { const r = e.getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight && r.height > 0; }"
    )


def results(page):
    page.locator(".hit").first.wait_for()
    return page.locator(".hit .passage").all_inner_texts()


def test_a_hit_opens_in_its_plan_with_its_characters_lit_and_in_view(page, screenshot):
    ask(page, BUSES)
    shown = page.locator(".hit .passage").first.inner_text()
    page.locator(".hit a.read").first.click()
    page.wait_for_url(re.compile(r"/plan/xianyang-2020\?at=\d+-\d+-\w+&q=.+#c-\d+-\d+$"))
    assert in_view(page, "mark.cited")
    lit = "".join(page.locator("mark.cited").all_inner_texts())
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", lit)
    assert "原文一致" in page.locator(".cited-box").inner_text()
    screenshot(page, "plan")


def test_each_quotation_of_an_answer_leads_to_its_words(page):
    ask(page, BUSES)
    quote = page.locator(".answer q").first.inner_text().strip("“”")
    page.locator(".answer cite a").first.click()
    page.wait_for_url(re.compile("/plan/xianyang-2020"))
    lit = "".join(page.locator("mark.cited").all_inner_texts())
    assert re.sub(r"\s", "", quote) == re.sub(r"\s", "", lit)


def test_a_search_has_an_address_that_can_be_opened_again(page, new_page):
    ask(page, STRAW)
    choose(page, "#lt-cities", "海东市")
    page.wait_for_function("location.search.includes('city=')")
    page.wait_for_function(
        "[...document.querySelectorAll('.hit .city')].every(e => e.textContent === '海东市')"
    )
    address, shown = page.url, results(page)
    again = new_page(address)
    again.locator(".hit").first.wait_for()
    assert results(again) == shown
    assert again.locator("#lt-query input").input_value() == STRAW
    assert "海东市" in again.locator("#lt-cities").inner_text()
    again.reload()
    assert results(again) == shown


def test_back_and_forward_lead_from_search_to_search(page):
    ask(page, BUSES)
    first = results(page)
    ask(page, STRAW)
    second = results(page)
    assert first != second
    page.go_back()
    page.wait_for_function(
        "text => document.querySelector('.hit .passage')?.innerText === text", arg=first[0]
    )
    assert page.locator("#lt-query input").input_value() == BUSES
    page.go_forward()
    page.wait_for_function(
        "text => document.querySelector('.hit .passage')?.innerText === text", arg=second[0]
    )
    page.locator(".hit a.read").first.click()
    page.wait_for_url(re.compile("/plan/"))
    page.go_back()
    page.locator(".hit").first.wait_for()
    assert page.locator("#lt-query input").input_value() == STRAW


def test_the_other_language_keeps_the_search_and_is_the_only_one(page, screenshot):
    ask(page, STRAW)
    page.locator("#lt-language").click()
    page.wait_for_url(re.compile(r"/en/\?q="))
    page.locator(".hit").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_label("Search query").input_value() == STRAW
    for label in page.locator("#lt-filters label, #lt-filters span, .lt-bar nav a, .copying").all():
        assert not re.search(r"[\u4e00-\u9fff]", label.inner_text()), label.inner_text()
    screenshot(page, "english")
    page.locator(".hit a.read").first.click()
    page.wait_for_url(re.compile("/en/plan/"))
    page.locator("#lt-language").click()
    page.wait_for_url(re.compile(r":\d+/plan/"))


def test_who_reads_traditional_characters_has_them_before_anything_is_asked(new_page, served):
    page = new_page(served, locale="zh-TW")
    assert page.url == f"{served}hant/"
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    shown = page.locator("#lt-filters label, #lt-filters span, #lt-go, .lt-bar, #lt-results")
    texts = [own.inner_text() for own in shown.all()]
    assert any("檢索" in text for text in texts)
    assert [text for text in texts if traditional_usual(text) != text and "蓝天" not in text] == []
    ask(page, "Where is straw burnt?")
    assert page.url.startswith(f"{served}hant/?q=")
    page.reload()
    assert "複製" in page.locator(".hit").first.inner_text()
    assert new_page(page.url.replace("hant/", "")).url.startswith(f"{served}?q=")


def test_a_comparison_leads_to_a_table_with_years_and_silent_places(page):
    ask(page, "各市PM2.5浓度目标分别是多少")
    page.get_by_role("link", name="列成对比表").click()
    page.wait_for_url(re.compile("/compare"))
    assert page.locator("tbody tr").count() >= 5
    assert "2020" in page.locator("tbody").inner_text()
    assert page.get_by_text("没有写明").count() >= 1
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.startswith("lantian-compare-")


def test_an_answer_says_how_sure_it_is_in_words_and_names_no_file(page):
    ask(page, BUSES)
    shown = page.locator(".answer").inner_text()
    assert re.search("把握|可信", shown)
    assert not re.search(r"0\.\d\d|xianyang-2020|_\{", shown)


def test_what_nothing_is_known_of_gets_doubtful_results(page):
    ask(page, "asdkfj qwoeiru")
    assert "没有把握的近似结果" in page.locator(".status").inner_text()
    ask(page, STRAW)
    assert "没有把握的近似结果" not in page.locator(".status").inner_text()


def test_a_place_without_a_plan_is_told_what_is_held(page):
    ask(page, "西安2020年PM2.5目标是多少")
    said = page.locator("#lt-results .message").inner_text()
    assert "西安" in said
    assert "青海省：海东市" in said
    assert "python" not in said


def test_of_two_places_the_one_that_is_held_is_answered(page):
    ask(page, "郑州和海东，哪个城市的PM2.5年均浓度目标更低？")
    assert "郑州" in page.locator("#lt-results .message, #lt-results .answer").first.inner_text()
    assert "海东" in page.locator(".answer").inner_text()


def test_on_a_phone_the_first_hit_is_near(new_page, served, screenshot):
    page = new_page(served, viewport=PHONE)
    ask(page, "阳泉市生态环境局要做哪些事")
    top = page.locator(".hit").first.evaluate("e => e.getBoundingClientRect().top + scrollY")
    assert top < 3 * PHONE["height"]
    screenshot(page, "phone-duties", full_page=True)
    page.locator(".hit a.read").first.click()
    page.wait_for_url(re.compile("/plan/"))
    assert in_view(page, "mark.cited")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    screenshot(page, "phone-plan")


class Hand:
    """A reader's hand, which counts what it does: a press, or a text that is typed."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def type(self, text):
        self.actions += 1
        self.page.keyboard.type(text)

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)

    def click(self, selector):
        self.actions += 1
        self.page.locator(selector).first.click()


def test_from_the_page_to_a_copied_citation_in_three(new_page, served):
    page = new_page(served, permissions=["clipboard-read", "clipboard-write"])
    hand = Hand(page)
    hand.type(BUSES)  # the box waits for it
    hand.press("Enter")
    page.locator(".answer.answered").wait_for()
    hand.click("button.copy")
    page.wait_for_function("document.querySelector('button.copied') !== null")
    assert hand.actions == 3
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "咸阳市" in copied
    assert "/plan/xianyang-2020?at=" in copied or "xianyang-2020:" in copied


def test_from_a_question_to_the_lit_characters_in_two(page):
    page.locator("#lt-query input").fill(BUSES)
    hand = Hand(page)
    hand.press("Enter")
    page.locator(".answer.answered").wait_for()
    quote = page.locator(".answer q").first.inner_text().strip("“”")
    hand.click(".answer cite a")
    page.locator("mark.cited").first.wait_for()
    assert hand.actions == 2
    assert in_view(page, "mark.cited")
    lit = "".join(page.locator("mark.cited").all_inner_texts())
    assert re.sub(r"\s", "", quote) == re.sub(r"\s", "", lit)


def test_arrows_lead_through_the_tree_of_clauses(page, served):
    page.goto(f"{served}plan/xianyang-2020")
    links = page.locator(".outline a:visible")
    links.first.focus()
    names = [page.evaluate("document.activeElement.textContent")]
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        names.append(page.evaluate("document.activeElement.textContent"))
    assert names == links.all_text_contents()[:4]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == names[2]
    page.keyboard.press("Enter")
    assert "#clause-" in page.url


def test_marks_of_damage_and_repairs_are_hidden_at_a_switch(page, served):
    page.goto(f"{served}plan/guigang-2021")
    repair, damaged = page.locator(".repair").first, page.locator(".damaged").first
    assert repair.is_visible()
    lines = "e => getComputedStyle(e).textDecorationLine"
    assert damaged.evaluate(lines) == "underline"
    page.get_by_label("隐藏损坏与修补的标记").check()
    assert not repair.is_visible()
    assert damaged.evaluate(lines) == "none"
    assert damaged.is_visible()


def test_by_keyboard_from_the_page_to_a_copied_citation_in_eight(page):
    watch_searches(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(BUSES)
    page.keyboard.press("Enter")
    wait_for_searches(page, 1)
    page.locator(".answer").wait_for()
    for key in ("Tab", "Tab", "Enter", "Tab", "Tab"):  # the button, past the filters, a link
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.matches('button.copy')")
    page.keyboard.press("Enter")  # the eighth
    page.wait_for_function("document.querySelector('button.copied') !== null")
    assert "xianyang-2020:" in page.evaluate("navigator.clipboard.readText()")


def test_matches_in_a_plan_are_stepped_through(page, served):
    page.goto(f"{served}plan/xianyang-2020?q=公交车")
    number = page.locator("mark.found").count()
    assert number > 1
    for _ in range(number + 1):
        page.locator("a.step[data-step='1']").click()
    assert page.locator("mark.current").count() == 1
    assert page.locator("mark.current").get_attribute("id") == "m-1"
    assert in_view(page, "mark.current")


def test_a_fragment_alone_lights_its_characters(page, served):
    page.goto(f"{served}plan/xianyang-2020#c-421-572")
    page.locator("mark.cited").first.wait_for()
    assert in_view(page, "mark.cited")
    assert "at=421-572" in page.url


def test_year_and_office_of_an_address_restrict_the_search(page, new_page, served):
    again = new_page(f"{served}?q=大气污染防治&year=2021&dept=市生态环境局")
    again.locator(".hit").first.wait_for()
    assert set(again.locator(".hit .city").all_text_contents()) == {"贵港市"}
    open_advanced(again)
    assert "2021" in again.locator("#lt-years").inner_text()
    assert "市生态环境局" in again.locator("#lt-offices").inner_text()
