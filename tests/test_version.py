"""Every program says which version it is, and so does what it writes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from index import PlanIndex
from index.storage.store import current_manifest
from index.version import VERSION

ROOT = Path(__file__).parents[1]
WORKERS = {"benchmarks.growth"}
"""Programs that another program starts; no person does."""
MODULES = sorted(
    {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__main__")
        for folder in ("index", "qa", "eval", "benchmarks", "training", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if '\nif __name__ == "__main__":' in path.read_text(encoding="utf-8")
    }
    - WORKERS
)
PROGRAMS = [("app.py",), *(("-m", module) for module in MODULES)]


def test_there_are_programs():
    assert {"index", "qa", "eval", "benchmarks", "training"} <= set(MODULES)


@pytest.mark.parametrize("program", PROGRAMS, ids=" ".join)
def test_a_program_says_its_version(program):
    done = subprocess.run(
        [sys.executable, *program, "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"Lantian {VERSION}\n"), done.stderr


def test_it_is_a_version_of_the_first_series():
    assert re.fullmatch(r"0\.\d+\.\d+(\.dev0)?", VERSION)


def test_an_index_names_the_program_that_wrote_it(hashed_index, shared_folder):
    assert isinstance(hashed_index, PlanIndex)
    _, manifest = current_manifest(shared_folder / "hashed-index")
    assert manifest.program == VERSION
