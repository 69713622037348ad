"""An index's folder as tests look at it."""

from pathlib import Path

from index import PlanIndex
from index.storage.store import CURRENT, LOCK
from tests.index.encoders import HashingEncoder

ROOT = Path(__file__).parents[2]
QUERY = "散煤治理"


def build(corpus, folder):
    return PlanIndex.build(corpus, folder, encoder=HashingEncoder(), progress=False)


def opened(folder):
    return PlanIndex.open(folder, encoder=HashingEncoder())


def hits_of(index):
    return [index.search(QUERY, mode=mode) for mode in ("hybrid", "lexical", "dense")]


def snapshot_folder(folder):
    return folder / (folder / CURRENT).read_text()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def assert_tidy(folder):
    assert names_in(folder) == sorted([LOCK, CURRENT, snapshot_folder(folder).name])
