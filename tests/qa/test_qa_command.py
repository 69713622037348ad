import csv
import json

import pytest

from qa.__main__ import main

QUESTION = "咸阳2020年秸秆综合利用率要达到多少？"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    monkeypatch.delenv("LANTIAN_MODEL", raising=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["usage: python -m qa", "ask"]),
        (["duties", "--help"], ["--department", "--city", "--json", "--csv", "--index"]),
        (
            ["ask", "--help"],
            ["question", "--json", "--csv", "--index", "LANTIAN_INDEX", "data/index"],
        ),
    ],
)
def test_help(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["tell", "x"], ["ask", "x", "--colour"], ["duties", "--csv", "--json"]],
)
def test_a_command_that_is_none(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m qa" in capsys.readouterr().err


def test_no_index(capsys, tmp_path):
    assert main(["ask", QUESTION, "--index", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"IndexMissingError: {tmp_path}: there is no index here")


@pytest.mark.model
def test_ask(capsys, plan_index, folder):
    assert main(["ask", QUESTION, "--index", str(folder)]) == 0
    printed = capsys.readouterr()
    text, place, maker = printed.out.splitlines()
    assert printed.err == ""
    assert text == "达到95%"
    assert "摘自方案原文 taken from the plans" in maker
    assert "咸阳市 · 蓝天保卫战2020年工作方案 · 二、(四) 29. [xianyang-2020:" in place


@pytest.mark.model
def test_ask_as_json(capsys, plan_index, folder):
    assert main(["ask", QUESTION, "--index", str(folder), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    (citation,) = record["citations"]
    text = plan_index.plan(citation["plan_id"]).text
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert record["text"] in citation["quote"]
    assert (record["status"], record["kind"]) == ("answered", "number")


@pytest.mark.model
def test_ask_as_csv(capsys, plan_index, folder):
    assert main(["ask", QUESTION, "--index", str(folder), "--csv"]) == 0
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert (row["status"], row["text"], row["plan_id"]) == ("answered", "达到95%", "xianyang-2020")
    text = plan_index.plan(row["plan_id"]).text
    assert text[int(row["start"]) : int(row["end"])] == row["quote"]


@pytest.mark.model
def test_not_found(capsys, plan_index, folder, monkeypatch):
    monkeypatch.setenv("LANTIAN_INDEX", str(folder))
    assert main(["ask", "月球上的奶酪多少钱一斤"]) == 1
    assert capsys.readouterr().out.startswith("方案里没有写明 (the plans do not say)\n")
    assert main(["ask", "月球上的奶酪多少钱一斤", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "not_found"


@pytest.mark.model
@pytest.mark.parametrize("question", ["", "？", "公交\udcff"])
def test_a_question_that_is_none(capsys, plan_index, folder, question):
    assert main(["ask", question, "--index", str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("QueryError: the query ")
    assert "Traceback" not in printed.err


def test_duties_without_an_index(capsys, tmp_path):
    assert main(["duties", "--index", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("IndexMissingError: ")


@pytest.mark.model
def test_duties(capsys, plan_index, folder):
    given = ["duties", "--department", "住建局", "--city", "咸阳", "--index", str(folder)]
    assert main(given) == 0
    header, rule, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["条款", "牵头", "参与", "落实", "任务"]
    assert set(rule) == {"-", " "}
    assert any("市住房和城乡建设局" in row for row in rows)
    assert main([*given, "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert {record["city"] for record in records} == {"咸阳市"}
    assert all("市住房和城乡建设局" in record["offices"] for record in records)
    assert main([*given, "--csv"]) == 0
    assert len(list(csv.DictReader(capsys.readouterr().out.splitlines()))) == len(records)


@pytest.mark.model
def test_duties_of_nobody(capsys, plan_index, folder):
    assert main(["duties", "--department", "渔政局", "--index", str(folder)]) == 1
    assert main(["duties", "--city", "火星", "--index", str(folder)]) == 2
    assert "unknown city '火星'" in capsys.readouterr().err
