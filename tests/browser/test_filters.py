"""What the controls show is what the results are, however the controls were set."""

import pytest

from tests.browser.searching import (
    ask,
    choose,
    count_searches,
    enter,
    open_advanced,
    wait_for_searches,
)

pytestmark = pytest.mark.browser

SEVERAL = "秸秆综合利用率"
"""A query to which several cities have hits."""
XIANYANG, XIANYANG_PLAN = "咸阳市", "咸阳市蓝天保卫战2020年工作方案"
QUERY = "#lt-query input"


def by_arrow_keys(page, dropdown, name):
    field = page.locator(f"{dropdown} input")
    field.focus()
    options = page.locator(f"{dropdown} [role=option]")
    options.first.wait_for()
    shown = [text.removeprefix("✓").strip() for text in options.all_inner_texts()]
    names = [text.rpartition(" (")[0] for text in shown]
    for _ in range(names.index(name) + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def by_leaving(page, dropdown, name):
    page.locator(f"{dropdown} input").fill(name)
    page.locator("#lt-query input").focus()


WAYS = {
    "mouse": choose,
    "Enter": enter,
    "arrow keys": by_arrow_keys,
    "leaving the field": by_leaving,
}


def by_its_cross(page, dropdown):
    page.locator(f"{dropdown} .token .token-remove").first.click()


def by_the_cross_of_all(page, dropdown):
    page.locator(f"{dropdown} .remove-all").click()


def by_backspace(page, dropdown):
    page.locator(f"{dropdown} input").focus()
    page.keyboard.press("Backspace")


def cities_become(page, *cities):
    """Wait until hits are of just these cities, or of more than one where none is named."""
    page.wait_for_function(
        """cities => {
            const names = [...document.querySelectorAll('.hit .city')].map(e => e.textContent);
            const shown = [...new Set(names)].sort();
            return cities.length ? shown.join() === cities.sort().join() : shown.length > 1;
        }""",
        arg=list(cities),
    )


@pytest.fixture
def searched(page):
    """A page with hits of several cities, whose searches are counted from here on."""
    ask(page, SEVERAL)
    cities_become(page)
    count_searches(page)
    return page


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("dropdown", "name"), [("#lt-cities", XIANYANG), ("#lt-plans", XIANYANG_PLAN)]
)
def test_a_filter_filters_however_it_was_set(searched, dropdown, name, way):
    WAYS[way](searched, dropdown, name)
    searched.locator(f"{dropdown} .token").wait_for()
    cities_become(searched, XIANYANG)
    wait_for_searches(searched, 1)
    assert searched.evaluate("window.searches.started") == 1


@pytest.mark.parametrize("short", ["咸阳", "xianyang"])
def test_a_city_may_be_entered_as_people_call_it(searched, short):
    enter(searched, "#lt-cities", short)
    cities_become(searched, XIANYANG)


@pytest.mark.parametrize("remove", [by_its_cross, by_the_cross_of_all, by_backspace])
@pytest.mark.parametrize(
    ("dropdown", "name"), [("#lt-cities", XIANYANG), ("#lt-plans", XIANYANG_PLAN)]
)
def test_a_filter_taken_away_filters_no_longer(searched, dropdown, name, remove):
    choose(searched, dropdown, name)
    cities_become(searched, XIANYANG)
    remove(searched, dropdown)
    searched.locator(f"{dropdown} .token").wait_for(state="detached")
    cities_become(searched)


def test_one_of_two_filters_taken_away_leaves_the_other(searched):
    enter(searched, "#lt-cities", "咸阳")
    enter(searched, "#lt-cities", "海东")
    cities_become(searched, XIANYANG, "海东市")
    by_its_cross(searched, "#lt-cities")
    cities_become(searched, "海东市")


def test_an_entered_name_that_nobody_knows_is_explained_at_once(searched):
    enter(searched, "#lt-cities", "西安")
    searched.get_by_text("unknown city '西安'").wait_for()
    assert searched.locator(".hit").count() == 0


def test_enter_in_an_empty_filter_enters_nothing(searched):
    for dropdown in ("#lt-cities", "#lt-plans"):
        enter(searched, dropdown, " ")
    ask(searched, SEVERAL)
    assert searched.locator("#lt-filters .token").count() == 0
    cities_become(searched)


def by_typing(page):
    page.locator("#lt-number input[type=number]").fill("3")
    return 3


def by_key(page):
    page.locator("#lt-number input[type=range]").press("ArrowLeft")
    return 9


@pytest.mark.parametrize("change", [by_typing, by_key])
def test_the_number_of_results_follows_its_control(searched, change):
    open_advanced(searched)
    number = change(searched)
    searched.wait_for_function(
        "number => document.querySelectorAll('.hit').length === number", arg=number
    )


@pytest.mark.parametrize("is_keyboard", [False, True])
def test_the_ranking_follows_its_control(searched, is_keyboard):
    open_advanced(searched)
    words = searched.get_by_label("只看字词")
    if is_keyboard:
        words.press("Space")
    else:
        words.check()
    searched.wait_for_function(
        "[...document.querySelectorAll('.hit .score')].every(e => e.textContent.includes('0.00'))"
    )


def test_an_answer_that_is_late_does_not_replace_a_newer_one(searched):
    """The first search is held back on its way, and the filter is set meanwhile."""
    searched.evaluate(
        """() => {
            const { fetch } = window;
            let isFirst = true;
            window.fetch = async (...request) => {
                const url = String(request[0]?.url ?? request[0]);
                if (isFirst && url.includes("queue/join")) {
                    isFirst = false;
                    await new Promise((resolve) => setTimeout(resolve, 2500));
                }
                return fetch(...request);
            };
        }"""
    )
    searched.locator(QUERY).press("Enter")
    choose(searched, "#lt-cities", XIANYANG)
    wait_for_searches(searched, 2)
    cities_become(searched, XIANYANG)


def test_without_a_query_a_filter_leaves_no_older_results(searched):
    searched.locator(QUERY).fill("")
    choose(searched, "#lt-cities", XIANYANG)
    searched.locator(".hit").first.wait_for(state="detached")
    assert searched.locator("#lt-results .message").count() == 0
