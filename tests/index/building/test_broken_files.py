"""Files that cannot be read cost a collection themselves and nothing else."""

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from index import IndexMissingError, PlanError, PlanIndex
from index.__main__ import LEFT_OUT, main
from index.storage.preparing import prepare_files
from index.storage.report import REPORT, Failure
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import ROOT
from tests.torture.collections import answers

BROKEN = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 4,
    "no-pdf.pdf": b"%PDF-1.4\nnothing",
    "no-docx.docx": b"PK\x03\x04 nothing",
    "deep.html": b"<div>" * 3_000 + "一、治理扬尘。".encode(),
}
BUILD = """
import sys
from pathlib import Path
from index import PlanIndex
from tests.index.encoders import HashingEncoder
if __name__ == "__main__":
    print("ready", flush=True)
    PlanIndex.build(sys.argv[1], sys.argv[2], encoder=HashingEncoder(), progress=False,
                    processes=2, failed=lambda failure: None)
"""


def write_many(folder, good, broken):
    """Write a corpus of short plans, each of another subject, and of broken files among them."""
    plans = folder / "plans"
    plans.mkdir(parents=True)
    for number in range(good):
        clauses = f"一、治理工地{number}处。\n二、清扫道路{number * 7}公里。\n"
        text = f"第{number}区扬尘治理方案\n\n{clauses}"
        (plans / f"plan-{number:04}.txt").write_text(text, encoding="utf-8")
    kinds = list(BROKEN.items())
    for number in range(broken):
        name, data = kinds[number % len(kinds)]
        (plans / f"broken-{number:04}-{name}").write_bytes(data)
    return folder


@pytest.mark.parametrize("processes", [1, 2])
def test_what_can_be_read_is_indexed(tmp_path, processes):
    corpus = write_many(tmp_path / "corpus", 60, 10)
    failures = []
    index = PlanIndex.build(
        corpus,
        tmp_path / "index",
        encoder=HashingEncoder(),
        progress=False,
        processes=processes,
        failed=failures.append,
    )
    assert len(index.heads()) == 60
    assert [own.file for own in failures] == sorted(own.file for own in failures)
    assert len(failures) == 10
    assert all(own.error and own.next_step for own in failures)
    said = {own.file.partition("-")[2][5:]: own for own in failures}
    assert set(said) == set(BROKEN)
    assert said["empty.txt"].error == "holds no text"
    assert said["empty.txt"].next_step == "give a file with the plan's words in it"


def test_without_a_listener_the_first_one_raises(tmp_path):
    corpus = write_many(tmp_path / "corpus", 3, 1)
    with pytest.raises(PlanError, match=r"broken-0000-empty\.txt: holds no text"):
        PlanIndex.build(corpus, tmp_path / "index", encoder=HashingEncoder(), progress=False)


def test_a_collection_of_broken_files_empties_no_index(tmp_path):
    corpus = write_many(tmp_path / "corpus", 3, 1)
    listening = {"encoder": HashingEncoder(), "progress": False, "failed": lambda failure: None}
    PlanIndex.build(corpus, tmp_path / "index", **listening)
    for path in (corpus / "plans").glob("plan-*"):
        path.write_bytes(b"")
    with pytest.raises(PlanError, match="none of its files is a plan"):
        PlanIndex.build(corpus, tmp_path / "index", **listening)
    assert len(PlanIndex.open(tmp_path / "index", encoder=HashingEncoder()).heads()) == 3


def test_an_erratum_that_does_not_fit_costs_its_own_plan(tmp_path):
    corpus = write_many(tmp_path / "corpus", 3, 0)
    (corpus / "manifest.toml").write_text(
        "[[plans.plan-0001.errata]]\nstart = 1\nend = 2\ndamaged = '某'\nrepaired = '甲'\n"
        "reason = 'known'\n",
        encoding="utf-8",
    )
    failures = []
    index = PlanIndex.build(
        corpus,
        tmp_path / "index",
        encoder=HashingEncoder(),
        progress=False,
        failed=failures.append,
    )
    assert len(index.heads()) == 2
    assert [own.file for own in failures] == ["plan-0001.txt"]
    assert "the erratum for 1..2" in failures[0].error
    assert failures[0].next_step == "correct the place"


def _die(path, digests):
    """A reader that takes its process with it, as a library in C may."""
    if "broken" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return Failure(path.name, "read", "")


def test_a_file_that_kills_its_reader(tmp_path, monkeypatch):
    corpus = write_many(tmp_path / "corpus", 28, 2)
    monkeypatch.setattr("index.storage.preparing._prepare_or_fail", _die)
    found = []
    paths = sorted((corpus / "plans").iterdir())
    prepared = prepare_files(paths, {}, processes=2, progress=False, failed=found.append)
    assert list(prepared) == []
    assert [own.file for own in found] == [path.name for path in paths]
    died = [own.file for own in found if own.error == "the process that read it died"]
    assert died == [path.name for path in paths if "broken" in path.name]


def test_a_build_that_is_killed_is_made_good_by_the_next(tmp_path, is_long):
    corpus = write_many(tmp_path / "corpus", 100, 10)
    expected = None
    choose = random.Random(4)
    script = tmp_path / "build.py"
    script.write_text(BUILD, encoding="utf-8")
    for kill in range(12 if is_long else 3):
        folder = tmp_path / f"index-{kill}"
        command = [sys.executable, str(script), str(corpus), str(folder)]
        build = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert build.stdout.readline() == "ready\n"
        time.sleep(choose.random() * 4)
        os.killpg(build.pid, signal.SIGKILL)
        build.communicate()
        with contextlib.suppress(IndexMissingError):  # killed before anything was in force
            PlanIndex.open(folder, encoder=HashingEncoder())
        failures = []
        again = PlanIndex.build(
            corpus, folder, encoder=HashingEncoder(), progress=False, failed=failures.append
        )
        found = (again.heads(), answers(again), failures)
        expected = expected or found
        assert found == expected
        assert len(found[0]) == 100
        assert len(failures) == 10


@pytest.mark.model
def test_the_command_reports_and_says_so_in_its_exit_code(tmp_path, capsys):
    corpus = write_many(tmp_path / "corpus", 4, 2)
    plans = corpus / "plans"
    (plans / "twin.md").write_bytes((plans / "plan-0002.txt").read_bytes())
    command = ["build", str(corpus), "--index", str(tmp_path / "index"), "--quiet"]
    assert main(command) == LEFT_OUT == 3
    printed = capsys.readouterr()
    assert printed.out == f"{tmp_path / 'index'}: 4 plans, 12 passages, up to date\n"
    assert "broken-0000-empty.txt: holds no text\n    give a file" in printed.err
    assert "a copy: twin.md → plan-0002" in printed.err
    assert "2 files were left out" in printed.err
    with (tmp_path / "index" / REPORT).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["failed", "failed", "copy"]
    assert rows[2]["plan"] == "plan-0002"
    assert main([*command, "--json"]) == LEFT_OUT
    assert json.loads(capsys.readouterr().out)["report"] == rows
    for path in plans.glob("broken-*"):
        path.unlink()
    assert main(command) == 0
