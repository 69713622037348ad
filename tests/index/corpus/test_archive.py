"""A collection is packed, unpacked elsewhere, and is the same; what does not belong is refused."""

import hashlib
import json
import shutil
import zipfile

import pytest

from index.corpus.archive import export_collection, import_collection
from index.corpus.folder import Corpus, CorpusError
from tests.index.conftest import YUNXI


@pytest.fixture
def archive(corpus, tmp_path):
    path = tmp_path / "collection.zip"
    assert export_collection(Corpus(corpus), path) == 2
    return path


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def repacked(archive, change):
    """Write the archive again with other files in it."""
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist()}
    contents = json.loads(files.pop("collection.json"))
    change(files, contents)
    with zipfile.ZipFile(archive, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
        new.writestr("collection.json", json.dumps(contents))


def listed(contents, name, data):
    contents["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_there_and_back(archive, corpus, tmp_path):
    fresh, _ = import_collection(archive, Corpus(tmp_path / "other"))
    assert [path.name for path in fresh] == ["chaoshan-2023.txt", "yunxi-2025.txt"]
    assert tree(tmp_path / "other") == tree(corpus)
    again = tmp_path / "again.zip"
    export_collection(Corpus(tmp_path / "other"), again)
    assert again.read_bytes() == archive.read_bytes()


def test_a_file_that_cannot_be_read_and_stands_in_a_table(command, held, corpus, built, tmp_path):
    other = tmp_path / "other"
    (other / "plans").mkdir(parents=True)
    for name, text in {"bad": "", "good": YUNXI.replace("散煤", "扬尘"), "empty": ""}.items():
        (other / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    (other / "manifest.csv").write_text("id,city\nbad,临江市\n", encoding="utf-8")
    archive = tmp_path / "other.zip"
    export_collection(Corpus(other), archive)
    said = command("import", archive, expected=3)
    assert "good" in held()
    assert "bad.txt: holds no text" in said
    assert "it stays in the collection: " in said
    assert "manifest.csv: has a line on bad; take its line out" in said
    assert "empty.txt: holds no text" in said
    assert (corpus / "plans" / "bad.txt").exists()
    assert not (corpus / "plans" / "empty.txt").exists()


def test_what_is_there_already_stays(archive, corpus):
    before = tree(corpus)
    assert import_collection(archive, Corpus(corpus)) == ((), ())
    assert tree(corpus) == before


def test_what_is_known_comes_with_new_plans_only(archive, tmp_path):
    other = tmp_path / "other"
    (other / "plans").mkdir(parents=True)
    (other / "plans" / "yunxi-2025.txt").write_text(YUNXI, encoding="utf-8")
    (other / "manifest.toml").write_text(
        '# mine\n[plans.yunxi-2025]\ncity = "云溪市"\nperiod = [2024, 2025]\n'
    )
    import_collection(archive, Corpus(other))
    manifest = (other / "manifest.toml").read_text("utf-8")
    assert manifest.startswith("# mine\n")
    assert "chaoshan-2023" in manifest


ESCAPES = [
    *("../evil.txt", "/etc/evil.txt", "plans/../../evil.txt", "plans/a/b.txt", "C:\\evil.txt"),
    *(
        "plans\\evil.txt",
        "plans/.hidden.txt",
        "other/evil.txt",
        "evil.txt",
        "plans/..",
        "plans//a.txt",
    ),
]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leads_elsewhere_is_refused(archive, tmp_path, name):
    def change(files, contents):
        files[name] = b"evil"
        listed(contents, name, b"evil")

    repacked(archive, change)
    before = tree(tmp_path)
    with pytest.raises(CorpusError, match=r"would lie outside the collection|does not hold the"):
        import_collection(archive, Corpus(tmp_path / "other"))
    assert tree(tmp_path) == before


def alter(files, contents):
    files["plans/yunxi-2025.txt"] += b" "


def swell(files, contents):
    files["plans/yunxi-2025.txt"] = bytes(10_000_000)


def unlist(files, contents):
    del contents["files"]["plans/yunxi-2025.txt"]


def drop(files, contents):
    del files["plans/yunxi-2025.txt"]


def no_plan(files, contents):
    files["plans/run.exe"] = b"x"
    listed(contents, "plans/run.exe", b"x")


def bad_manifest(files, contents):
    files["manifest.toml"] = b"[plans.yunxi-2025]\ncolour = 3\n"
    listed(contents, "manifest.toml", files["manifest.toml"])


def other_version(files, contents):
    contents["version"] = 9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (alter, "yunxi-2025.txt is not what its checksum says"),
        (swell, "yunxi-2025.txt is not what its checksum says"),
        (unlist, "does not hold the files that it lists"),
        (drop, "does not hold the files that it lists"),
        (no_plan, "run.exe is no plan file"),
        (bad_manifest, "unknown field 'colour'"),
        (other_version, "is of version 9, this program reads 1"),
    ],
)
def test_an_archive_that_is_wrong_puts_nothing_in(archive, tmp_path, change, message):
    from index import LantianError

    repacked(archive, change)
    with pytest.raises(LantianError, match=message):
        import_collection(archive, Corpus(tmp_path / "other"))
    assert tree(tmp_path / "other") == {}


def test_a_file_that_differs_is_not_replaced(archive, corpus):
    (corpus / "plans" / "yunxi-2025.txt").write_text(YUNXI + "三、附则。\n", encoding="utf-8")
    before = tree(corpus)
    with pytest.raises(CorpusError, match=r"yunxi-2025\.txt differs from yours"):
        import_collection(archive, Corpus(corpus))
    assert tree(corpus) == before


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 nothing"])
def test_a_file_that_is_no_archive(tmp_path, data):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(CorpusError, match="is damaged or no ZIP file"):
        import_collection(path, Corpus(tmp_path / "other"))


def test_the_commands(command, held, corpus, tmp_path, built):
    archive = tmp_path / "all.zip"
    assert "2 plans" in command("export", archive)
    command("remove", "yunxi-2025")
    assert held() == ["chaoshan-2023"]
    command("import", archive)
    assert held() == ["chaoshan-2023", "yunxi-2025"]
    assert "nothing new" in command("import", archive)
    shutil.rmtree(corpus / "plans")
    assert "holds no plan; add some" in command("export", archive, expected=2)
