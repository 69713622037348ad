from pathlib import Path

import pytest

from index import PlanIndex

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
