"""Rows of tables: what numbers them heads no clause."""

import pytest

from index.text.headings import is_row, split_lines
from tests.index.texts import body, parse_text

BEFORE = "一、总体要求\n改善空气质量。\n二、主要任务\n任务见下表。\n"
AFTER = "三、保障措施\n加强领导。\n"
TABLES = {
    "cells closed by tabs": "序号\t任务\t\n"
    "一、\t工业\t\n\t（一）锅炉\t\n二、\t扬尘\t\n3.\t\t\n4.\t工地\t\n",
    "three cells": "一、\t工业\t关停\n二、\t扬尘\t洒水\n",
    "bars": "| 序号 | 任务 |\n|---|---|\n"
    "| 一、 | 1.甲 （一）乙，治理锅炉。（二）丙，洒水抑尘。（三）丁，清扫道路 |\n"
    "| 1 | 乙 |\n| 1.1 | 丙 |\n| 1.2 | 丁 |\n",
    "an outline of cells": "1\t甲\t\n1.1\t乙\t\n1.2\t丙\t\n2\t丁\t\n",
}
LINES = [
    ("一、\t总体要求", False),
    ("一、总体要求\t", False),
    ("\t\t一、总体要求", False),
    ("1.\t加强治理。\t推进改造。", False),
    ("一、\t工业\t", True),
    ("\t一、工业\t", True),
    ("1. 甲 | 一、乙 | 丙", True),
    ("首页 | 政务 | 公告 一、总体要求。改善空气质量。", False),
    ("|一、|", True),
    ("|一、", False),
]


@pytest.mark.parametrize("table", TABLES)
def test_a_number_in_a_cell_is_no_clause(table):
    plan = parse_text(BEFORE + TABLES[table] + AFTER)
    assert [clause.label for clause in body(plan)] == ["一、", "二、", "三、"]
    assert [part.kind for part in plan.parts] == ["table"]
    assert plan.anomalies == ()


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_a_row(text, expected):
    (line,) = split_lines(text)
    assert is_row(text, line) is expected
