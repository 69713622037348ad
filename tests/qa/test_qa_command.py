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
        (["ask", "--help"], ["question", "--json", "--index", "LANTIAN_INDEX", "data/index"]),
    ],
)
def test_help(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []


@pytest.mark.parametrize("arguments", [[], ["ask"], ["tell", "x"], ["ask", "x", "--colour"]])
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
    text, place = printed.out.splitlines()
    assert printed.err == ""
    assert text == "达到95%"
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
