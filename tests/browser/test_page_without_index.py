"""The page where the index is missing or broken, and once it has been built."""

import pytest

from tests.browser.searching import open_advanced

pytestmark = pytest.mark.browser


def ask(page, query):
    page.locator("#lt-query input").fill(query)
    page.locator("#lt-query input").press("Enter")


def test_a_missing_index_is_explained_and_found_once_it_is_built(
    new_page, serve, copy_index, tmp_path, screenshot
):
    folder = tmp_path / "index"
    with serve(folder) as address:
        page = new_page(address)
        page.get_by_text("还没有建立索引").wait_for()
        assert "python -m index build" in page.locator(".message").inner_text()
        screenshot(page, "no-index")
        ask(page, "公交车")
        page.get_by_text("还没有建立索引").wait_for()

        copy_index(folder)
        open_advanced(page)
        page.get_by_label("只看字词").check()  # by words alone: no model to wait for
        ask(page, "公交车")
        page.locator(".hit").first.wait_for()
        page.locator("#lt-cities input").click()
        page.get_by_role("option", name="咸阳市").wait_for()
        page.keyboard.press("Escape")

        (folder / "CURRENT").write_text("generation-gone", encoding="utf-8")
        ask(page, "公交")
        page.get_by_text("索引不完整").wait_for()
        assert "CURRENT names 'generation-gone'" in page.locator(".message").inner_text()
        assert page.locator(".hit").count() == 0
        page.close()  # before the server goes, which the page would complain about
