"""Disks that are full, folders that vanish or may not be written to."""

import contextlib
import os
import resource
import shutil
import subprocess

import pytest

from index import IndexDamagedError, IndexMissingError, IndexWriteError, PlanIndex
from tests.index.encoders import HashingEncoder
from tests.torture.collections import answers, expected, write_plans


@pytest.fixture
def plans(tmp_path):
    return write_plans(tmp_path / "corpus" / "plans")


def built(tmp_path, folder):
    return PlanIndex.build(tmp_path / "corpus", folder, encoder=HashingEncoder(), progress=False)


@contextlib.contextmanager
def files_up_to(size):
    """Let no file of this process grow beyond some size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 100, 1_000, 4_000, 10_000, 20_000])
def test_files_that_cannot_grow(tmp_path, plans, size):
    index = built(tmp_path, tmp_path / "index")
    before = answers(index)
    extra = tmp_path / "extra.txt"
    extra.write_text(plans[0].read_text("utf-8").replace("2018年", "2030年"), encoding="utf-8")
    with files_up_to(size), pytest.raises(IndexWriteError, match="cannot be written"):
        index.add(extra)
    assert answers(index) == before
    assert answers(PlanIndex.open(tmp_path / "index", encoder=HashingEncoder())) == before
    index.add(extra)
    assert "extra" in {head.id for head in index.heads()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk(tmp_path, plans):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        index = built(tmp_path, disk / "index")
        said_by = expected(plans, tmp_path / "expected")
        filled = 0
        with pytest.raises(IndexWriteError, match="cannot be written"):
            for number in range(200):
                (disk / f"full-{number}").write_bytes(bytes(8_000))
                filled += 1
                index.add(plans[number % len(plans)])
                index.remove(plans[(number + 1) % len(plans)].stem)
                index.add(plans[(number + 1) % len(plans)])
    except OSError:  # the filling itself found no room
        assert filled
    finally:
        index = PlanIndex.open(disk / "index", encoder=HashingEncoder())
        ids = tuple(head.id for head in index.heads())
        found = answers(index)
        subprocess.run(["umount", "-l", str(disk)], check=True)
    assert found == said_by(ids)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read(tmp_path, plans):
    folder = tmp_path / "index"
    before = answers(built(tmp_path, folder))
    folder.chmod(0o555)
    try:
        index = PlanIndex.open(folder, encoder=HashingEncoder())
        assert answers(index) == before
        with pytest.raises(IndexWriteError):
            index.remove(plans[0].stem)
    finally:
        folder.chmod(0o755)


def test_a_folder_that_vanishes(tmp_path, plans):
    folder = tmp_path / "index"
    index = built(tmp_path, folder)
    before = answers(index)
    shutil.rmtree(folder)
    assert answers(index) == before, "what is mapped stays"
    with pytest.raises(IndexMissingError):
        PlanIndex.open(folder, encoder=HashingEncoder())
    with pytest.raises((IndexMissingError, IndexDamagedError)):
        index.add(plans[0])
    assert answers(built(tmp_path, folder)) == before
