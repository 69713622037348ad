"""A file that is read without end costs a build its time and itself, and no other file."""

import os
import subprocess
import sys
import time

import pytest

from index import PlanIndex
from index.reading import scans
from index.reading.time_limit import VARIABLE, seconds_allowed
from index.storage.preparing import prepare_files
from index.storage.reading_pool import read_in_processes
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import ROOT

PLAN = (ROOT / "corpus" / "plans" / "xianyang-2020.txt").read_text("utf-8")
LIMIT_S = 20
"""For all but the long file: many times what a short one takes on a busy machine."""


def write_files(folder, short):
    """Write short plans, and among them one as long as files may be, which takes minutes."""
    plans = folder / "plans"
    plans.mkdir(parents=True)
    for number in range(short):
        clauses = f"一、治理工地{number}处。\n二、清扫道路{number * 7}公里。\n"
        text = f"第{number}区扬尘治理方案\n\n{clauses}"
        (plans / f"plan-{number:02}.txt").write_text(text, encoding="utf-8")
    (plans / "plan-02-long.txt").write_text(PLAN * 300, encoding="utf-8")
    return folder


def test_a_file_that_takes_too_long_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(LIMIT_S))
    corpus = write_files(tmp_path / "corpus", 40)
    failures = []
    start = time.monotonic()
    index = PlanIndex.build(
        corpus,
        tmp_path / "index",
        encoder=HashingEncoder(),
        progress=False,
        processes=2,
        failed=failures.append,
    )
    assert time.monotonic() - start < 6 * LIMIT_S
    assert len(index.heads()) == 40
    (own,) = failures
    assert own.file == "plan-02-long.txt"
    assert own.error == f"reading it took longer than {LIMIT_S} s"
    assert own.next_step.endswith(f"{VARIABLE}={4 * LIMIT_S}")


def test_of_a_few_files_too_and_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(LIMIT_S))
    corpus = write_files(tmp_path / "corpus", 5)
    paths = sorted((corpus / "plans").iterdir())
    said = []
    prepared = prepare_files(
        paths, {}, processes=2, progress=False, failed=lambda own: said.append(own.file)
    )
    for own in prepared:
        said.append(own.file)
    assert said == [path.name for path in paths]


def read_once(path):
    """Note that a file is read; one of them without end."""
    with path.with_suffix(".log").open("a") as log:
        log.write("x")
    time.sleep(600 if path.stem == "00" else float(path.read_text()))
    return path.stem


def slow_files(folder, seconds, count=32):
    paths = [folder / f"{number:02}.txt" for number in range(count)]
    for path in paths:
        path.write_text(str(seconds), encoding="utf-8")
    return paths


def test_what_was_read_before_one_took_too_long_is_not_read_again(tmp_path):
    paths = slow_files(tmp_path, 0)
    late, *read = read_in_processes(read_once, paths, 2, 8.0)
    assert late.error == "reading it took longer than 8 s"
    assert read == [path.stem for path in paths[1:]]
    logs = [path.with_suffix(".log").read_text() for path in paths]
    assert set(logs[4:]) == {"x"}, "all but those that the same process was given with the first"


def test_who_wants_no_more_does_not_wait_for_all(tmp_path):
    paths = slow_files(tmp_path, 1)[1:]
    found = read_in_processes(read_once, paths, 2, None)
    assert next(found) == "01"
    found.close()
    assert not paths[-1].with_suffix(".log").exists()


def threads_in(_):
    return scans.threads()


def test_processes_share_the_processors_for_scans(tmp_path, monkeypatch):
    assert scans.threads() == os.cpu_count()
    paths = slow_files(tmp_path, 0)
    alone, of_three = (list(read_in_processes(threads_in, paths, n, None)) for n in (1, 3))
    assert set(alone) == {os.cpu_count()}
    assert set(of_three) == {max(1, os.cpu_count() // 3)}


PAGES = """
import sys, time
from pathlib import Path
from index.reading.time_limit import start_anew, time_limit
with time_limit(3.0, Path(sys.argv[1])):
    for page in range(int(sys.argv[2])):
        time.sleep(float(sys.argv[3]))
        start_anew()
print("read")
"""


@pytest.mark.parametrize(
    ("pages", "seconds", "is_read"), [(6, 1, True), (1, 60, False), (0, 0, True)]
)
def test_each_page_has_all_of_the_time(tmp_path, pages, seconds, is_read):
    mark = tmp_path / "mark"
    command = [sys.executable, "-c", PAGES, str(mark), str(pages), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (done.stdout == "read\n") == is_read
    assert mark.exists() == (not is_read)
    if not is_read:
        assert "Timeout" in mark.read_text("utf-8")


@pytest.mark.parametrize(("said", "seconds"), [("", 300), ("12.5", 12.5), ("0", None)])
def test_the_time_is_set_by_the_environment(monkeypatch, said, seconds):
    monkeypatch.setenv(VARIABLE, said)
    assert seconds_allowed() == seconds


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "1e99"])
def test_a_time_that_is_none(monkeypatch, tmp_path, said):
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(ValueError, match=f"{VARIABLE} is '{said}'; set it to seconds"):
        next(prepare_files([tmp_path], {}, processes=1, progress=False))
