"""What the doctor says of an index."""

import json

import pytest

from index import IndexMissingError
from index.__main__ import main
from index.storage.examination import examine
from index.storage.snapshot import HEADER
from index.storage.store import CURRENT
from tests.index.index_folder import snapshot_folder


def states(folder):
    return {found.name.split("/")[-1]: found.state for found in examine(folder)}


def test_a_whole_index(built, folder):
    found = states(folder)
    assert set(found.values()) == {"whole"}
    assert set(found) == {CURRENT, *(path.name for path in snapshot_folder(folder).iterdir())}
    sizes = {own.name.split("/")[-1]: own.size for own in examine(folder)}
    assert all(
        sizes[path.name] == path.stat().st_size for path in snapshot_folder(folder).iterdir()
    )


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(b""), "altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "altered"),
        (lambda path: (path.unlink(), path.mkdir()), "unreadable"),
    ],
)
@pytest.mark.parametrize("name", ["plans.json", "dense.faiss", HEADER])
def test_each_file_is_named_and_the_others_are_not(built, folder, name, damage, state):
    damage(snapshot_folder(folder) / name)
    found = states(folder)
    assert found[name] == state
    assert {own for file, own in found.items() if file != name} == {"whole"}


def test_an_index_of_another_version(built, folder):
    path = snapshot_folder(folder) / HEADER
    path.write_text(json.dumps({**json.loads(path.read_text()), "format_version": 1}))
    assert states(folder) == {CURRENT: "whole", HEADER: "other version"}


def test_a_header_that_leaves_a_file_out(built, folder):
    path = snapshot_folder(folder) / HEADER
    header = json.loads(path.read_text())
    del header["sha256"]["facts.json"]
    path.write_text(json.dumps(header))
    (found,) = [own for own in examine(folder) if own.is_harmful]
    assert (found.name.split("/")[-1], found.remark) == (HEADER, "does not list facts.json")


def test_what_a_killed_writer_left_does_no_harm(built, folder):
    (folder / ".partial-1").mkdir()
    found = [own for own in examine(folder) if own.state != "whole"]
    assert [(own.name, own.state, own.is_harmful) for own in found] == [
        (".partial-1", "left over", False)
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
    (snapshot_folder(folder) / "facts.json").write_bytes(b"[]")
    assert main(["doctor", "--index", str(folder)]) == 2
    said = capsys.readouterr().out
    assert "已被改动 altered" in said
    assert "python -m index build" in said
    assert main(["doctor", "--index", str(folder), "--json"]) == 2
    assert {"facts.json", "altered"} <= {
        part
        for found in json.loads(capsys.readouterr().out)
        for part in (found["name"].split("/")[-1], found["state"])
    }


def test_the_command_without_an_index(tmp_path, capsys):
    assert main(["doctor", "--index", str(tmp_path)]) == 2
    assert "python -m index build" in capsys.readouterr().err
