"""A plan added on the page, asked about, and removed, as a reader does it."""

import secrets
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.page_process import serving
from tests.processes import LONG_S

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PLAN = (
    "台州市温岭市2022年大气污染防治工作方案\n"
    "一、工作目标\n到2022年底,PM2.5年均浓度不高于27微克/立方米。\n"
    "二、主要任务\n（一）淘汰老旧轮渡12艘。(市交通运输局牵头)\n"
)


def long_plan():
    """A plan that takes a while to be embedded: what was embedded before would be known."""
    street = secrets.token_hex(4)
    return PLAN + "".join(
        f"（{number}）{street}街道{number}号新建扬尘监测点{number}处,改造管道{7 * number}米。\n"
        for number in range(2, 150)
    )


@pytest.fixture
def adding(tmp_path, collection_folder):
    """A page over a collection of its own: what is added goes into the corpus of its index."""
    shutil.copytree(collection_folder, tmp_path / "own")
    with serving(tmp_path, "--allow-upload", index=tmp_path / "own" / "index") as page:
        yield page


def choose(page, adding, file, text):
    """Choose a file to be added, and wait for what was read in it."""
    file.write_text(text, encoding="utf-8")
    page.goto(f"{adding.address}plans/add")
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    page.get_by_role("heading", name="核对读出的内容").wait_for()


def test_a_plan_is_added_asked_and_removed(new_page, adding, tmp_path, screenshot):
    file = tmp_path / "wenling.txt"
    file.write_text(PLAN, encoding="utf-8")
    page = new_page(adding.address)
    page.get_by_role("link", name="方案库").click()
    page.get_by_role("link", name="添加方案").click()
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    page.get_by_role("heading", name="核对读出的内容").wait_for()
    assert "2022年大气污染防治工作方案" in page.get_by_label("标题").input_value()
    page.get_by_label("发文机关").fill("温岭市人民政府")
    screenshot(page, "add-preview")
    page.get_by_role("button", name="收入方案库").click()
    page.wait_for_url("**/plan/wenling")
    assert "温岭市人民政府" in page.locator(".plan-head").inner_text()
    page.goto(f"{adding.address}?q=温岭要淘汰多少艘轮渡", wait_until="networkidle")
    page.locator(".answer.answered").wait_for()
    assert "12艘" in page.locator(".answer").inner_text()
    page.goto(f"{adding.address}plans")
    page.get_by_role("link", name="移除").last.wait_for()
    row = page.locator("tr", has_text="温岭").get_by_role("link", name="移除")
    row.click()
    page.get_by_role("link", name="不移除").click()
    row.click()
    page.get_by_text("不能撤销").wait_for()
    screenshot(page, "remove")
    page.get_by_role("button", name="移除").click()
    page.wait_for_url("**/plans?removed=wenling")
    assert "已从方案库移除：wenling" in page.get_by_role("status").first.inner_text()
    assert "温岭" not in page.locator("table").inner_text()
    assert not list((tmp_path / "own" / "corpus" / "plans").glob("wenling*"))
    assert not list((ROOT / "corpus" / "plans").glob("wenling*"))


def test_how_far_an_addition_is_is_seen_until_the_plan_opens(
    open_view, adding, tmp_path, screenshot
):
    from axe_playwright_python.sync_playwright import Axe

    page = open_view(f"{adding.address}plans", 390)
    choose(page, adding, tmp_path / "long.txt", long_plan())
    page.get_by_role("button", name="收入方案库").click()
    page.get_by_role("heading", name="正在处理").wait_for()
    page.locator("[data-stage=embedding][aria-current=step]").wait_for()
    page.locator("progress[value]").wait_for()
    assert "%" in page.locator("[data-stage=embedding] .share").inner_text()
    screenshot(page, "add-progress")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page).response["violations"]
    assert [own["id"] for own in found if own["impact"] in ("serious", "critical")] == []
    page.wait_for_url("**/plan/long")
    assert "扬尘监测点149处" in page.locator(".plan-text").inner_text()
    assert (tmp_path / "own" / "corpus" / "plans" / "long.txt").is_file()


def test_an_addition_is_followed_without_a_script(browser, adding, tmp_path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(LONG_S * 1000)
    choose(page, adding, tmp_path / "long.txt", long_plan())
    page.get_by_role("button", name="收入方案库").click()
    page.get_by_role("heading", name="正在处理").wait_for()
    page.wait_for_url("**/plan/long")
    context.close()


def test_nothing_is_added_unless_the_program_was_told(served):
    for path in ("plans/add", "plans/remove"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{served}{path}", data=b"plan=xianyang-2020")
        with refused.value:
            assert refused.value.code in (403, 404)
