"""Writers killed at any moment, in processes of their own: the index in force is whole."""

import random
import subprocess
import sys
import time

from index import PlanIndex
from index.storage.examination import examine
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import ROOT
from tests.processes import running
from tests.torture.collections import answers, expected, write_plans

LONGEST_S = 0.4
"""A change takes some hundredths of a second."""


def test_a_killed_writer_leaves_a_whole_generation(tmp_path, is_long):
    paths = write_plans(tmp_path / "corpus" / "plans")
    folder = tmp_path / "index"
    PlanIndex.build(tmp_path / "corpus", folder, encoder=HashingEncoder(), progress=False)
    said_by = expected(paths, tmp_path / "expected")
    choose = random.Random(20)
    for kill in range(60 if is_long else 4):
        own = ["change", str(folder), str(tmp_path / "corpus" / "plans"), str(kill)]
        command = [sys.executable, "-m", "tests.torture.worker", *own]
        with running(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout.readline() == "ready\n"
            if kill % 2:  # every second one has surely changed something, however slow the machine
                assert writer.stdout.readline() == "removed\n"
            time.sleep(choose.random() * LONGEST_S)
            assert writer.poll() is None, "it ended by itself"
            writer.kill()
        index = PlanIndex.open(folder, encoder=HashingEncoder())
        ids = tuple(head.id for head in index.heads())
        assert answers(index) == said_by(ids)
        assert not any(found.is_harmful for found in examine(folder))
