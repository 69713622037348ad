"""Errands of people at work, from the first page on, by what the page itself offers.

The fifth, adding a plan and asking it, stands in ``test_adding``.
"""

import csv
import io
from pathlib import Path

import pytest

from tests.browser.searching import ask

pytestmark = pytest.mark.browser


def test_compare_what_all_places_want_of_pm25_and_take_the_table_away(page):
    page.get_by_role("link", name="对比").click()
    page.get_by_role("link", name="PM2.5").first.click()
    places = set(page.locator("tbody th").all_inner_texts())
    assert places == {"贵港市", "海东市", "咸阳市", "阳泉市"}
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["place"] for row in rows} == places
    stated = [row for row in rows if row["status"] == "stated"]
    assert all(row["quote"] and row["address"].startswith("http://") for row in stated)


def test_find_all_that_an_office_of_a_city_must_do(page):
    page.get_by_role("link", name="职责").click()
    page.get_by_label("部门").fill("住建局")
    page.get_by_label("地点").fill("咸阳")
    page.keyboard.press("Enter")
    page.locator("tbody tr").first.wait_for()
    assert "市住房和城乡建设局" in page.locator(".summary").inner_text()
    task = page.locator("td.task").first.inner_text()
    page.locator("tbody tr a").first.click()
    page.locator("mark.cited").first.wait_for()
    lit = "".join(page.locator("mark.cited").all_inner_texts())
    assert "".join(task.split()) == "".join(lit.split())


def test_a_question_on_an_office_leads_to_all_its_duties(page):
    ask(page, "咸阳住建局的职责")
    page.get_by_role("link", name="住建局的全部职责").click()
    page.locator("tbody tr").first.wait_for()
    assert "共 16 项职责" in page.locator(".summary").inner_text()
    assert page.locator("td b").count() == 16


def test_check_a_quotation_that_was_changed(page):
    page.get_by_role("link", name="核对").click()
    page.get_by_label("引文").fill("优良天数不少于280天,细颗粒物(PM2.5)年均浓度不高于53微克/立方米")
    page.get_by_role("button", name="核对").click()
    first = page.locator(".finding").first
    first.wait_for()
    assert "有出入" in first.inner_text()
    assert first.locator("del").all_inner_texts() == ["280"]
    first.locator(".reference a").click()
    page.locator("mark.cited").first.wait_for()


def test_find_what_is_new_in_a_later_plan(page):
    ask(page, "海东2024年方案比上一轮新增了什么")
    assert page.locator(".answer.answered").count() == 1
    page.get_by_role("link", name="对比", exact=True).click()
    page.get_by_label("指标或主题").fill("PM2.5")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="海东市前后两份方案的变化").click()
    page.get_by_role("heading", name="新增").wait_for()
    new = page.locator("details.group", has=page.get_by_role("heading", name="新增"))
    assert new.locator(".two").count() > 5
    new.locator("a").first.click()
    page.wait_for_url("**/plan/haidong-2024*")
