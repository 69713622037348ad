"""Pages as people find them: what a plan is called, whose it is, among adverts and superiors."""

import tomllib
from pathlib import Path

import pytest

from tests.index.texts import parse_text

FILE = Path(__file__).with_name("found_pages.toml")
PAGES = {page["name"]: page for page in tomllib.loads(FILE.read_text(encoding="utf-8"))["page"]}
FIELDS = ("title", "level", "county", "city", "province")
BODY = "一、总体要求\n持续改善空气质量。\n二、重点任务\n严格控制扬尘。\n"


@pytest.mark.parametrize("name", PAGES)
def test_pages(name):
    page = PAGES[name]
    plan = parse_text(page["front"].lstrip("\n") + page.get("body", BODY) + page.get("end", ""))
    expected = {field: page.get(field) for field in FIELDS}
    assert {field: getattr(plan, field) for field in FIELDS} == expected


def test_there_are_enough_of_them():
    assert len(PAGES) >= 50


def test_what_a_list_and_an_article_put_before_an_office_and_a_number():
    plan = parse_text(
        "近日，平遥县人民政府关于印发平遥县散煤治理方案的通知，\n原文如下：\n• 平政发〔2019〕4号\n"
        "平遥县人民政府关于印发平遥县散煤治理方案的通知\n平遥县散煤治理方案\n" + BODY
    )
    assert (plan.issuer, plan.document_number) == ("平遥县人民政府", "平政发〔2019〕4号")
