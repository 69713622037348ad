import json
from pathlib import Path

import pytest

from eval import __main__ as command
from eval.archive import write_result
from eval.options import DEFAULT_SET
from eval.report import END, START
from eval.runner import SYSTEMS


@pytest.fixture
def results(tmp_path, monkeypatch):
    folder = tmp_path / "results"
    monkeypatch.setattr(command, "RESULTS", folder)
    return folder


@pytest.fixture
def known(tmp_path, monkeypatch, known_set, results):
    """Path of a set that is answered by KnownSet instead of an index."""
    path = tmp_path / "known.jsonl"
    path.write_text("{}\n")
    monkeypatch.setattr(command, "_open_sets", lambda *asked: iter([known_set]))
    return str(path)


def test_tables_on_standard_output_and_a_results_file(known, results, capsys):
    assert command.main([known]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()[2:9]] == list(SYSTEMS[1:])
    assert "hybrid, slice" in out
    assert "lang zh-Hans" in out and "type list" in out
    assert err == f"wrote {results / 'known.json'}\n"
    written = json.loads((results / "known.json").read_text())
    assert written["measures"]["hybrid"]["R@1"][0] == 0.6667
    assert written["configuration"]["precision"] == "fp32"


@pytest.mark.parametrize(
    "partial",
    [["--limit", "2"], ["--mode", "hybrid", "--mode", "dense"], ["--precision", "bf16"]],
)
def test_a_part_of_a_set_or_another_precision_does_not_replace_its_results(
    known, results, partial, capsys
):
    assert command.main([known, *partial]) == 0
    assert not results.exists()
    assert capsys.readouterr().err == ""


def test_a_part_is_written_where_it_is_told(known, tmp_path, capsys):
    target = tmp_path / "part.json"
    assert command.main([known, "--mode", "dense", "--limit", "1", "--output", str(target)]) == 0
    data = json.loads(target.read_text())
    assert (data["queries"], list(data["measures"])) == (1, ["dense"])
    assert "slice" not in capsys.readouterr().out


def test_data_on_standard_output(known, capsys):
    assert command.main([known, "--json", "--mode", "hybrid", "--mode", "lexical"]) == 0
    (data,) = json.loads(capsys.readouterr().out)["sets"]
    assert list(data["measures"]) == ["lexical", "hybrid"]
    assert data["results"]["d002"]["hybrid"] == [[2], 1, ["miss-1", "hit", "miss-2"]]


def test_bad_input_is_a_message_and_not_a_traceback(tmp_path, capsys):
    here = tmp_path / "dev.jsonl"
    here.write_text("{}\n")
    twin = tmp_path / "other" / "dev.jsonl"
    twin.parent.mkdir()
    twin.write_text("{}\n")
    none = str(tmp_path / "none")
    for arguments, message in [
        ([none], f"{none}: there is no such file or folder; check the path"),
        ([str(here), str(twin)], "two sets are called 'dev'"),
        ([str(here), str(tmp_path), "--output", "x.json"], "--output x.json takes one set, not 2"),
        ([str(tmp_path)], "corpus.jsonl: there is no such file"),
        ([str(here), "--index", none], none),
        (["table", "--results", none], "there is no results file"),
        (["plot", str(tmp_path / "x.svg"), "--results", none], "there is no results file"),
        (["compare", none, none], f"{none}: cannot be read"),
        (["judge", none, none], f"{none}: there is no such file or folder"),
    ]:
        assert command.main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("error: ") and message in err


@pytest.mark.parametrize("value", ["0", "-1", "ten", "1.5", "²"])
def test_a_limit_that_is_no_limit(value, capsys):
    with pytest.raises(SystemExit) as caught:
        command.main(["--limit", value])
    assert caught.value.code == 2
    assert "a whole number from 1 is expected" in capsys.readouterr().err


def test_help_shows_examples(capsys):
    for arguments, example in [
        (["--help"], "python -m eval --mode hybrid --limit 20"),
        (["table", "--help"], "python -m eval table --check README.md"),
        (["compare", "--help"], "results.json:lexical results.json:hybrid"),
        (["judge", "--help"], "query Q0 document rank score tag"),
        (["plot", "--help"], "python -m eval plot ndcg.svg"),
    ]:
        with pytest.raises(SystemExit) as caught:
            command.main(arguments)
        assert caught.value.code == 0
        assert example in capsys.readouterr().out


@pytest.fixture
def table(results, known_result):
    write_result(known_result, results / "known.json")
    return ["table", "--results", str(results)]


def test_the_table_is_printed(table, capsys):
    assert command.main(table) == 0
    assert "| known | lexical | 0.333 |" in capsys.readouterr().out


def test_check_fails_until_the_table_is_written(table, tmp_path, capsys):
    readme = tmp_path / "README.md"
    readme.write_bytes(f"Before\r\n{START}\n{END}\nafter".encode())
    assert command.main([*table, "--check", str(readme)]) == 1
    assert f"run: python -m eval table --write {readme}" in capsys.readouterr().err
    assert command.main([*table, "--write", str(readme)]) == 0
    assert command.main([*table, "--check", str(readme)]) == 0
    assert readme.read_bytes().startswith(b"Before\r\n<!-- eval:start -->\n| Set |")


@pytest.mark.parametrize("action", ["--check", "--write"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"no markers", "there must be one line"),
        ("天".encode("gb18030"), "not UTF-8"),
    ],
)
def test_a_document_that_cannot_show_the_table(table, tmp_path, capsys, action, content, message):
    readme = tmp_path / "README.md"
    if content is not None:
        readme.write_bytes(content)
    assert command.main([*table, action, str(readme)]) == 2
    assert message in capsys.readouterr().err


def test_the_development_set_is_the_default():
    assert Path(command.__file__).parent / "questions" / "lantian-dev.jsonl" == DEFAULT_SET
    assert DEFAULT_SET.is_file()


def test_trec_files_are_written_and_judged_alike(known, tmp_path, monkeypatch, known_set, capsys):
    runs = tmp_path / "runs"
    assert command.main([known, "--mode", "hybrid", "--trec-out", str(runs)]) == 0
    assert sorted(path.name for path in runs.iterdir()) == ["known.hybrid.run", "known.qrels"]
    before = capsys.readouterr().out
    monkeypatch.setattr(command, "_open_sets", lambda *asked: iter([known_set]))
    target = tmp_path / "judged.json"
    run = str(runs / "known.hybrid.run")
    assert command.main(["judge", run, known, "--output", str(target)]) == 0
    assert capsys.readouterr().out == before
    assert target.is_file()


def test_latency_is_a_table_and_writes_nothing(known, results, capsys):
    assert command.main([known, "--latency", "--mode", "hybrid"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-4] for line in lines[1:]] == ["embedding", "hybrid"]
    assert not results.exists()


def test_two_results_are_compared(table, results, tmp_path, capsys):
    file = results / "known.json"
    page = tmp_path / "page.html"
    arguments = ["compare", f"{file}:lexical", str(file), "--html", str(page)]
    assert command.main(arguments) == 0
    assert "B wins 2, loses 0 and ties 1." in capsys.readouterr().out
    assert 'id="d002"' in page.read_text(encoding="utf-8")


def test_the_results_are_drawn(table, results, tmp_path, capsys):
    target = tmp_path / "ndcg.svg"
    assert command.main(["plot", str(target), "--results", str(results)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<svg ")
    assert command.main(["plot", str(target), "--results", str(results), "--measure", "AP"]) == 2
    assert "unknown measure 'AP'; use one of R@1" in capsys.readouterr().err
