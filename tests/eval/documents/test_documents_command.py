import json

import pytest

from eval.__main__ import main

TEXT = """焦作市2018年大气污染防治工作方案
焦政〔2018〕3号
一、目标
2018年，全市PM2.5年均浓度不高于60微克/立方米，优良天数不少于170天。
二、任务
（一）整治锅炉。淘汰燃煤锅炉。（市生态环境局牵头，市发改委参与）
（二）整治扬尘。裸露土地全部覆盖。（市住建局负责）
"""
LABELS = """[[document]]
file = "jiaozuo.txt"
same_as = ["again.txt"]
title = "焦作市2018年大气污染防治工作方案"
level = "city"
province = "河南省"
city = "焦作市"
document_number = "焦政〔2018〕3号"
issuers = ["焦作市人民政府"]
period = [2018, 2018]
targets = [
    { indicator = "PM2.5年均浓度", operator = "<=", value = 60, unit = "µg/m³", year = 2018 },
    { indicator = "优良天数", operator = ">=", value = 171, unit = "d", year = 2018 },
]
duties = [
    { task = "整治锅炉", lead = ["市生态环境局"], participants = ["市发改委"] },
    { task = "整治扬尘", lead = ["市住建局"], participants = [] },
]
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("jiaozuo.txt", "again.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "expected").mkdir()
    (tmp_path / "expected" / "own.toml").write_text(LABELS, encoding="utf-8")
    return tmp_path


def test_figures_of_a_folder(folder, capsys):
    assert main(["documents", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    (data,) = json.loads(out)["sets"]
    assert (data["set"], data["documents"]) == ("own", 2)
    assert data["fields"]["title"]["right"] == 2
    assert data["fields"]["place"]["right"] == 2
    assert data["fields"]["issuers"]["missing"] == 2
    assert data["fields"]["issued"]["rightly none"] == 2
    aside = data["facts"]["targets, operator aside"]
    assert (aside["recall"]["right"], aside["recall"]["of"]) == (2, 4)
    assert (aside["precision"]["right"], aside["precision"]["of"]) == (2, 4)
    assert data["facts"]["duties, offices"]["recall"] == {
        "right": 6,
        "of": 6,
        "share": [1.0, 0.6097, 1.0],
    }
    assert data["facts"]["duties, leads"]["precision"]["right"] == 4
    assert data["wrong fields of targets"]["value"] == 2
    assert err == ""


def test_tables_and_what_is_not_as_labelled(folder, capsys):
    assert main(["documents", str(folder), "--show"]) == 0
    out = capsys.readouterr().out
    assert "issuers missing: –, label 焦作市人民政府" in out
    title = next(line for line in out.splitlines() if line.startswith("title "))
    assert title.split() == ["title", "2", "2", "0", "0", "0", "1.000", ".34–1.00"]


def test_results_go_where_they_are_told(folder, tmp_path, capsys):
    assert main(["documents", str(folder), "--output", str(tmp_path / "results")]) == 0
    written = tmp_path / "results" / "own.json"
    assert capsys.readouterr().err == f"wrote {written}\n"
    assert list(json.loads(written.read_text())["differences"]) == ["jiaozuo.txt", "again.txt"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ('[[document]]\nfile = "none.txt"', "none.txt: there is no such document"),
        ("[[document]]\ntitle = 'x'", "document 1: KeyError('file')"),
        ("[[document]]\nfile = 'jiaozuo.txt'\ntitel = 'x'", "unknown key 'titel'"),
        ("[[document]]\nfile = 'jiaozuo.txt'\nissued = 'May'", "document 1: ValueError"),
        ("x = ", "not TOML"),
        ("", "no [[document]] in it"),
    ],
)
def test_labels_that_are_wrong(folder, labels, message, capsys):
    path = folder / "wrong.toml"
    path.write_text(labels, encoding="utf-8")
    assert main(["documents", str(folder), "--expected", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ") and message in err


def test_a_folder_without_labels(tmp_path, capsys):
    assert main(["documents", str(tmp_path)]) == 2
    assert "there is no label file; name one with --expected FILE" in capsys.readouterr().err


def test_two_label_files_of_one_name(folder, capsys):
    own = str(folder / "expected" / "own.toml")
    assert main(["documents", str(folder), "--expected", own, "--expected", own]) == 2
    assert "another file of labels is called 'own'" in capsys.readouterr().err
