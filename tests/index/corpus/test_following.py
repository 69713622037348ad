"""``watch``: whatever happens to the files, the index is that of the files soon after."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from index import IndexMissingError, PlanIndex
from index.corpus import Corpus
from index.corpus.following import follow, keep_in_step
from index.storage import store
from index.storage.report import read_failures
from index.storage.store import locked
from tests.index.conftest import CHAOSHAN, YUNXI
from tests.index.index_folder import ROOT
from tests.processes import LONG_S, running

NEW = "临江市扬尘治理2024年方案\n\n一、治理工地12处。\n"


@pytest.fixture
def followed(corpus, folder, encoder):
    """The index of the two short plans, followed by a thread; yields what was said of it."""
    said = {"errors": [], "failures": [], "changes": 0}
    stop, ready = threading.Event(), threading.Event()

    def build():
        index = PlanIndex.build(
            corpus, folder, encoder=encoder, progress=False, failed=said["failures"].append
        )
        ready.set()
        return index

    def told(index, failures, paths):
        said["paths"] = {path.name for path in paths}
        if "raises" in said:
            raise said.pop("raises")
        said["changes"] += 1
        said["failures"] += failures

    thread = threading.Thread(
        target=keep_in_step, args=(Corpus(corpus), build, told, said["errors"].append, stop)
    )
    thread.start()
    assert ready.wait(LONG_S)
    time.sleep(0.5)  # until the folder is watched
    yield said
    stop.set()
    thread.join(LONG_S)
    assert not thread.is_alive()


def until(condition):
    end = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < end, "the index has not followed"
        time.sleep(0.05)


def test_the_index_follows(followed, corpus, folder, held):
    plans = corpus / "plans"
    (plans / "new.txt").write_text(NEW, encoding="utf-8")
    until(lambda: held() == ["chaoshan-2023", "new", "yunxi-2025"])
    (plans / "new.txt").unlink()
    until(lambda: held() == ["chaoshan-2023", "yunxi-2025"])
    (plans / "other.txt").write_text(YUNXI.replace("散煤", "扬尘"), encoding="utf-8")
    until(lambda: "other" in held())
    (plans / "other.txt").rename(plans / "renamed.txt")
    until(lambda: held() == ["chaoshan-2023", "renamed", "yunxi-2025"])
    (plans / "renamed.txt").write_bytes(b"")
    until(lambda: held() == ["chaoshan-2023", "yunxi-2025"])
    assert followed["failures"][0].error == "holds no text"
    assert followed["paths"] == {"renamed.txt"}
    (plans / "notes.ods").write_bytes(b"x")
    (plans / ".hidden.txt").write_text(NEW, encoding="utf-8")
    before = followed["changes"]
    time.sleep(2)
    assert followed["changes"] == before, "what is no plan wakes nobody"


def test_what_is_known_of_plans_is_followed(followed, corpus, folder, encoder):
    manifest = corpus / "manifest.toml"
    before = manifest.read_text("utf-8")
    manifest.write_text("[plans", encoding="utf-8")
    until(lambda: followed["errors"])
    assert "is not valid TOML" in str(followed["errors"][0])
    manifest.write_text(before.replace("潮山市", "潮河市"), encoding="utf-8")

    def city():
        return PlanIndex.open(folder, encoder=encoder).plan("chaoshan-2023").city

    until(lambda: city() == "潮河市")


def test_what_could_not_be_written_is_written_with_the_next_change(
    followed, corpus, folder, held, monkeypatch
):
    monkeypatch.setattr(store, "LOCK_TIMEOUT_S", 0.2)
    plans = corpus / "plans"
    with locked(folder):
        (plans / "a.txt").write_text(NEW, encoding="utf-8")
        until(lambda: followed["errors"])
        time.sleep(2)  # until nothing more is told of it
    assert "another process has been writing" in str(followed["errors"][0])
    assert "a" not in held()
    (plans / "b.txt").write_text(YUNXI.replace("散煤", "扬尘"), encoding="utf-8")
    until(lambda: {"a", "b"} < set(held()))


def test_what_is_known_of_plans_is_tried_again_with_the_next_change(
    followed, corpus, folder, encoder, monkeypatch
):
    monkeypatch.setattr(store, "LOCK_TIMEOUT_S", 0.2)
    manifest = corpus / "manifest.toml"
    with locked(folder):
        manifest.write_text(manifest.read_text("utf-8").replace("潮山市", "潮河市"), "utf-8")
        until(lambda: followed["errors"])
        time.sleep(2)
    (corpus / "plans" / "a.txt").write_text(NEW, encoding="utf-8")
    until(lambda: PlanIndex.open(folder, encoder=encoder).plan("chaoshan-2023").city == "潮河市")


def test_an_error_of_the_system_ends_nothing(followed, corpus, held):
    followed["raises"] = OSError("the report cannot be written")
    (corpus / "plans" / "a.txt").write_text(NEW, encoding="utf-8")
    until(lambda: followed["errors"])
    (corpus / "plans" / "b.txt").write_text(YUNXI.replace("散煤", "扬尘"), encoding="utf-8")
    until(lambda: {"a", "b"} < set(held()))


def test_only_what_changed_is_read(built, corpus, encoder):
    (corpus / "plans" / "new.txt").write_text(NEW, encoding="utf-8")
    encoder.passages.clear()
    assert follow(built, Corpus(corpus), [corpus / "plans" / "new.txt"]) == ()
    assert all("潮山" not in own and "云溪" not in own for own in encoder.passages)


def test_a_copy_takes_the_place_of_a_plan_that_is_gone(built, corpus):
    plans = corpus / "plans"
    (plans / "z.txt").write_text(CHAOSHAN, encoding="utf-8")
    follow(built, Corpus(corpus), [plans / "z.txt"])
    assert [copy.file for copy in built.copies()] == ["z.txt"]
    (corpus / "manifest.toml").unlink()
    (plans / "chaoshan-2023.txt").unlink()
    follow(built, Corpus(corpus), [plans / "chaoshan-2023.txt"])
    assert [head.id for head in built.heads()] == ["yunxi-2025", "z"]
    assert built.copies() == ()


def test_two_files_of_one_stem(built, corpus):
    plans = corpus / "plans"
    page = "".join(f"<p>{line}</p>" for line in NEW.splitlines())
    (plans / "yunxi-2025.html").write_text(f"<meta charset=utf-8>{page}", encoding="utf-8")
    follow(built, Corpus(corpus), [plans / "yunxi-2025.html"])
    ids = ["chaoshan-2023", "yunxi-2025", "yunxi-2025.html"]
    assert [head.id for head in built.heads()] == ids
    (plans / "yunxi-2025.txt").unlink()
    (corpus / "manifest.toml").unlink()
    follow(built, Corpus(corpus), [plans / "yunxi-2025.txt"])
    assert [head.id for head in built.heads()] == ["chaoshan-2023", "yunxi-2025"]
    assert built.plan("yunxi-2025").title.startswith("临江市")


@pytest.mark.model
def test_the_command(corpus, folder):
    command = [sys.executable, "-m", "index", "watch", str(corpus), "--index", str(folder)]
    options = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with running(command, **options) as watching:
        assert "watching" in watching.stdout.readline()

        def ids():
            try:
                return [head.id for head in PlanIndex.open(folder).heads()]
            except IndexMissingError:
                return []

        assert watching.stdout.readline() == f"{folder}: 2 plans\n"
        time.sleep(1)
        (corpus / "plans" / "new.txt").write_text(NEW, encoding="utf-8")
        assert watching.stdout.readline() == f"{folder}: 3 plans\n"
        assert ids() == ["chaoshan-2023", "new", "yunxi-2025"]
        (corpus / "plans" / "bad.txt").write_bytes(b"")
        assert watching.stdout.readline() == f"{folder}: 3 plans\n"
        until(lambda: [own.file for own in read_failures(folder)] == ["bad.txt"])
        (corpus / "manifest.toml").write_text('[plans.new]\nissuer = "临江市"\n', encoding="utf-8")
        (corpus / "plans" / "bad.txt").write_bytes(b"\x00")
        assert watching.stdout.readline() == f"{folder}: 3 plans\n"
        assert [own.file for own in read_failures(folder)] == ["bad.txt"]
        (corpus / "plans" / "bad.txt").write_text(NEW.replace("治理", "清扫"), encoding="utf-8")
        assert watching.stdout.readline() == f"{folder}: 4 plans\n"
        until(lambda: not read_failures(folder))
        os.kill(watching.pid, signal.SIGINT)
        assert watching.wait(LONG_S) == 0
        assert "Traceback" not in watching.stderr.read()
