"""What people without sight, mouse or good light stumble over, as axe-core finds it."""

import pytest

pytestmark = pytest.mark.browser

VIEWS = {
    "search": "?q=咸阳市区公交车要换成什么车",
    "empty": "",
    "plan": "plan/haidong-2018-2020?at=500-560&q=秸秆#c-500-560",
    "plans": "plans",
    "compare": "compare?topic=PM2.5&place=海东市",
    "changes": "changes?place=海东",
    "duties": "duties?dept=住建局&place=咸阳",
    "check": "check?quote=优良天数不少于280天",
    "plain": "search?q=秸秆综合利用率",
    "help": "help/researcher",
}
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("look", ["zh-light", "en-dark"])
def test_no_serious_finding(new_page, served, view, look):
    from axe_playwright_python.sync_playwright import Axe

    language, colours = look.split("-")
    address = served + ("en/" if language == "en" else "") + VIEWS[view]
    page = new_page(served, color_scheme=colours)
    page.goto(address, wait_until="networkidle")
    if view == "search":
        page.locator(".hit").first.wait_for()
    found = Axe().run(page).response["violations"]
    told = [
        (own["id"], own["help"], [node["html"][:120] for node in own["nodes"]][:3])
        for own in found
        if own["impact"] in SERIOUS
    ]
    assert told == []


@pytest.mark.parametrize("view", [name for name in VIEWS if name not in ("search", "empty")])
@pytest.mark.parametrize("width", [320, 1366])
def test_nothing_reaches_beyond_the_edge(new_page, served, view, width):
    page = new_page(served, viewport={"width": width, "height": 800})
    page.goto(served + VIEWS[view], wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
