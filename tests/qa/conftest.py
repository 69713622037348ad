from pathlib import Path

import pytest

from index import PlanIndex
from tests.index.encoders import HashingEncoder

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the index of the five plans is: the one of tests/index, so it is embedded once."""
    return tmp_path_factory.getbasetemp() / "model-index"


@pytest.fixture(scope="session")
def plan_index(folder):
    """The five plans, with the default model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANTIAN_MODEL", raising=False)
        return PlanIndex.build(CORPUS, folder, progress=False)


@pytest.fixture(scope="session")
def hashed_index(tmp_path_factory):
    """The five plans with an encoder that needs no model."""
    folder = tmp_path_factory.mktemp("hashed")
    return PlanIndex.build(CORPUS, folder, encoder=HashingEncoder(), progress=False)
