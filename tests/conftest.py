"""What holds for every test: no network but loopback, and the same examples on every CI run."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import network_guard
from tests.offline import SEARCH, Offline

ROOT = Path(__file__).parents[1]

# The first example pays for dictionaries and models, and a busy machine is slow at making them:
# what measures time would fail at random.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("local", **UNTIMED)
settings.register_profile("ci", **UNTIMED, derandomize=True, database=None, print_blob=True)


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files from what the program does now; review their diff",
    )


def pytest_configure(config):
    network_guard.install()
    settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(tryfirst=True)  # before those that share them out look at it
def pytest_collection_modifyitems(items):
    """Say which tests stay together where several processes share them: those of a file, and all
    that need the index of a machine without a network, which takes minutes to make."""
    for item in items:
        group = "offline" if "offline" in item.fixturenames else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(autouse=True)
def no_network():
    """Fail a test during which anything tried to leave this machine, even if the error got lost."""
    network_guard.attempts.clear()
    yield
    assert network_guard.attempts == []


@pytest.fixture(scope="session")
def rewrite_golden(request):
    """Whether golden files are to be written instead of compared."""
    return request.config.getoption("--rewrite-golden")


@pytest.fixture(scope="session")
def chromium():
    """Path of the installed Chromium; a failure says how to get one."""
    script = ROOT / "tests/browser/chromium.sh"
    found = subprocess.run([script, "--find"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, f"no Chromium found; run {script} or set CHROMIUM to its path"
    return found.stdout.strip()


@pytest.fixture(scope="session")
def offline(tmp_path_factory):
    """Model prepared in an empty cache, index built and searched, all without a network."""
    machine = Offline(tmp_path_factory.mktemp("offline"))
    machine.run("-m", "index", "model")
    machine.run("-c", SEARCH, machine.index)
    return machine
