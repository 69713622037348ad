"""The command with the real model: two workers, one of them killed, the driver killed."""

import contextlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.index.cluster.processes import descendants
from tests.index.index_folder import ROOT
from tests.offline import Offline
from tests.processes import LONG_S

pytestmark = pytest.mark.model

SHORT = "第{}区扬尘治理方案\n\n一、治理工地{}处。\n二、清扫道路{}公里。\n"
KEPT = 30
"""Vectors on disk when something is killed: some hundred more are to come."""
TOLD = re.compile(r"Ray, (\d) workers?; (\d+) files read .*; (\d+) texts embedded")


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """Without a network: whatever tries to leave loopback, workers included, is noted."""
    pytest.importorskip("ray")
    machine = Offline(tmp_path_factory.mktemp("cluster"))
    machine.run("-m", "index", "model")
    yield machine
    assert machine.attempts == []


def start(machine, corpus, folder, *options):
    """Start a build."""
    command = [sys.executable, "-m", "index", "build", corpus, "--index", folder, "--quiet"]
    return subprocess.Popen(
        [*map(str, command), *options],
        cwd=ROOT,
        env=machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def build(machine, corpus, folder, *options):
    """Build to the end; return the index, to the byte, and what Ray's line says, if there is one:
    how many workers, files read and texts embedded."""
    process = start(machine, corpus, folder, *options)
    return ended(process, folder)


def ended(process, folder):
    """Wait for a build; return what ``build`` does."""
    _, errors = process.communicate(timeout=LONG_S)
    assert process.returncode in (0, 3), errors
    found = TOLD.search(errors)
    content = {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return content, tuple(map(int, found.groups())) if found else None


def forget(machine):
    """Take away the vectors that were made."""
    for kept in cache(machine).glob("vectors/*"):
        kept.unlink()


def cache(machine):
    return Path(machine.environment["XDG_CACHE_HOME"]) / "lantian"


def vectors(machine):
    """How many vectors are on disk."""
    found = 0
    for path in cache(machine).glob("vectors/*.sqlite"):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as kept:
            found += kept.execute("SELECT count(*) FROM vectors").fetchone()[0]
    return found


def wait_for_vectors(machine, process):
    """Return once a build has embedded some passages; there are more to come."""
    bound = time.monotonic() + LONG_S
    while vectors(machine) < KEPT:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < bound
        time.sleep(0.1)


def test_the_command_makes_the_same_index_and_reports_the_same_files(machine, tmp_path):
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    for number in range(4):
        (plans / f"plan-{number}.txt").write_text(SHORT.format(*3 * [number]), encoding="utf-8")
    (plans / "broken.txt").write_bytes(b"")
    expected, _ = build(machine, plans.parent, tmp_path / "without")
    forget(machine)
    found, told = build(
        machine, plans.parent, tmp_path / "with", "--ray", "local", "--workers", "2"
    )
    assert found == expected
    assert told == (2, 5, 24)
    assert not list(cache(machine).glob("readings/*"))


@pytest.fixture(scope="module")
def corpus(machine, is_long):
    """Two real plans."""
    if not is_long:
        pytest.skip("minutes: only with --long")
    folder = machine.folder / "corpus"
    folder.mkdir()
    for name in ("xianyang-2020.txt", "yangquan-2020.txt"):
        shutil.copy(ROOT / "corpus" / "plans" / name, folder)
    return folder


@pytest.fixture(scope="module")
def expected(machine, corpus):
    """The index of a build without Ray."""
    return build(machine, corpus, machine.folder / "expected")[0]


@pytest.fixture
def place(machine, request):
    """Where an index goes; the way from there to the corpus stands in it."""
    return machine.folder / request.node.name


@pytest.fixture
def under_way(machine, corpus, expected, place):
    """A build with two workers that has embedded some passages, and where its index goes."""
    forget(machine)
    process = start(machine, corpus, place, "--ray", "local", "--workers", "2")
    wait_for_vectors(machine, process)
    yield process, place
    process.kill()
    process.communicate()


def test_a_worker_that_is_killed_is_replaced(under_way, expected):
    process, folder = under_way
    workers = [own for own in descendants(process.pid) if own.name.startswith("ray::Embedder")]
    assert len(workers) == 2
    workers[0].send(signal.SIGKILL)
    found, told = ended(process, folder)
    assert found == expected
    assert told[0] == 2


def test_a_driver_that_is_killed_goes_on_where_it_stood(machine, corpus, under_way, expected):
    process, folder = under_way
    started = descendants(process.pid)
    process.kill()
    process.wait()
    bound = time.monotonic() + LONG_S
    while any(own.is_there() for own in started):  # the cluster ends with it
        assert time.monotonic() < bound
        time.sleep(0.1)
    kept = vectors(machine)
    assert kept >= KEPT
    found, told = build(machine, corpus, folder, "--ray", "local", "--workers", "1")
    assert found == expected
    assert told == (1, 0, vectors(machine) - kept)
