"""The page in a real browser: what a reader sees and can do."""

import re

import pytest

from tests.browser.searching import ask, choose, open_advanced

pytestmark = pytest.mark.browser

BUSES = "咸阳市区公交车要换成什么车"
PHONE = {"width": 390, "height": 844}


def copy_by(button, press):
    """Press a button that copies, and wait until it has said so, for however short a time."""
    button.evaluate(
        "b => { b.said = []; "
        "new MutationObserver(() => b.said.push(b.textContent)).observe(b, {childList: true}); }"
    )
    press()
    button.page.wait_for_function(
        "b => b.said.some(text => text.includes('已复制'))", arg=button.element_handle()
    )


def first_citation(page):
    return page.locator(".hit .citation").first.text_content()


def message(page):
    return page.locator("#lt-results .message").inner_text()


def toasts(page):
    return [text for text in page.locator(".toast-body").all_inner_texts() if text.strip()]


def test_the_page_says_what_it_is(page, screenshot):
    assert page.title() == "蓝天 Lantian"
    assert page.get_by_role("heading", level=1).inner_text().startswith("检索各市大气污染防治方案")
    assert page.locator(".lt-bar nav a").all_inner_texts() == [
        *("检索", "对比", "职责", "方案库", "核对", "帮助")
    ]
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.get_by_label("检索", exact=True).first.is_visible()
    assert page.get_by_text("Built with Gradio").count() == 0
    screenshot(page, "start")


def test_a_question_gets_cards_and_the_right_clause_first(page, screenshot):
    ask(page, BUSES)
    assert page.locator(".hit").count() == 10
    assert first_citation(page) == "咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20."
    card = page.locator(".hit").first
    assert card.locator(".rank").inner_text() == "1"
    assert card.locator(".city").inner_text() == "咸阳市"
    assert card.locator(".clause li").all_inner_texts() == [
        "二、主要任务",
        "(三)突出抓好机动车污染治理,积极调整运输结构",
        "20.加快车辆结构升级",
    ]
    assert "市区公交车" in card.locator("mark").all_inner_texts()
    card.get_by_text("为何找到").click()
    words, meaning, total = card.locator(".numbers > span").all_inner_texts()
    parts = [float(text.split()[-1].replace("\u2212", "-")) for text in (words, meaning)]
    assert sum(parts) == pytest.approx(float(total.removeprefix("= ")), abs=0.011)
    status = page.locator(".status").inner_text()
    assert re.search(r"找到 10 段，来自 1 份方案，用时 \d+\.\d\d 秒", status)
    assert "咸阳市蓝天保卫战2020年工作方案" in status
    screenshot(page, "results")


@pytest.mark.parametrize(
    "query",
    ["咸陽市區公交車要換成什麼車", "What must Xianyang's city buses be replaced with?"],
)
def test_other_ways_of_asking_find_it_too(page, query):
    ask(page, query)
    citations = page.locator(".hit .citation").all_text_contents()[:3]
    assert any("· 二、(三) 20." in citation for citation in citations)


def test_an_example_searches_at_a_click(page):
    example = page.locator("#lt-examples button").nth(1)
    name = example.inner_text()
    example.click()
    page.locator(".hit").first.wait_for()
    assert page.locator("#lt-query input").input_value() == name


def test_the_city_filter_restricts_and_narrows_the_plans(page):
    ask(page, "秸秆综合利用率")
    assert len(set(page.locator(".hit .city").all_text_contents())) > 1
    choose(page, "#lt-cities", "海东市")  # searches again by itself
    page.wait_for_function(
        "[...document.querySelectorAll('.hit .city')].every(e => e.textContent === '海东市')"
    )
    page.locator("#lt-plans input").click()
    page.locator("#lt-plans [role=option]").first.wait_for()
    offered = page.locator("#lt-plans [role=option]").all_inner_texts()
    assert len(offered) == 2
    assert all(re.match("海[东東]市", title) for title in offered)


def test_filters_that_exclude_each_other_find_nothing_and_say_so(page, screenshot):
    choose(page, "#lt-plans", "咸阳市蓝天保卫战2020年工作方案")
    choose(page, "#lt-cities", "海东市")
    ask(page, "公交车")
    assert "没有符合条件的段落" in message(page)
    assert "减少或清除筛选" in message(page)
    assert page.locator(".hit").count() == 0
    # What is chosen keeps its name, although the city's plans do not have it.
    assert "咸阳市蓝天保卫战2020年工作方案" in page.locator("#lt-plans").inner_text()
    screenshot(page, "nothing")


def test_the_number_of_results_is_kept_and_brought_into_range(page):
    open_advanced(page)
    number = page.locator("#lt-number input[type=number]")
    # An emptied field means the default or, once it has lost the focus, the least there is.
    for typed, shown in (("3", {3}), ("999", {50}), ("-4", {1}), ("", {1, 10})):
        number.fill(typed)
        ask(page, "大气污染")
        # The answer to the number before may still stand there on a busy machine.
        page.wait_for_function(
            "shown => shown.includes(document.querySelectorAll('.hit').length)", arg=sorted(shown)
        )
    assert toasts(page) == []


@pytest.mark.parametrize(
    ("query", "chinese", "english"),
    [
        ("", "问题为空", "the query is empty"),
        ("  　 ", "问题为空", "the query is empty"),
        ("煤" * 10_000, "太长", "10000 characters"),
        ("煤\x00炭\x1b", "无法识别的字符", "U+0000"),
        ("？！", "问题为空", "holds no word"),
    ],
)
def test_a_query_that_cannot_be_searched_for_is_explained(page, query, chinese, english):
    ask(page, query)
    assert chinese in message(page)
    assert english in message(page)
    assert toasts(page) == []


def test_a_filter_that_nobody_knows_is_explained(page, screenshot):
    page.locator("#lt-cities input").fill("西安")
    page.keyboard.press("Enter")
    ask(page, "公交车")
    assert "筛选条件里有索引中没有的名称" in message(page)
    assert "unknown city '西安'; the index has 咸阳市" in message(page)
    assert toasts(page) == []
    screenshot(page, "unknown-city")


def test_copying_puts_the_citation_on_the_clipboard(page):
    ask(page, BUSES)
    button = page.locator(".hit button.copy").first
    button.focus()
    copy_by(button, lambda: page.keyboard.press("Enter"))
    citation = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"“20\.加快车辆结构升级。.*” —— 咸阳市 · 蓝天保卫战2020年工作方案 · 二、\(三\) 20\. "
        r"\[xianyang-2020:\d+–\d+\]",
        citation,
    )
    page.get_by_role("button", name="复制引文").first.wait_for()


def test_a_quotation_across_a_page_break_is_shown_whole_and_copied_exactly(page):
    ask(page, "海东 严防污染转移")
    card = page.locator(".hit", has_text="严防污染转移").first
    button = card.locator("button.copy").first
    copy_by(button, button.click)
    assert "严防污染转\n\n移" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("has_old_way", [True, False])
def test_copying_works_without_permission(new_page, served, has_old_way):
    page = new_page(served)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }"
    )
    if not has_old_way:
        page.evaluate("() => { document.execCommand = () => false; }")
    ask(page, BUSES)
    button = page.locator(".hit button.copy").first
    if has_old_way:
        copy_by(button, button.click)
    else:
        button.click()
        by_hand = page.locator(".copying textarea")
        by_hand.wait_for()
        assert by_hand.input_value().startswith("“20.加快车辆结构升级。")
        selected = "(e) => e.value.slice(e.selectionStart, e.selectionEnd) === e.value"
        assert by_hand.evaluate(selected)


def test_text_from_plans_and_queries_stays_text(page, hostile_plan, screenshot):
    ask(page, '量子纠缠收费站 <script>alert(1)</script> "><img src=x onerror=alert(1)> {{}}')
    card = page.locator(".hit").first
    assert "量子纠缠收费站 <script>alert(1)</script> {{}} ${alert(2)} {{value}} &amp; '\"><b>" in (
        card.locator(".passage").inner_text()
    )
    assert card.locator("h2").inner_text() == "<script>alert(3)</script>方案"
    assert card.locator(".city").inner_text() == '"><img src=x onerror=alert(4)>市'
    assert page.locator("#lt-results :is(script, img, b:not(.numbers b))").count() == 0
    button = card.locator("button.copy").first
    copy_by(button, button.click)
    quotation = page.evaluate("navigator.clipboard.readText()").split("” —— ")[0].removeprefix("“")
    assert quotation in hostile_plan
    ask(page, '<script>alert(1)</script> "><img src=x onerror=alert(1)>' * 40)
    assert "characters" in message(page)
    page.locator("#lt-cities input").fill('"><img src=x onerror=alert(5)>{{}}')
    page.keyboard.press("Enter")
    ask(page, "公交车")
    # The filter searched too, for the query before; what it says may stand there for a moment.
    refused = page.locator("#lt-results .message", has_text='"><img src=x onerror=alert(5)>{{}}')
    refused.wait_for()
    screenshot(page, "hostile")


def test_a_narrow_screen_has_no_horizontal_scroll(new_page, served, screenshot):
    page = new_page(served, viewport=PHONE)
    assert not page.locator("#lt-filters").is_visible()
    screenshot(page, "phone-start")
    switch = page.get_by_role("button", name="筛选")
    switch.click()
    assert switch.get_attribute("aria-expanded") == "true"
    assert page.locator("#lt-cities").is_visible()
    ask(page, BUSES)
    screenshot(page, "phone-results", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # Clipped is no better than scrolled: nothing may reach beyond the edge.
    beyond = page.evaluate(
        "[...document.querySelectorAll('#lt-header *, #lt-search *, #lt-filters, #lt-results *')]"
        f".filter(e => e.getBoundingClientRect().right > {PHONE['width']}).length"
    )
    assert beyond == 0


def test_dark_mode_is_readable(new_page, served, screenshot):
    page = new_page(served, color_scheme="dark")
    ask(page, BUSES)
    screenshot(page, "dark")
    for selector in (".passage p", ".passage mark", ".maker", ".clause li", ".status .plans"):
        assert contrast(page, selector) >= 4.5, selector


def test_light_mode_is_readable(page):
    ask(page, BUSES)
    texts = (".passage p", ".passage mark", ".maker", ".clause li", ".status .plans", "#lt-go")
    for selector in (*texts, "button.copy", ".rank", ".read", ".lt-bar a", ".why summary"):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page, selector):
    """Contrast of the first such element's text to the colour it stands on, as WCAG defines it."""
    text, ground = page.locator(selector).first.evaluate(
        """element => {
            const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
            let behind = element;
            while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) {
                behind = behind.parentElement;
            }
            return [
                numbers(getComputedStyle(element).color),
                numbers(getComputedStyle(behind).backgroundColor),
            ];
        }"""
    )
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour[:3])
    ]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
