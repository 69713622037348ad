"""Every kind of link that the views show: it opens, and opens the same once more when reloaded."""

from collections import defaultdict
from urllib.parse import parse_qs, quote, urlsplit

import pytest

pytestmark = pytest.mark.browser

STARTS = (
    f"?q={quote('咸阳2020年PM2.5目标是多少？')}",
    f"en/?q={quote('秸秆综合利用率')}",
    f"search?q={quote('秸秆综合利用率')}",
    f"compare?topic={quote('优良天数')}",
    f"duties?dept={quote('住房和城乡建设局')}",
    "plans",
    "plan/haidong-2024",
    f"plan/xianyang-2020?q={quote('公交车')}",
    f"check?quote={quote('秸秆综合利用率达到90%')}",
    "help/researcher",
    "nothing-here",
)
FILES = (".csv", ".xlsx", ".zip", ".json", ".txt", ".parquet", ".md", ".xml")
WHERE_PLAN_IDS_STAND = {"plan", "file"}


def shape_of(address):
    """What tells a kind of link: its path without ids, and the names of what it asks."""
    parts = urlsplit(address)
    path = [
        "*" if before in WHERE_PLAN_IDS_STAND else step
        for before, step in zip(["", *parts.path.split("/")], parts.path.split("/"), strict=False)
    ]
    return "/".join(path), tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def shown_on(page):
    """The page's words once nothing more is to come."""
    page.wait_for_load_state("networkidle")
    if page.locator("#lt-query").count():
        page.locator("#lt-results > *, #lt-results .message").first.wait_for()
        page.wait_for_function("!document.querySelector('#lt-results .answer.pending')")
        page.wait_for_load_state("networkidle")
    return page.locator("main").first.inner_text()


def test_every_kind_of_link_opens_and_can_be_reloaded(open_view, served):
    found = defaultdict(dict)
    page = open_view(f"{served}plans")
    for start in STARTS:
        page.goto(f"{served}{start}")
        shown_on(page)
        for address in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            if address.startswith(served):
                found[shape_of(address)][address] = start
    assert len(found) > 20
    for addresses in found.values():  # the first and the last of a kind
        for address in {next(iter(addresses)), [*addresses][-1]}:
            opened = page.request.get(address)
            assert opened.ok, (address, opened.status, addresses[address])
            if (
                urlsplit(address).path.endswith(FILES)
                or "html" not in opened.headers["content-type"]
            ):
                continue
            page.goto(address)
            shown = shown_on(page)
            assert shown.strip(), address
            place = urlsplit(page.url).fragment
            assert not place or page.locator(f"[id='{place}']").count() == 1, address
            page.reload()
            assert shown_on(page) == shown, address
            assert urlsplit(page.url).fragment == place
