import csv
import io
import json

import pytest

from qa import targets
from qa.__main__ import main
from qa.commands.tables import width_of


@pytest.fixture(autouse=True)
def opened(monkeypatch, hashed_index):
    monkeypatch.setattr("index.PlanIndex.open", lambda folder: hashed_index)


def test_table(capsys, hashed_index):
    assert main(["targets", "--indicator", "秸秆综合利用率"]) == 0
    header, rule, *rows = capsys.readouterr().out.splitlines()
    assert header.startswith("城市")
    assert set(rule) == {"-", " "}
    assert len(rows) == 3
    column = width_of(header[: header.index("原文")])
    found = targets(hashed_index, "秸秆综合利用率")
    assert [
        width_of(row.removesuffix(t.quote.replace("\n", " ")))
        for row, t in zip(rows, found, strict=True)
    ] == [column] * 3


def test_json(capsys):
    assert main(["targets", "--city", "咸阳", "--json", "--indicator", "PM2.5"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["value"], record["unit"], record["year"]) == (53, "微克/立方米", 2020)


def test_csv(capsys):
    assert main(["targets", "--city", "阳泉", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["city"] for row in rows} == {"阳泉市"}


def test_nothing(capsys):
    assert main(["targets", "--indicator", "月球上的奶酪"]) == 1
    assert capsys.readouterr().out == "方案里没有写明 (the plans do not say)\n"


def test_an_unknown_city(capsys):
    assert main(["targets", "--city", "月亮"]) == 2
    assert capsys.readouterr().err.startswith("FilterError: unknown city '月亮'")
