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


def kind_of(address, is_thorough):
    """What a link leads to, without which plan, place or words; thoroughly, with what it asks."""
    parts = urlsplit(address)
    path = re.sub(r"/(plan|scan|clause)/[^/]+", r"/\1/*", parts.path)
    place = parts.fragment[:2] if parts.fragment.startswith("c-") else ""  # else a part of the page
    return path, place, tuple(sorted(parse_qs(parts.query))) if is_thorough else ()


def links_on(page, is_thorough):
    """The addresses of the page's own server that its links lead to, each kind once."""
    found = page.eval_on_selector_all(
        "a[href]:not([download])",  # of a drawing's links href is an object
        "all => all.map(a => new URL(a.getAttribute('href'), location).href)",
    )
    own = urlsplit(page.url).netloc
    return {kind_of(each, is_thorough): each for each in found if urlsplit(each).netloc == own}


def is_page(page, address):
    """Whether an address is a page: tables as files, and the description of the calls, are none."""
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status)
    is_file = "attachment" in answer.headers.get("content-disposition", "")
    return not is_file and "text/html" in answer.headers["content-type"]


def shown(page):
    """What stands on a page once nothing more is on its way."""
    is_search = page.locator("#lt-query").count() > 0  # with script; its twin has results too
    place = page.locator("#lt-results" if is_search else "main").first
    if is_search and "q=" in page.url:
        place.locator(":is(.status, .message)").first.wait_for()
        page.wait_for_function("!document.querySelector('#lt-results .answer.pending')")
    asked = page.locator("#lt-query input").input_value() if is_search else ""
    text = re.sub(r"\s+", " ", f"{page.title()} {asked} {place.inner_text()}").strip()
    return re.sub(r"[\d.]+ (?:秒|s\b)", "", text)  # how long it took


def test_every_kind_of_link_can_be_opened_and_reloaded(open_view, served, is_long):
    page = open_view(served)
    starts = [urljoin(served, own) for own in STARTS]
    waiting = {kind_of(each, is_long): each for each in starts}
    assert len(waiting) == len(starts)
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
        found = links_on(page, is_long)
        for own, each in found.items():
            if own not in seen:
                waiting.setdefault(own, each)  # where a start waits, it stays: it shows the most
        page.reload(wait_until="networkidle", timeout=LONG_S * 1000)
        assert shown(page) == first, address
    paths = {kind[0] for kind in seen}
    assert paths >= {"/", "/search", "/compare", "/duties", "/plans", "/plan/*", "/help", "/en/"}
