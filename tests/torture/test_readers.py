"""Threads and processes that search while the index changes: each answer is a generation's."""

import gc
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import pytest

from index import PlanIndex
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import ROOT
from tests.processes import running
from tests.torture.collections import answers, expected, write_plans

THREADS, PROCESSES = 8, 4
FEWEST = 6
"""Changes; a dozen that search leave a writer little time."""
GROWN_MB, GROWN_HANDLES = 60, 60
"""More than what is kept of the last searches, and a generation that a search still holds."""


def resident_mb():
    line = next(own for own in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in own)
    return int(line.split()[1]) / 1024


@pytest.fixture
def plans(tmp_path):
    return write_plans(tmp_path / "corpus" / "plans")


@pytest.fixture
def folder(tmp_path, plans):
    PlanIndex.build(
        tmp_path / "corpus", tmp_path / "index", encoder=HashingEncoder(), progress=False
    )
    return tmp_path / "index"


@pytest.fixture
def said_by(tmp_path, plans):
    return expected(plans, tmp_path / "expected")


class Crowd:
    """Threads that ask one index until they are told to stop."""

    def __init__(self, index, allowed):
        self.index, self.allowed = index, allowed
        self.wrong, self.asked, self.stop = [], 0, threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self.ask) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def ask(self):
        while not self.stop.is_set():
            # The index may change between two queries: each answer is that of some generation.
            for key, found in answers(self.index).items():
                self.asked += 1
                if all(found != own[key] for own in self.allowed):
                    self.wrong.append((key, found))


def replaced_again_and_again(index, plans, seconds):
    """Take each plan out and put it in again; return what this process used at first."""
    changes, before = 0, None
    end = time.monotonic() + seconds
    while time.monotonic() < end or changes < FEWEST:
        path = plans[changes % len(plans)]
        index.remove(path.stem)
        index.add(path)
        changes += 1
        if changes == FEWEST // 2:
            before = used()
    return before


def used():
    """The file handles of this process, and its memory in MB."""
    gc.collect()
    return len(os.listdir("/proc/self/fd")), resident_mb()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_every_answer_is_that_of_a_generation(folder, plans, said_by, is_long):
    seconds = 120 if is_long else 4
    ids = frozenset(path.stem for path in plans)
    allowed = [said_by(ids), *(said_by(ids - {own}) for own in ids)]
    index = PlanIndex.open(folder, encoder=HashingEncoder())
    command = [sys.executable, "-m", "tests.torture.worker", "search", str(folder), str(seconds)]
    pipes = {"cwd": ROOT, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        searching = [stack.enter_context(running(command, **pipes)) for _ in range(PROCESSES)]
        with Crowd(index, allowed) as crowd:
            before = replaced_again_and_again(index, plans, seconds)
        seen = [json.loads(process.stdout.read()) for process in searching]
    after = used()
    assert crowd.wrong == []
    assert crowd.asked > 100
    assert after[0] <= before[0] + GROWN_HANDLES
    assert after[1] <= before[1] + GROWN_MB
    for held, found in chain.from_iterable(seen):
        whole = json.dumps(sorted((*key, value) for key, value in said_by(held).items()))
        assert found == [whole]
