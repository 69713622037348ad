"""What holds for every test: no network but loopback, and the same examples on every CI run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index import IndexMissingError, PlanIndex
from index.model import LateEncoder
from tests import network_guard
from tests.index.encoders import HashingEncoder
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
    parser.addoption(
        "--long",
        action="store_true",
        help="each of the thousands of made questions, not each fifth; torture for minutes",
    )


@pytest.fixture(scope="session")
def is_long(request):
    """Whether what takes minutes is done at its full length."""
    return request.config.getoption("--long")


def pytest_configure(config):
    network_guard.install()
    settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(tryfirst=True)  # before those that share them out look at it
def pytest_collection_modifyitems(items):
    """Say which tests stay together where several processes share them: those of a file, and all
    that need the index of a machine without a network, which takes minutes to make.

    What takes minutes comes first, or one process would be at it when the others have ended.
    """
    for item in items:
        group = "offline" if "offline" in item.fixturenames else str(item.path.relative_to(ROOT))
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_place_in_line)


def _place_in_line(item):
    """Return 0 for what comes first, and so on."""
    if "offline" in item.fixturenames:
        return 0
    return 1 if item.get_closest_marker("browser") else 2


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
def shared_folder(tmp_path_factory):
    """What is made once for all processes that share the tests of a run lies here."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def model_folder(shared_folder):
    """Where the index of ``model_index`` is; nobody changes it."""
    return shared_folder / "model-index"


@pytest.fixture(scope="session")
def model_index(model_folder):
    """The five plans, with the default model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANTIAN_MODEL", raising=False)
        return made_once(model_folder)


@pytest.fixture(scope="session")
def collection_folder(shared_folder, model_index, model_folder):
    """Where ``corpus`` and ``index`` lie side by side, the five plans; copies may be changed."""
    folder = shared_folder / "collection"
    made = shared_folder / f"collection-{os.getpid()}"
    if not folder.exists():
        shutil.copytree(ROOT / "corpus", made / "corpus")
        shutil.copytree(model_folder, made / "index")
        PlanIndex.build(made / "corpus", made / "index", progress=False)
        try:
            made.rename(folder)
        except OSError:  # another process was sooner
            shutil.rmtree(made)
    return folder


@pytest.fixture(scope="session")
def exact_folder(shared_folder, model_index):
    """Where the index of the five plans in fp32 is, whatever this machine computes in."""
    made_once(shared_folder / "exact-index", LateEncoder(precision="fp32"))
    return shared_folder / "exact-index"


@pytest.fixture(scope="session")
def hashed_index(shared_folder):
    """The five plans, with vectors that mean nothing: no model is needed."""
    return made_once(shared_folder / "hashed-index", HashingEncoder())


def made_once(folder, encoder=None):
    """Return the index of the five plans in a folder; who comes first makes it."""
    try:
        return PlanIndex.open(folder, encoder=encoder)
    except IndexMissingError:  # a second one waits for the first, and finds nothing to do
        return PlanIndex.build(ROOT / "corpus", folder, encoder=encoder, progress=False)


@pytest.fixture(scope="session")
def chromium():
    """Path of the installed Chromium; a failure says how to get one."""
    script = ROOT / "tests/browser/chromium.sh"
    found = subprocess.run([script, "--find"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, f"no Chromium found; run {script} or set CHROMIUM to its path"
    return found.stdout.strip()


@pytest.fixture(scope="session")
def offline(tmp_path_factory):
    """Model prepared in an empty cache, one plan indexed and searched, all without a network."""
    machine = Offline(tmp_path_factory.mktemp("offline"))
    machine.run("-m", "index", "model")
    machine.run("-c", SEARCH, machine.index)
    return machine


@pytest.fixture(scope="session")
def offline_plans(offline, exact_folder):
    """Where the index of the five plans is on that machine, and beside it the one in fp32."""
    folder = offline.folder / "plans"
    for name in ("index", "index-fp32"):  # the second is where the evaluation looks for it
        shutil.copytree(exact_folder, folder / name)
    return folder
