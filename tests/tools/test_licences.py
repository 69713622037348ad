"""The licences of what is needed: the project's pass, and one that will not do is refused."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.licences import Checked, Package, Policy, needed, read_policy, requirement_files

ROOT = Path(__file__).parents[2]


def audit(*arguments, folder=None):
    """The command, which also sees the packages in a folder."""
    path = os.pathsep.join(str(own) for own in (folder, ROOT) if own)
    return subprocess.run(
        [sys.executable, "-m", "tools.licences", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_that_is_needed_is_allowed():
    """But for what the documentation's pages are made with, which ``make audit`` installs."""
    program, tools = requirement_files()
    installed = [path for path in tools if path.name != "requirements-docs.txt"]
    assert installed
    done = audit("--requirements", *program, "--tools", *installed)
    assert (done.returncode, done.stderr) == (0, "")
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"torch", "gradio", "prometheus-client", "pytest", "mcp"} <= listed


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("License-Expression: MIT", True),
        ("License-Expression: AGPL-3.0-only", False),
        ("License-Expression: GPL-3.0-or-later", False),
        ("License: SSPL", False),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("Classifier: License :: Free for non-commercial use", False),
        ("Summary: none is named", False),
    ],
)
def test_one_that_will_not_do_is_refused(tmp_path, licence, is_allowed):
    place = tmp_path / "site" / "made_up-1.0.dist-info"
    place.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.4\nName: made-up\nVersion: 1.0\n{licence}\n"
    (place / "METADATA").write_text(metadata, encoding="utf-8")
    file = tmp_path / "requirements.txt"
    file.write_text("made-up==1.0  # why\n", encoding="utf-8")
    done = audit("--requirements", file, folder=tmp_path / "site")
    assert done.returncode == (0 if is_allowed else 1), done.stderr
    assert ("refused: made-up 1.0" in done.stderr) is not is_allowed


def test_one_whose_licence_nobody_knows_is_refused(tmp_path):
    """It is not installed: neither an entry of the policy nor its marker makes up for that."""
    file = tmp_path / "requirements.txt"
    file.write_text("made-up==1.0\nof-another==1.0 ; python_version < '3'\n", encoding="utf-8")
    done = audit("--requirements", file)
    assert done.returncode == 1
    assert "refused: made-up 1.0: is not installed here" in done.stderr
    assert "of-another" not in done.stderr
    looked_at = Policy(frozenset(), {"made-up": Checked("MIT", "its licence file")})
    assert looked_at.problem(Package("made-up", "1.0", None, is_tool=False)) is None


def test_one_of_another_version_is_refused(tmp_path):
    place = tmp_path / "site" / "made_up-2.0.dist-info"
    place.mkdir(parents=True)
    metadata = "Metadata-Version: 2.4\nName: made-up\nVersion: 2.0\nLicense-Expression: MIT\n"
    (place / "METADATA").write_text(metadata, encoding="utf-8")
    file = tmp_path / "requirements.txt"
    file.write_text("made-up==1.0\n", encoding="utf-8")
    done = audit("--requirements", file, folder=tmp_path / "site")
    assert done.returncode == 1
    assert "refused: made-up 1.0: 2.0 is installed here" in done.stderr


def test_what_installs_the_audited_is_run_before():
    """The licences of the documentation's tools are read from what is installed as well."""
    (rule,) = re.findall(r"^audit:(.*?)##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"$(TOOLS)", "$(VENV)/.docs-installed"} <= set(rule.split())


def test_a_tool_is_no_part_of_the_program():
    policy = Policy(frozenset({"MIT"}), {"lint": Checked("GPL-3.0", "a program", True)})
    assert policy.problem(Package("lint", "1", "GPL-3.0", is_tool=True)) is None
    assert "as a tool alone" in policy.problem(Package("lint", "1", "GPL-3.0", is_tool=False))


def test_who_was_looked_at_is_needed_still():
    """No exception is kept in vain."""
    assert read_policy().checked.keys() <= {own.name for own in needed(*requirement_files())}


def test_a_line_that_is_no_requirement_is_named(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("made up==\n", encoding="utf-8")
    done = audit("--requirements", file)
    assert done.returncode != 0
    assert "made up==" in done.stderr
