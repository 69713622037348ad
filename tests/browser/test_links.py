"""Every kind of link that the pages have, opened and reloaded: both show the same."""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from tests.processes import LONG_S

pytestmark = pytest.mark.browser

STARTS = (
    "?q=秸秆综合利用率",
    "en/?q=coal%20boilers%20in%20Xianyang",
    "compare?topic=PM2.5",
    "duties?dept=住建局&place=咸阳",
)
"""Pages with answers, tables and lists, from which the links are followed."""
MOST = 90
"""Kinds; fewer are found, and a page that makes up kinds without end is a fault."""


def kind_of(address):
    """What a link leads to, without which plan, place or words."""
    parts = urlsplit(address)
    path = re.sub(r"/(plan|scan|clause)/[^/]+", r"/\1/*", parts.path)
    return path, tuple(sorted(parse_qs(parts.query))), parts.fragment[:2]


def links_on(page):
    """The addresses of the page's own server that its links lead to, each kind once."""
    found = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
    own = urlsplit(page.url).netloc
    return {kind_of(each): each for each in found if urlsplit(each).netloc == own}


def is_page(page, address):
    """Whether an address is a page: tables as files, and the description of the calls, are none."""
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    is_file = "attachment" in answer.headers.get("content-disposition", "")
    return not is_file and "text/html" in answer.headers["content-type"]


def shown(page):
    """What stands on a page once nothing more is on its way."""
    page.wait_for_function("!document.querySelector('#lt-results .answer.pending')")
    place = page.locator("#lt-results, main").first
    if "q=" in page.url and page.locator("#lt-results").count():
        page.locator("#lt-results :is(.status, .message)").first.wait_for()
        page.wait_for_function("!document.querySelector('#lt-results .answer.pending')")
    return re.sub(r"\s+", " ", place.inner_text()).strip()


def test_every_kind_of_link_can_be_opened_and_reloaded(open_view, served):
    page = open_view(served)
    waiting = {kind_of(each): each for each in (urljoin(served, own) for own in STARTS)}
    seen = set()
    while waiting:
        kind, address = waiting.popitem()
        seen.add(kind)
        assert len(seen) <= MOST, sorted(seen)
        if not is_page(page, address):
            continue
        page.goto(address, wait_until="networkidle", timeout=LONG_S * 1000)
        first = shown(page)
        assert first, address
        waiting |= {own: each for own, each in links_on(page).items() if own not in seen}
        page.reload(wait_until="networkidle", timeout=LONG_S * 1000)
        assert shown(page) == first, address
    paths = {path for path, _, _ in seen}
    assert paths >= {"/", "/search", "/compare", "/duties", "/plans", "/plan/*", "/help", "/en/"}
