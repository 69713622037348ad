"""A plan added on the page, asked about, and removed, as a reader does it."""

import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.page_process import serving

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PLAN = (
    "台州市温岭市2022年大气污染防治工作方案\n"
    "一、工作目标\n到2022年底,PM2.5年均浓度不高于27微克/立方米。\n"
    "二、主要任务\n（一）淘汰老旧轮渡12艘。(市交通运输局牵头)\n"
)


@pytest.fixture
def adding(tmp_path, built_index):
    """A page over a copy of the program, so that what is added goes into no other's collection."""
    program = tmp_path / "program"
    shutil.copytree(
        ROOT,
        program,
        ignore=shutil.ignore_patterns(".git", ".venv", "data", "eval", "training", "tests", "docs"),
    )
    (program / "docs").symlink_to(ROOT / "docs")
    shutil.copytree(built_index, tmp_path / "index")
    app = (str(program / "app.py"),)
    with serving(tmp_path, "--allow-upload", index=tmp_path / "index", program=app) as page:
        yield page


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
    page.get_by_role("button", name="移除").last.wait_for()
    page.locator("tr", has_text="温岭").get_by_role("button").click()
    page.wait_for_url("**/plans")
    assert "温岭" not in page.locator("table").inner_text()


def test_nothing_is_added_unless_the_program_was_told(served):
    for path in ("plans/add", "plans/remove"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{served}{path}", data=b"plan=xianyang-2020")
        with refused.value:
            assert refused.value.code in (403, 404)
