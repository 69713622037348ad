"""An index in its folder: the one in force is whole, or is refused."""

import os
import shutil
import stat

import pytest

from index import IndexDamagedError, IndexMissingError
from index.storage.manifest import FORMAT_VERSION, Manifest, name_of
from index.storage.store import CURRENT
from tests.index.index_folder import (
    assert_tidy,
    build,
    files_of,
    hits_of,
    manifest_of,
    manifest_path,
    opened,
    segment_folder,
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
    for path in (folder, segment_folder(folder)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o755
    for path in files_of(folder):
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
        b"generation-",
        b"generation-000000000000",
        b"generation-000000000000.json",
        b"generation-00000000000A.json",
        b"snapshot-000000000000",
        b"..",
        b"/",
        b"../../corpus",
        b"generation-../../../corpus",
        b"generation-" + b"a" * 5000,
        b"generation-0000\x0000000000.json",
        b"\xff\xfe",
    ],
)
def test_a_pointer_to_nowhere(built, folder, content):
    (folder / CURRENT).write_bytes(content)
    assert CURRENT in refusal(folder)


def test_a_pointer_out_of_the_folder(built, folder):
    name = manifest_path(folder).rename(folder.parent / manifest_path(folder).name).name
    for pointer in (f"../{name}", str(folder.parent / name), f"generation-x/../../{name}"):
        (folder / CURRENT).write_text(pointer)
        assert "is no index here" in refusal(folder)


def test_an_index_of_the_earlier_layout_is_refused_and_a_build_replaces_it(built, corpus, folder):
    """It lay in a folder that the pointer names."""
    (folder / "snapshot-0123456789ab").mkdir()
    (folder / "snapshot-0123456789ab" / "index.json").write_text('{"format_version": 11}')
    (folder / CURRENT).write_text("snapshot-0123456789ab")
    message = refusal(folder)
    assert message.startswith(f"{folder / 'snapshot-0123456789ab'}: an earlier version")
    assert hits_of(build(corpus, folder)) == hits_of(built)
    assert_tidy(folder)


def test_the_folder_is_a_file(folder):
    folder.parent.mkdir()
    folder.write_text("x")
    assert "Not a directory" in refusal(folder)


def test_the_pointer_is_a_folder(built, folder):
    (folder / CURRENT).unlink()
    (folder / CURRENT).mkdir()
    assert "Is a directory" in refusal(folder)


@pytest.mark.parametrize("name", ["manifest", "plans.sqlite", "terms.marisa", "vectors.npy"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["deleted", "emptied", "cut", "altered", "a folder"],
)
def test_a_damaged_file_is_refused_and_a_build_mends_it(corpus, folder, name, damage):
    expected = hits_of(build(corpus, folder))
    path = manifest_path(folder) if name == "manifest" else segment_folder(folder) / name
    damage(path)
    assert (path.name if name == "manifest" else path.parent.name) in refusal(folder)
    if name == "manifest" and path.is_dir():
        path.rmdir()  # no writer made it, and none takes it away
    assert hits_of(build(corpus, folder)) == expected
    assert hits_of(opened(folder)) == expected
    assert_tidy(folder)


def test_any_byte_of_the_manifest_that_is_changed(built, folder):
    path = manifest_path(folder)
    data = path.read_bytes()
    for position in range(0, len(data), 31):
        path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        assert f"{path}: was altered after it was written" in refusal(folder)


def put_in_force(folder, data):
    """Let an index have a manifest whose name is that of its bytes."""
    (folder / name_of(data)).write_bytes(data)
    (folder / CURRENT).write_text(name_of(data))


def test_a_manifest_of_another_version(built, corpus, folder):
    data = manifest_path(folder).read_bytes()
    old, new = f'"format_version": {FORMAT_VERSION},', '"format_version": 99,'
    put_in_force(folder, data.replace(old.encode(), new.encode()))
    message = refusal(folder)
    assert message.startswith(f"{manifest_path(folder)}: has format version 99, this program")
    assert hits_of(build(corpus, folder)) == hits_of(built)
    assert_tidy(folder)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"", b"\xff"])
def test_a_manifest_that_is_none(built, folder, data):
    put_in_force(folder, data)
    assert f"{manifest_path(folder)}: cannot be read (" in refusal(folder)


def test_an_index_of_no_plans(built, folder):
    put_in_force(folder, Manifest(manifest_of(folder).configuration).to_bytes())
    index = opened(folder)
    assert (index.plans(), index.passages(), index.heads(), index.size) == ((), (), (), 0)
    assert index.segments == (0, 0)
    assert all(len(found) == 0 for found in hits_of(index))


def test_the_segment_is_gone(built, corpus, folder):
    shutil.rmtree(segment_folder(folder))
    assert f"{segment_folder(folder)}: is missing" in refusal(folder)
    assert hits_of(build(corpus, folder)) == hits_of(built)


def test_files_that_are_not_ours_are_let_be(built, folder):
    (segment_folder(folder) / ".DS_Store").write_bytes(b"x")
    assert hits_of(opened(folder)) == hits_of(built)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(built, folder):
    (segment_folder(folder) / "flags.npy").chmod(0)
    assert "Permission denied" in refusal(folder)
