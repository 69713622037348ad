import csv

import pytest

from index.facts import extract_duties
from qa.commands.duties import duties_csv
from qa.commands.tables import Column, table_text, width_of
from tests.index.made_plans import plan_of


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("ab", 2), ("牵头", 4), ("，a", 3), ("e\u0301", 1)]
)
def test_width(text, width):
    assert width_of(text) == width


def test_a_table():
    columns = [Column("牵头", 8), Column("任务", 10, max_lines=2)]
    rows = [("市公安局、甲局", "一二三四五六七八九十百千"), ("ab", "甲\n乙\x1b[2J")]
    assert table_text(columns, rows).splitlines() == [
        "牵头      任务",
        "--------  ----------",
        "市公安局  一二三四五",
        "、甲局    六七八九…",
        "ab        甲 乙 [2J",
    ]


def test_no_rows():
    assert table_text([Column("牵头", 8)], []) == "牵头\n----"


def test_csv():
    found = extract_duties(plan_of("1.甲,乙。(市公安局、市商务局牵头,甲县政府落实)"))
    (row,) = csv.DictReader(duties_csv(found).splitlines())
    assert (row["task"], row["lead"]) == ("甲,乙。", "市公安局、市商务局")
    assert (row["implementers"], row["is_inherited"], row["city"]) == ("甲县政府", "False", "")
