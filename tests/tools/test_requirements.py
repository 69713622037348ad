"""The files of requirements: each names a package once, and all of them the same version of it."""

from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILES = sorted(Path(__file__).parents[2].glob("requirements*.txt"))


def pins(path):
    """The packages that a file names itself, with their versions."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    named = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return [(canonicalize_name(own.name), str(own.specifier)) for own in named]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_package_stands_twice_in_a_file(path):
    counted = Counter(name for name, _ in pins(path))
    assert counted
    assert [name for name, times in counted.items() if times > 1] == []


def test_files_that_share_a_package_name_one_version_of_it():
    versions = {}
    for name, version in (own for path in FILES for own in pins(path)):
        versions.setdefault(name, set()).add(version)
    assert {name: own for name, own in versions.items() if len(own) > 1} == {}
