"""Writers that are killed, refused or overtaken: the index in force stays whole."""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index import IndexDamagedError, IndexMissingError, IndexWriteError
from index.storage import building, store
from index.storage.examination import examine
from index.storage.store import CURRENT, locked, read_collection
from tests.index.file_steps import Killed, failing_at
from tests.index.index_folder import (
    ROOT,
    assert_tidy,
    build,
    hits_of,
    manifest_path,
    names_in,
    opened,
    segment_folder,
    segment_folders,
)
from tests.index.small_corpus import ids
from tests.processes import LONG_S, running

# Writers that do not come to their end


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/fd")


def steps_until_done(folder, work, stride=1):
    """Kill a writer at its first step, then at its second…, each time in a copy of the folder."""
    for step in range(1, 1000, stride):
        copy = folder.parent / f"copy-{step}"
        if folder.exists():
            shutil.copytree(folder, copy)
        try:
            with failing_at(copy, step, Killed()):
                work(copy)
        except Killed:
            yield copy
        else:
            return


@linux_only
def test_a_killed_writer_leaves_the_old_index_or_the_new_one(built, corpus, larger, folder):
    old = hits_of(built)
    new = hits_of(build(larger, folder.parent / "reference"))
    assert old != new
    outcomes = []
    for copy in steps_until_done(folder, lambda copy: build(larger, copy)):
        found = hits_of(opened(copy))
        assert found in (old, new)
        outcomes.append(found == new)
        if len(outcomes) % 3 == 0:
            assert hits_of(build(larger, copy)) == new
            assert hits_of(opened(copy)) == new
            build(corpus, copy)  # what a killed writer left goes with the next change
            assert_tidy(copy)
    assert outcomes == sorted(outcomes), "once the new index is in force, it stays so"
    assert outcomes.count(False) >= 10
    assert outcomes.count(True) >= 5


@linux_only
def test_a_first_build_that_is_killed_leaves_none_or_a_whole_one(corpus, folder, built):
    expected = hits_of(built)
    nowhere = folder.parent / "nowhere"
    kills = 0
    for copy in steps_until_done(nowhere, lambda copy: build(corpus, copy)):
        kills += 1
        try:
            assert hits_of(opened(copy)) == expected
        except IndexMissingError:
            assert not (copy / CURRENT).exists()
        assert hits_of(build(corpus, copy)) == expected
    assert kills >= 10


@linux_only
def test_a_mending_build_that_is_killed_leaves_a_named_error_or_a_whole_index(
    built, corpus, folder
):
    expected = hits_of(built)
    (segment_folder(folder) / "plans.sqlite").write_bytes(b"")
    for copy in steps_until_done(folder, lambda copy: build(corpus, copy), stride=2):
        with contextlib.suppress(IndexDamagedError):
            assert hits_of(opened(copy)) == expected
        assert hits_of(build(corpus, copy)) == expected


CHANGES = {
    "add": lambda index, new: index.add(new),
    "replace": lambda index, new: index.add(new.rename(new.with_name("yunxi-2025.txt"))),
    "remove": lambda index, new: index.remove("yunxi-2025"),
    "compact": lambda index, new: index.compact(),
}


def scores_of(index):
    """Scores of an index in one segment and in two differ in how they were added up."""
    return [{hit.passage.id: round(hit.score, 5) for hit in hits} for hits in hits_of(index)]


@linux_only
def test_a_writer_killed_while_it_merges_has_made_its_change(built, folder, new_plan, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    monkeypatch.setattr(building, "TIER", 2)
    clauses = (f"{numeral}、推进散煤治理{numeral}。\n" for numeral in "一二三四五六七八")
    new_plan.write_text("新城方案\n\n" + "".join(clauses))  # as many passages as there are
    old = scores_of(built)
    reference = folder.parent / "reference"
    shutil.copytree(folder, reference)
    opened(reference).add(new_plan)
    new = scores_of(opened(reference))
    assert len(segment_folders(reference)) == 1, "the two were merged"
    states = []
    for copy in steps_until_done(folder, lambda copy: opened(copy).add(new_plan), stride=3):
        found = scores_of(opened(copy))
        assert found in (old, new)
        states.append((found == new, len(segment_folders(copy))))
        assert not any(own.is_harmful for own in examine(copy))
    assert states == sorted(states, key=lambda own: (own[0], -own[1]))
    assert {(False, 1), (True, 2), (True, 1)} == set(states)


@pytest.mark.parametrize(
    ("small", "change"),
    [(0, "add"), (2000, "replace"), (0, "remove"), (2000, "remove"), (0, "compact")],
)
def test_a_killed_change_leaves_the_old_index_or_the_new_one(
    built, folder, new_plan, tmp_path, monkeypatch, small, change
):
    """Whether segments are written again or plans are marked."""
    monkeypatch.setattr(building, "SMALL", small)
    if change == "compact":
        other = tmp_path / "other.txt"
        other.write_text("他方案\n\n一、治理散煤。\n")
        built.add(other)
    text = new_plan.read_text()

    def work(copy):
        new_plan.write_text(text)
        CHANGES[change](opened(copy), new_plan)

    def state(index):
        return ids(index), scores_of(index), len(index.passages()), sum(index.segments[:1])

    copies = list(steps_until_done(folder, work, stride=4))
    reference = folder.parent / "reference"
    shutil.copytree(folder, reference)
    work(reference)
    old, new = state(built), state(opened(reference))
    assert old != new
    found = [state(opened(copy)) for copy in copies]
    assert all(own in (old, new) for own in found)
    outcomes = [own == new for own in found]
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) >= 1
    later = tmp_path / "later.txt"
    later.write_text("后方案\n\n一、治理扬尘。\n")
    for copy in copies[::6]:  # what a killed writer left goes with the next change
        opened(copy).add(later)
        assert "later" in ids(opened(copy))
        assert_tidy(copy)


@linux_only
def test_a_killed_change_that_changes_nothing_leaves_the_index(built, folder, new_plan):
    built.add(new_plan)
    expected = hits_of(built)
    for copy in steps_until_done(folder, lambda copy: opened(copy).add(new_plan), stride=3):
        assert hits_of(opened(copy)) == expected


@linux_only
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_leaves_a_whole_index(built, larger, folder, code):
    old = hits_of(built)
    new = hits_of(build(larger, folder.parent / "reference"))
    refused = 0
    for step in range(1 + code % 3, 1000, 3):
        copy = folder.parent / f"copy-{step}"
        shutil.copytree(folder, copy)
        with failing_at(copy, step, OSError(code, os.strerror(code))) as watch:
            try:
                build(larger, copy)
            except IndexWriteError as error:
                refused += 1
                assert str(error).startswith(f"{copy}: cannot be written ({os.strerror(code)})")
                assert "choose another folder" in str(error)
                assert hits_of(opened(copy)) in (old, new)
            else:
                assert hits_of(opened(copy)) == new
        if watch.steps < step:
            break
    assert refused >= 6


LEFT = (".partial-1", ".partial-99999", "snapshot-0123456789ab", "segment-0123456789ab")


def test_leftovers_of_killed_writers_are_removed(built, larger, folder):
    for name in LEFT:
        (folder / name).mkdir()
        (folder / name / "plans.json").write_text("[]")
    (folder / "generation-0123456789ab.json").write_text("{}")
    assert opened(folder).plans() == built.plans()
    build(larger, folder)
    assert_tidy(folder)


def test_what_is_not_ours_stays(built, larger, folder):
    own = ("snapshot-2020", "snapshot-photos", ".partial-work", "notes", "snapshot-0123456789AB")
    own += ("segment-1", "segment-0123456789AB", "generation-0123456789ab", "generation-1.json")
    own += ("generation-000000000000.json",)  # a folder
    files = ("snapshot-000000000000", "segment-000000000000", "generation-x.json", ".partial-7")
    for name in own:
        (folder / name).mkdir()
        (folder / name / "thesis.txt").write_text("x")
    for name in files:
        (folder / name).write_text("a file")
    build(larger, folder)
    assert {*own, *files} <= set(names_in(folder))
    assert all((folder / name / "thesis.txt").read_text() == "x" for name in own)


def test_what_a_writer_of_this_process_left_is_no_hindrance(built, larger, folder):
    """Its number comes again; so do a pointer that was not put in place, and a segment."""
    left = folder / f".partial-{os.getpid()}" / "segment"
    left.mkdir(parents=True)
    (left / "flags.npy").write_bytes(b"x")
    (folder / f"{CURRENT}.new").write_text("x")
    reference = folder.with_name("reference")
    build(larger, reference)
    name = segment_folder(reference).name
    (folder / name).mkdir()
    (folder / name / "flags.npy").write_bytes(b"half")
    assert hits_of(build(larger, folder)) == hits_of(opened(reference))
    assert hits_of(opened(folder)) == hits_of(opened(reference))
    assert_tidy(folder)


# Several at once


@pytest.mark.parametrize("moment", ["is_dir", "stat", "read_bytes"])
def test_a_reader_that_is_overtaken_reads_the_new_index(built, larger, folder, moment, monkeypatch):
    """A writer removes the old index when the reader has just learnt its name."""
    old = [manifest_path(folder), segment_folder(folder)]
    original = getattr(Path, moment)
    writers = [lambda: build(larger, folder)]

    def overtaken(path, *arguments, **options):
        if {path, path.parent} & {*old} and writers:
            writers.pop()()
        return original(path, *arguments, **options)

    monkeypatch.setattr(Path, moment, overtaken)
    collection = read_collection(folder)
    assert writers == []
    assert not any(path.exists() for path in old)
    assert [head.id for head in collection.heads] == ["chaoshan-2023", "new-2026", "yunxi-2025"]


def test_readers_never_fail_while_writers_write(built, corpus, larger, folder):
    stop, failures, sizes = threading.Event(), [], set()

    def read():
        while not stop.is_set():
            try:
                sizes.add(len(read_collection(folder).plans()))
            except Exception as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(10):
            build(larger, folder)
            build(corpus, folder)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert failures == []
    assert sizes <= {2, 3}


def test_a_writer_waits_for_another_and_says_so(built, larger, folder, monkeypatch):
    monkeypatch.setattr(store, "LOCK_TIMEOUT_S", 0.2)
    is_locked, stop = threading.Event(), threading.Event()

    def hold():
        with locked(folder):
            is_locked.set()
            stop.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert is_locked.wait(LONG_S)
        with pytest.raises(IndexWriteError, match="another process has been writing") as caught:
            build(larger, folder)
        assert str(caught.value).startswith(f"{folder}: ")
        assert "then try again" in str(caught.value)
        assert hits_of(opened(folder)) == hits_of(built), "readers need no lock"
    finally:
        stop.set()
        holder.join()
    assert len(build(larger, folder).plans()) == 3


HOLDER = """
import sys
from pathlib import Path
from index.storage.store import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()  # until the pipe is closed
"""


def test_the_lock_of_a_killed_process_is_free(built, larger, folder, monkeypatch):
    monkeypatch.setattr(store, "LOCK_TIMEOUT_S", 0.2)
    command = [sys.executable, "-c", HOLDER, folder]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with running(command, cwd=ROOT, **pipes) as holder:
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(IndexWriteError):
            build(larger, folder)
        holder.kill()
    assert len(build(larger, folder).plans()) == 3


def test_an_error_while_the_lock_is_held_stays_what_it_is(folder):
    with pytest.raises(FileNotFoundError, match="plans"), locked(folder):
        raise FileNotFoundError("plans")
    with locked(folder):
        pass


@pytest.mark.parametrize("place", ["file", "file/index"])
def test_a_folder_that_cannot_be_made(corpus, tmp_path, place):
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexWriteError) as caught:
        build(corpus, tmp_path / place)
    assert str(caught.value).startswith(f"{tmp_path / place}: cannot be written (")
