"""An index in its folder: the one in force is whole, or is refused."""

import os
import shutil
import stat

import pytest

from index import IndexDamagedError, IndexMissingError
from index.storage.store import CURRENT
from tests.index.index_folder import (
    assert_tidy,
    build,
    hits_of,
    opened,
    snapshot_folder,
)

# Written and read again


def test_an_opened_index_gives_the_hits_of_the_built_one(built, folder):
    again = opened(folder)
    assert again.plans() == built.plans()
    assert again.passages() == built.passages()
    assert hits_of(again) == hits_of(built)
    assert hits_of(again)[0][0].passage.plan_id in {"chaoshan-2023", "yunxi-2025"}
    assert_tidy(folder)


def test_a_folder_can_be_moved(built, folder, tmp_path):
    moved = folder.rename(tmp_path / "moved")
    assert hits_of(opened(moved)) == hits_of(built)


def test_a_path_may_be_a_string(built, folder):
    assert hits_of(opened(str(folder))) == hits_of(built)


def test_others_may_read_what_was_written(corpus, folder):
    before = os.umask(0o022)
    try:
        build(corpus, folder)
    finally:
        os.umask(before)
    for path in (folder, snapshot_folder(folder)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o755
    for path in (folder / CURRENT, *snapshot_folder(folder).iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


# Missing and damaged


def refusal(folder):
    with pytest.raises(IndexDamagedError) as caught:
        opened(folder)
    message = str(caught.value)
    assert message.startswith(str(folder))
    assert "python -m index build" in message
    return message


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir(parents=True)])
def test_no_index(folder, make):
    make(folder)
    with pytest.raises(IndexMissingError) as caught:
        opened(folder)
    assert str(caught.value) == (
        f"{folder}: there is no index here; build one with: python -m index build"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"nothing",
        b"snapshot-",
        b"snapshot-000000000000",
        b"..",
        b"/",
        b"../../corpus",
        b"snapshot-../../../corpus",
        b"snapshot-" + b"a" * 5000,
        b"snapshot-0000\x0000000000",
        b"\xff\xfe",
    ],
)
def test_a_pointer_to_nowhere(built, folder, content):
    (folder / CURRENT).write_bytes(content)
    assert CURRENT in refusal(folder)


def test_a_pointer_out_of_the_folder(built, folder):
    name = snapshot_folder(folder).rename(folder.parent / "snapshot-000000000000").name
    for pointer in (f"../{name}", str(folder.parent / name), f"snapshot-x/../../{name}"):
        (folder / CURRENT).write_text(pointer)
        assert "is no snapshot here" in refusal(folder)


def test_the_folder_is_a_file(folder):
    folder.parent.mkdir()
    folder.write_text("x")
    assert "Not a directory" in refusal(folder)


def test_the_pointer_is_a_folder(built, folder):
    (folder / CURRENT).unlink()
    (folder / CURRENT).mkdir()
    assert "Is a directory" in refusal(folder)


FILES = (
    *("configuration.json", "dense.faiss", "index.json", "lexical.npz", "passages.json"),
    *("plans.json", "vocabulary.json"),
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["deleted", "emptied", "cut", "altered", "a folder"],
)
def test_a_damaged_file_is_refused_and_a_build_mends_it(built, corpus, folder, name, damage):
    expected = hits_of(built)
    damage(snapshot_folder(folder) / name)
    message = refusal(folder)
    assert str(snapshot_folder(folder)) in message
    assert hits_of(build(corpus, folder)) == expected
    assert hits_of(opened(folder)) == expected
    assert_tidy(folder)


def test_the_snapshot_is_gone(built, corpus, folder):
    shutil.rmtree(snapshot_folder(folder))
    assert "is no snapshot here" in refusal(folder)
    assert hits_of(build(corpus, folder)) == hits_of(built)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(built, folder):
    (snapshot_folder(folder) / "plans.json").chmod(0)
    assert "Permission denied" in refusal(folder)
