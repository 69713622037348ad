"""A version is cut, archived and held to its sum; an archive that was altered is refused."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from index.version import VERSION
from tools.release import ReleaseError, archive, check, cut, interpreter, require_whole, set_version

ROOT = Path(__file__).parents[2]
NAMING = {
    "index/version.py": r'^VERSION = "(.*)"$',
    "deploy/compose.yaml": r"image: lantian:(\S+)$",
    "deploy/kubernetes/kustomization.yaml": r'newTag: "(.*)"',
    "deploy/README.md": r"lantian:(\d\S*)",
}
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-02\n"


@pytest.fixture
def tree(tmp_path):
    """A committed working tree."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    for name in NAMING:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All of it")
    return folder


def git(folder, *arguments):
    who = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example"}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | who, check=True)


def test_a_version_is_cut(tree):
    cut("0.2.0", tree, "2026-03-04")
    text = (tree / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text == CHANGELOG.replace(
        "## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n"
    )
    assert named(tree) == {"0.2.0"}
    with pytest.raises(ReleaseError, match="nothing under"):
        cut("0.3.0", tree)


def named(tree):
    """The versions that the files name."""
    return {
        version
        for name, pattern in NAMING.items()
        for version in re.findall(pattern, (tree / name).read_text("utf-8"), re.MULTILINE)
    }


def test_one_goes_on_towards_the_next(tree):
    set_version("0.3.0.dev0", tree)
    assert named(tree) == {"0.3.0.dev0", "0.3.0"}  # an image has the number to come
    with pytest.raises(ReleaseError, match="no version"):
        set_version("3", tree)
    (tree / "deploy" / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"compose\.yaml names no version"):
        set_version("0.4.0", tree)


@pytest.mark.parametrize("version", ["0.1.0", "1.0", "2", "0.2.0.dev0", "v0.2.0"])
def test_one_that_is_none_or_there_already_is_refused(tree, version):
    with pytest.raises(ReleaseError, match=re.escape(version)):
        cut(version, tree)
    assert (tree / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG


def test_the_same_commit_gives_the_same_archive(tree, tmp_path):
    first = archive(tmp_path / "one", tree, "0.2.0")
    (tree / "untracked").write_text("x", encoding="utf-8")
    second = archive(tmp_path / "two", tree, "0.2.0")
    assert first.read_bytes() == second.read_bytes()
    require_whole(first)
    with tarfile.open(first) as packed:
        names = packed.getnames()
    assert "lantian-0.2.0/index/version.py" in names
    assert "lantian-0.2.0/untracked" not in names


def test_what_is_not_committed_is_named(tree, tmp_path):
    (tree / "CHANGELOG.md").write_text("other\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"CHANGELOG\.md"):
        archive(tmp_path / "dist", tree)
    assert not (tmp_path / "dist").exists()


def test_an_archive_that_was_altered_is_not_installed(tree, tmp_path):
    path = archive(tmp_path, tree, "0.2.0")
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ReleaseError, match="make it anew"):
        check(path, sys.executable)
    path.with_name(f"{path.name}.sha256").unlink()
    with pytest.raises(ReleaseError, match="cannot be compared"):
        check(path, sys.executable)


def test_a_python_is_found_by_its_version():
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert interpreter(own)
    assert interpreter("3.999") is None


def test_the_changelog_and_the_version_agree():
    """The newest dated section is this version, or this is one on the way to the next."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.findall(r"^## \[(0\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    numbers = [tuple(map(int, own.split("."))) for own in dated]
    own = tuple(map(int, VERSION.removesuffix(".dev0").split(".")))
    assert own > max(numbers, default=()) if VERSION.endswith(".dev0") else [own] == numbers[:1]
    assert numbers == sorted(set(numbers), reverse=True)
    assert named(ROOT) == {VERSION, VERSION.removesuffix(".dev0")}
    assert text.count("## [Unreleased]\n") == 1
