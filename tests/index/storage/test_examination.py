"""What the doctor says of an index."""

import json
import shutil

import pytest

from index import IndexMissingError
from index.__main__ import main
from index.storage import building, manifest
from index.storage.examination import examine
from index.storage.store import CURRENT
from tests.index.index_folder import files_of, manifest_path, segment_folder, segment_folders


def states(folder):
    return {found.name: found.state for found in examine(folder)}


def name_of(folder, path):
    return path.relative_to(folder).as_posix()


def test_a_whole_index(built, folder):
    found = {own.name: own for own in examine(folder)}
    assert {own.state for own in found.values()} == {"whole"}
    files = {name_of(folder, path): path for path in files_of(folder)}
    assert set(found) == set(files)
    assert all(found[name].size == path.stat().st_size for name, path in files.items())


def test_the_files_of_all_segments(built, folder, new_plan, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    built.add(new_plan)
    assert len(segment_folders(folder)) == 2
    assert set(states(folder)) == {name_of(folder, path) for path in files_of(folder)}


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(b""), "altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), "altered"),
        (lambda path: (path.unlink(), path.mkdir()), "unreadable"),
    ],
)
@pytest.mark.parametrize("name", ["plans.sqlite", "vectors.npy", "keys.npy"])
def test_each_file_is_named_and_the_others_are_not(built, folder, name, damage, state):
    path = segment_folder(folder) / name
    damage(path)
    found = states(folder)
    assert found[name_of(folder, path)] == state
    assert {own for file, own in found.items() if not file.endswith(name)} == {"whole"}


def test_a_remark_says_what_was_found(built, folder):
    place = segment_folder(folder)
    size = (place / "keys.npy").stat().st_size
    (place / "keys.npy").write_bytes(b"x")
    data = (place / "flags.npy").read_bytes()
    (place / "flags.npy").write_bytes(data[:-1] + b"x")
    remarks = {own.name.split("/")[-1]: own.remark for own in examine(folder) if own.is_harmful}
    assert remarks == {
        "keys.npy": f"{size} bytes were written",
        "flags.npy": "its SHA-256 is not the one written down",
    }


def test_a_segment_that_is_gone(built, folder):
    place = segment_folder(folder)
    shutil.rmtree(place)
    found = states(folder)
    assert {own for name, own in found.items() if "/" in name} == {"missing"}
    assert {own for name, own in found.items() if "/" not in name} == {"whole"}


def test_an_index_of_another_version(built, folder):
    data = json.dumps({"format_version": 1}).encode()
    name = manifest.name_of(data)
    (folder / name).write_bytes(data)
    (folder / CURRENT).write_text(name)
    (found,) = examine(folder)
    assert (found.state, found.is_harmful) == ("altered", True)
    assert "has format version 1" in found.remark


@pytest.mark.parametrize(
    "damage",
    [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b" ")],
)
def test_a_manifest_that_is_missing_or_altered(built, folder, damage):
    path = manifest_path(folder)
    damage(path)
    (found,) = examine(folder)
    assert found.is_harmful
    assert path.name in found.remark
    assert "python -m index build" in found.remark


def test_what_a_killed_writer_left_does_no_harm(built, folder):
    names = [".partial-1", "generation-000000000000.json", "segment-000000000000"]
    (folder / names[0]).mkdir()
    (folder / names[1]).write_text("{}")
    (folder / names[2]).mkdir()
    found = [own for own in examine(folder) if own.state != "whole"]
    assert [(own.name, own.state, own.is_harmful) for own in found] == [
        (name, "left over", False) for name in names
    ]


def test_a_pointer_to_nowhere(built, folder):
    (folder / CURRENT).write_text("nothing")
    (found,) = examine(folder)
    assert (found.state, found.is_harmful) == ("altered", True)


def test_there_is_none(tmp_path):
    with pytest.raises(IndexMissingError):
        examine(tmp_path)


def test_the_command_says_what_to_do(built, folder, capsys):
    assert main(["doctor", "--index", str(folder)]) == 0
    assert "索引完好 (the index is whole)" in capsys.readouterr().out
    (segment_folder(folder) / "flags.npy").write_bytes(b"[]")
    assert main(["doctor", "--index", str(folder)]) == 2
    said = capsys.readouterr().out
    assert "已被改动 altered" in said
    assert "python -m index build" in said
    assert main(["doctor", "--index", str(folder), "--json"]) == 2
    assert {"flags.npy", "altered"} <= {
        part
        for found in json.loads(capsys.readouterr().out)
        for part in (found["name"].split("/")[-1], found["state"])
    }


def test_the_command_without_an_index(tmp_path, capsys):
    assert main(["doctor", "--index", str(tmp_path)]) == 2
    assert "python -m index build" in capsys.readouterr().err
