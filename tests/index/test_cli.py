"""The command line: what it prints where, and with which exit code it ends."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from index import Span, parse_plan
from index.__main__ import main
from index.console import hit_text, plan_text
from index.storage.store import CURRENT
from tests.index.commands import failed
from tests.processes import running

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "corpus" / "plans"
XIANYANG = PLANS / "xianyang-2020.txt"
BUSES = "咸阳市区公交车要换成什么车"


@pytest.fixture(scope="session")
def model_here(model_index, model_folder):
    """The index of the five plans, named by LANTIAN_INDEX."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANTIAN_MODEL", raising=False)
        patch.setenv("LANTIAN_INDEX", str(model_folder))
        yield model_folder


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    monkeypatch.delenv("LANTIAN_MODEL", raising=False)


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# Without the model


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["build", "search", "inspect", "model"]),
        (["build", "--help"], ["corpus", "--index", "--quiet", "--json", "LANTIAN_INDEX"]),
        (
            ["search", "--help"],
            ["-k", "--mode", "{hybrid,lexical,dense}", "--city", "--plan", "--year"],
        ),
        (["search", "--help"], ["--department", "--exact", "--json", "--index", "data/index"]),
        (["inspect", "--help"], ["file", "--json"]),
        (["verify", "--help"], ["plan", "start", "end", "quote", "--json", "--index"]),
        (["trace", "--help"], ["sentence", "--file", "--json", "--index"]),
        (["model", "--help"], ["usage: python -m index model"]),
    ],
)
def test_help(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert [word for word in words if word not in printed.out] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["find"],
        ["search"],
        ["inspect"],
        ["search", "x", "-k", "many"],
        ["search", "x", "--mode", "bm25"],
        ["search", "x", "--year", "this"],
        ["search", "x", "--colour"],
    ],
)
def test_a_command_that_is_none(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: python -m index" in printed.err


def test_search_without_an_index(capsys, tmp_path):
    message = failed(capsys, "search", "公交车", "--index", tmp_path)
    assert message == (
        f"IndexMissingError: {tmp_path}: there is no index here; "
        "build one with: python -m index build\n"
    )


def test_search_in_a_damaged_index(capsys, built, folder):
    (folder / CURRENT).write_text("nothing")
    assert failed(capsys, "search", "x", "--index", folder).startswith("IndexDamagedError: ")


@pytest.mark.model
def test_search_with_another_model(capsys, built, folder):
    message = failed(capsys, "search", "x", "--index", folder)
    assert message.startswith("ModelMismatchError: ")
    assert "hashing@1" in message


def test_a_model_that_is_not_there(capsys, corpus, folder, monkeypatch):
    monkeypatch.setenv("LANTIAN_MODEL", "/nowhere")
    message = failed(capsys, "build", corpus, "--index", folder)
    assert message.startswith("ModelError: there is no embedding model '/nowhere'")


def test_a_corpus_that_is_not_there(capsys, tmp_path):
    message = failed(capsys, "build", tmp_path / "nowhere", "--index", tmp_path / "index")
    assert message.startswith(f"ManifestError: {tmp_path}/nowhere: no such folder")


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("missing.txt", None, "cannot be read (No such file or directory)"),
        ("empty.txt", b"", "holds no text"),
        ("binary.txt", b"\x00\x01\x02", "is not text"),
        ("plan.ods", b"x", "cannot read this type of file"),
    ],
)
def test_inspecting_what_is_no_plan(capsys, tmp_path, name, data, error):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    message = failed(capsys, "inspect", tmp_path / name)
    assert message.startswith("PlanError: ")
    assert name in message
    assert error in message


def test_inspect(capsys):
    assert main(["inspect", str(XIANYANG)]) == 0
    printed = capsys.readouterr().out
    for line in ("编号 id: xianyang-2020", "城市 city: 咸阳市", "期间 period: 2020–2020"):
        assert f"{line}\n" in printed
    assert "[2.3.20]" in printed
    assert "      0 title: 咸阳市蓝天保卫战2020年工作方案\n" in printed
    assert "正文后   [z]" in plan_text(parse_plan(PLANS / "haidong-2024.txt"))


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda path: path.stem)
def test_inspect_as_json(capsys, path):
    assert main(["inspect", str(path), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    plan = parse_plan(path)
    assert (record["id"], record["title"], record["sha256"]) == (plan.id, plan.title, plan.sha256)
    assert record["issued"] == (plan.issued.isoformat() if plan.issued else None)
    assert [clause["id"] for clause in record["clauses"]] == [c.id for c in plan.clauses]
    assert len(record["anomalies"]) == len(plan.anomalies)
    assert [Span(**part) for part in record["parts"]] == list(plan.parts)
    assert [clause["kind"] for clause in record["clauses"]] == [c.kind for c in plan.clauses]
    assert all(clause["reference"] for clause in record["clauses"])


def test_a_plan_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "sly.txt"
    path.write_text("某市\x1b[31m方案\n\n一、推进\x1b]0;x\x07散煤\x9b治理。\x08\n")
    printed = plan_text(parse_plan(path))
    assert not {"\x1b", "\x07", "\x9b", "\x08"} & set(printed)
    assert "推进\ufffd]0" in printed


def test_matches_are_coloured_on_a_terminal(real_index):
    hit = real_index.search(BUSES, k=1, mode="lexical")[0]
    plain, coloured = hit_text(hit, color=False), hit_text(hit, color=True)
    assert "\033" not in plain
    marked = re.findall("\033\\[1;33m([^\033]*)\033\\[0m", coloured)
    assert any("公交车" in words for words in marked)
    assert f"[xianyang-2020:{hit.passage.start}–{hit.passage.end}]" in plain
    assert plain.startswith("1. 咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20.\n")


def test_repairs_stand_beside_the_original(real_index):
    hit = real_index.search("国家省市三级联网", k=1, mode="lexical", cities=["海东"])[0]
    assert "國家-?。腥壜摼W〔应为 國家-省-市三級聯網〕" in hit_text(hit, color=False)
    assert "國家-?。腥壜摼W" in hit.passage.text
    printed = plan_text(parse_plan(PLANS / "yangquan-2020.txt"))
    assert "勘误 errata (3)\n   1701 市应急管理市〔应为 市应急管理局〕: " in printed


def test_errors_of_the_program_itself_in_a_process(tmp_path):
    done = run("search", "公交车", "--index", str(tmp_path / "没有"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("IndexMissingError: ")
    assert "没有" in done.stderr


def test_the_reader_of_a_pipe_may_leave():
    """As with | head -1: no traceback, nothing on stderr."""
    with running(
        [sys.executable, "-m", "index", "inspect", str(XIANYANG), "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("given", ["", "elsewhere"])
def test_the_index_is_named_by_the_environment(capsys, monkeypatch, tmp_path, given):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANTIAN_INDEX", given)
    assert f"{given or 'data/index'}: there is no index here" in failed(capsys, "search", "x")


def test_the_option_goes_before_the_environment(capsys, monkeypatch):
    monkeypatch.setenv("LANTIAN_INDEX", "elsewhere")
    assert "here: there is no index" in failed(capsys, "search", "x", "--index", "here")


# With the model


@pytest.mark.model
def test_search(capsys, model_here):
    assert main(["search", BUSES, "-k", "3"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    blocks = printed.out.split("\n\n")
    assert blocks[0].startswith("1. 咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20.\n")
    assert [block[:2] for block in blocks] == ["1.", "2.", "3."]


@pytest.mark.model
def test_search_as_json(capsys, model_here, model_index):
    options = ["--city", "咸阳", "--plan", "xianyang-2020", "--year", "2020"]
    options += ["--department", "市交通运输局", "--mode", "lexical", "-k", "2", "--json"]
    assert main(["search", "公交车", *options]) == 0
    records = json.loads(capsys.readouterr().out)
    hits = model_index.search(
        "公交车", k=2, mode="lexical", cities="咸阳", departments="市交通运输局"
    )
    assert [record["passage"]["id"] for record in records] == [hit.passage.id for hit in hits]
    for record, hit in zip(records, hits, strict=True):
        assert record["reference"] == hit.reference
        assert record["score"] == pytest.approx(record["lexical"] + record["dense"])
        assert record["matches"] == [
            {"start": match.start, "end": match.end, "kind": "word"} for match in hit.matches
        ]


@pytest.mark.model
@pytest.mark.parametrize(("options", "out"), [([], ""), (["--json"], "[]\n")], ids=["text", "json"])
def test_nothing_found(capsys, model_here, options, out):
    assert main(["search", "西安的散煤", *options]) == 1
    printed = capsys.readouterr()
    assert printed.out == out
    assert ("no passage matches" in printed.err) == (not options)


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["公交车", "--city", "沈阳"], "FilterError: unknown city '沈阳'; the index has 咸阳市、"),
        (["公交车", "--year", "1999"], "FilterError: unknown year 1999"),
        (["公交车", "--plan", "x"], "FilterError: unknown plan 'x'"),
        (["公交车", "--department", "月球局"], "FilterError: no plan in the index gives"),
        ([""], "QueryError: the query is empty"),
        (["？"], "QueryError: the query '？' holds no word"),
        (["a\x1bb"], "QueryError: the query has a control character U+001B at position 2"),
        (["公交\udcff"], "QueryError: the query has a control character U+DCFF at position 3"),
        (["公交车", "-k", "0"], "ValueError: k must be a whole number from 1 to 1000, not 0"),
    ],
)
def test_a_search_that_cannot_be_done(capsys, model_here, arguments, message):
    assert failed(capsys, "search", *arguments).startswith(message)


@pytest.mark.model
def test_build_twice(capsys, corpus, folder):
    arguments = ["build", str(corpus), "--index", str(folder), "--quiet"]
    assert main(arguments) == 0
    first = capsys.readouterr()
    assert first.out == f"{folder}: 2 plans, 10 passages, up to date\n"
    pointer = (folder / CURRENT).stat().st_mtime_ns
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "index": str(folder),
        "plans": 2,
        "passages": 10,
        "report": [],
    }
    assert (folder / CURRENT).stat().st_mtime_ns == pointer


@pytest.mark.model
def test_a_broken_plan_leaves_the_index(capsys, corpus, folder):
    arguments = ["build", str(corpus), "--index", str(folder), "--quiet"]
    assert main(arguments) == 0
    capsys.readouterr()
    (corpus / "plans" / "broken.txt").write_bytes(b"")
    assert main(arguments) == 3
    assert "broken.txt: holds no text\n" in capsys.readouterr().err
    assert main(["search", "散煤", "--index", str(folder)]) == 0


@pytest.mark.model
def test_model(capsys):
    assert main(["model"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert (path / "modules.json").is_file()


@pytest.mark.model
def test_a_search_in_a_process(model_here):
    done = run("search", BUSES, "-k", "1", LANTIAN_INDEX=str(model_here))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1. 咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20.\n")
    assert "\033" not in done.stdout
