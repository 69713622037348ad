"""The data set is written, read back by other programs, and the same in each of its formats."""

import csv
import hashlib
import itertools
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from index import LantianError, PlanIndex
from qa.__main__ import main
from qa.dataset import ParquetMissingError, check_dataset, write_dataset
from qa.dataset.cells import from_cell, to_cell
from qa.dataset.checking import read_table
from qa.dataset.columns import PLANS, TABLES, Column
from tests.index.encoders import HashingEncoder

ROOT = Path(__file__).parents[3]


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_whole(exported):
    assert check_dataset(exported) == ()


def test_excel_knows_the_encoding(exported):
    for table in TABLES:
        assert (exported / f"{table.name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["clauses", "targets", "thresholds", "duties", "definitions"])
def test_every_quotation_stands_where_it_says(exported, hashed_index, name):
    plans = {row["id"]: row for row in rows_of(exported, "plans")}
    rows = rows_of(exported, name)
    assert len(rows) > 5
    for row in rows:
        plan = plans[row["plan_id"]]
        text = (exported / plan["text_file"]).read_bytes().decode()
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert (row["sha256"], row["city"]) == (plan["sha256"], plan["city"])
        clause = row["id"] if name == "clauses" else row["clause_id"]
        assert row["reference"] == hashed_index.reference(row["plan_id"], clause)


def test_everything_that_was_read_is_there(exported, hashed_index):
    for name in ("targets", "thresholds", "duties", "definitions"):
        held = [
            (fact.plan_id, fact.clause_id, fact.start, fact.quote)
            for head in hashed_index.heads()
            for fact in getattr(hashed_index.facts(head.id), name)
        ]
        written = [
            (row["plan_id"], row["clause_id"], int(row["start"]), row["quote"])
            for row in rows_of(exported, name)
        ]
        assert written == held


def test_clauses_repeat_no_character(exported, hashed_index):
    for head in hashed_index.heads():
        own = [row for row in rows_of(exported, "clauses") if row["plan_id"] == head.id]
        ranges = sorted((int(row["start"]), int(row["end"])) for row in own)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ranges))


def test_parquet_says_what_csv_says(exported):
    for table in TABLES:
        found = read_table(exported / f"{table.name}.parquet", table)
        assert found == read_table(exported / f"{table.name}.csv", table)
        schema = parquet.read_schema(exported / f"{table.name}.parquet")
        for column in table.columns:
            assert schema.field(column.name).metadata[b"zh"].decode() == column.zh


def test_who_said_what_of_a_plan(exported):
    plans = {row["id"]: row for row in rows_of(exported, "plans")}
    later = plans["haidong-2024"]
    assert later["fields_given"] == "period；source", "the text sets no period"
    assert (later["first_year"], later["last_year"]) == ("2024", "2025")
    assert later["is_corrected"] == "true"
    damaged = [row for row in rows_of(exported, "clauses") if row["plan_id"] == "haidong-2018-2020"]
    repaired = [row for row in damaged if row["is_corrected"] == "true"]
    assert 0 < len(repaired) < len(damaged)
    assert all("?" in row["quote"] for row in repaired), "the damage stands as it was found"


def test_the_codebook_and_the_description_name_every_column(exported):
    codebook = (exported / "codebook.md").read_text(encoding="utf-8")
    described = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {own["name"]: own.get("schema") for own in described["resources"]}
    for table in TABLES:
        assert f"## {table.name}\n" in codebook
        assert [field["name"] for field in schemas[table.name]["fields"]] == list(table.names)
        for column in table.columns:
            row = f"| `{column.name}` |"
            assert row in codebook
            assert column.en.replace("|", "\\|") in codebook


def test_the_same_index_gives_the_same_files(exported, hashed_index, tmp_path):
    write_dataset(hashed_index, tmp_path / "again")
    for path in exported.rglob("*"):
        if path.is_file():
            again = tmp_path / "again" / path.relative_to(exported)
            assert again.read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("targets.csv", lambda data: data + b"\r\n", "targets.csv: has"),
        ("duties.parquet", lambda data: b"x" + data[1:], "duties.parquet: was altered"),
        ("texts/xianyang-2020.txt", None, "texts/xianyang-2020.txt: is missing"),
    ],
)
def test_a_damaged_file_is_named(exported, tmp_path, file, change, message):
    copy = tmp_path / "copy"
    shutil.copytree(exported, copy)
    if change is None:
        (copy / file).unlink()
    else:
        (copy / file).write_bytes(change((copy / file).read_bytes()))
    assert [problem for problem in check_dataset(copy) if problem.startswith(message)]


def test_a_quotation_that_moved_is_found(exported, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(exported, copy)
    path = copy / "definitions.csv"
    rows = rows_of(copy, "definitions")
    moved = rows[0]["start"]
    text = path.read_bytes().decode().replace(f",{moved},", f",{int(moved) + 1},", 1)
    path.write_bytes(text.encode())
    described = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    for own in described["resources"]:
        if own["path"] == path.name:
            own["bytes"] = path.stat().st_size
            own["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    (copy / "datapackage.json").write_text(
        json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    assert any("its quotation does not stand at" in problem for problem in check_dataset(copy))


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("string", "=1+1", "'=1+1"),
        ("string", "-5℃", "'-5℃"),
        ("string", "'quoted", "''quoted"),
        ("string", "两行\r\n文字", "两行\r\n文字"),
        ("number", -5.0, "-5.0"),
        ("number", 0.1, "0.1"),
        ("integer", 0, "0"),
        ("boolean", False, "false"),
        ("date", date(2020, 5, 1), "2020-05-01"),
        ("list", ("各县(市、区)人民政府", "公安局"), "各县(市、区)人民政府；公安局"),
        ("list", ("甲；乙", "丙"), '["甲；乙", "丙"]'),
        ("array", ("甲、乙", "丙；丁"), '["甲、乙", "丙；丁"]'),
        ("string", None, ""),
    ],
)
def test_cells_come_back(kind, value, cell):
    column = Column("any", kind, "", "")
    assert to_cell(column, value) == cell
    assert from_cell(column, cell) == value


def test_a_folder_with_other_files_is_left_alone(hashed_index, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(LantianError, match="holds other files; export into a new folder"):
        write_dataset(hashed_index, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_earlier_export_is_replaced(hashed_index, exported, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(exported, folder)
    counts = write_dataset(hashed_index, folder, with_parquet=False)
    assert counts["plans"] == 5
    assert not list(folder.glob("*.parquet"))
    assert check_dataset(folder) == ()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_without_pyarrow(hashed_index, tmp_path, monkeypatch):
    monkeypatch.setattr("qa.dataset.writing.find_spec", lambda name: None)
    with pytest.raises(ParquetMissingError, match=r"requirements-parquet.txt, or .*--no-parquet"):
        write_dataset(hashed_index, tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_an_index_without_plans(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text("甲市方案\n一、治理扬尘。\n", encoding="utf-8")
    index = PlanIndex.build(tmp_path, tmp_path / "i", encoder=HashingEncoder(), progress=False)
    index.remove("a")
    counts = write_dataset(index, tmp_path / "data")
    assert set(counts.values()) == {0}
    assert check_dataset(tmp_path / "data") == ()


def test_what_is_no_data_set(tmp_path):
    with pytest.raises(LantianError, match=r"holds no data set .* make one with: python -m qa"):
        check_dataset(tmp_path)


def test_superseded_only_where_a_text_says_so(tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    old = "海东市大气污染防治工作方案\n东政〔2018〕5号\n\n一、治理扬尘。\n"
    (plans / "old.txt").write_text(old, encoding="utf-8")
    newer = "海东市大气污染防治行动计划\n东政〔2021〕9号\n\n一、治理扬尘和散煤。\n"
    (plans / "newer.txt").write_text(newer, encoding="utf-8")
    said = "二、附则。《海东市大气污染防治工作方案》(东政〔2018〕5号)同时废止。\n"
    encoder = HashingEncoder()
    index = PlanIndex.build(tmp_path, tmp_path / "i", encoder=encoder, progress=False)
    assert index.superseded() == {}
    (plans / "newer.txt").write_text(newer + said, encoding="utf-8")
    index = PlanIndex.build(tmp_path, tmp_path / "i", encoder=encoder, progress=False)
    assert index.superseded() == {"old": "newer"}
    write_dataset(index, tmp_path / "data", with_parquet=False)
    rows = read_table(tmp_path / "data" / "plans.csv", PLANS)
    assert {row["id"]: row["superseded_by"] for row in rows} == {"newer": None, "old": "newer"}


@pytest.mark.model
def test_the_command(model_index, model_folder, tmp_path, capsys):
    folder = str(tmp_path / "data")
    assert main(["export", folder, "--index", str(model_folder)]) == 0
    assert "5 plans, 222 clauses" in capsys.readouterr().out
    done = subprocess.run(
        [sys.executable, "-m", "qa", "export", folder, "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "完好" in done.stdout
    (tmp_path / "data" / "targets.csv").write_text("")
    assert main(["export", folder, "--check"]) == 2
    assert "targets.csv: has 0 bytes" in capsys.readouterr().out
