"""A collection that grew: its tables in pages, its files changed, and the reference, as seen."""

import re
import shutil

import pytest
import tomlkit

from tests.browser.conftest import run_python
from tests.page_process import serving

pytestmark = pytest.mark.browser

LOOKS = [("light", 1366), ("dark", 390)]
SOURCE = "https://plans.example/xianyang"


@pytest.fixture(scope="module")
def changed(tmp_path_factory, collection_folder):
    """A page over the five plans: one with an address, the file of another gone since."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(collection_folder, folder, dirs_exist_ok=True)
    manifest = folder / "corpus" / "manifest.toml"
    told = tomlkit.parse(manifest.read_text(encoding="utf-8"))
    told["plans"]["xianyang-2020"]["source"] = SOURCE
    manifest.write_text(tomlkit.dumps(told), encoding="utf-8")
    run_python(
        "from index import PlanIndex; PlanIndex.build(sys.argv[1], sys.argv[2], progress=False)",
        folder / "corpus",
        folder / "index",
    )
    (folder / "corpus" / "plans" / "yangquan-2020.txt").unlink()
    with serving(folder, index=folder / "index") as page:
        yield page.address


def serious(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [own["id"] for own in found if own["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("colours", "width"), LOOKS)
def test_a_file_that_is_gone_is_told_where_its_plan_is_read(open_view, changed, colours, width):
    page = open_view(f"{changed}plans", width, colours)
    assert "缺失 1 份" in page.locator(".notice").inner_text()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    row = page.locator("tr", has_text="阳泉市")
    assert "文件已缺失" in row.inner_text()
    row.locator("td a").first.click()
    assert "已不在语料目录里" in page.locator(".notice").inner_text()
    assert serious(page) == []


def test_a_source_is_a_link_that_tells_nothing_of_where_it_was_followed(open_view, changed):
    page = open_view(f"{changed}plan/xianyang-2020")
    link = page.locator(".source a")
    assert link.get_attribute("href") == SOURCE
    assert "noreferrer" in link.get_attribute("rel")


def test_plans_are_filtered_by_name_and_the_filter_is_taken_away(open_view, served):
    page = open_view(f"{served}plans")
    page.get_by_label("按名称筛选").fill("海东")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**/plans?q=*")
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("link", name="不按名称筛选").click()
    page.wait_for_url("**/plans")
    assert page.locator("tbody tr").count() == 5


@pytest.mark.parametrize(("colours", "width"), LOOKS)
def test_the_duties_of_all_offices_of_a_place_are_turned_page_by_page(
    open_view, served, colours, width
):
    page = open_view(f"{served}duties?place=咸阳", width, colours)
    first = page.locator("td.task").first.inner_text()
    total = int(re.search(r"共 (\d+) 项", page.locator(".summary").inner_text())[1])
    assert page.locator("tbody tr").count() == min(100, total)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="第 2 页").first.click()
    page.wait_for_url("**page=2*")
    assert "place=" in page.url
    assert page.locator("td.task").first.inner_text() != first
    assert page.locator(".pages b").first.inner_text() == "2"


@pytest.mark.parametrize(("colours", "width"), LOOKS)
def test_the_reference_is_reached_from_the_help(open_view, served, colours, width, screenshot):
    page = open_view(f"{served}help", width, colours)
    page.get_by_role("link", name="编程接口参考").first.click()
    page.wait_for_url("**/help/reference")
    page.get_by_role("link", name="PlanIndex", exact=True).click()
    assert page.url.endswith("#index.PlanIndex")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"reference-{width}")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/help/reference*")
