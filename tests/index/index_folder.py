"""An index's folder as tests look at it."""

from pathlib import Path

from index import PlanIndex
from index.storage.store import CURRENT, LOCK, current_manifest
from tests.index.encoders import HashingEncoder

ROOT = Path(__file__).parents[2]
QUERY = "散煤治理"


def build(corpus, folder):
    return PlanIndex.build(corpus, folder, encoder=HashingEncoder(), progress=False)


def opened(folder):
    return PlanIndex.open(folder, encoder=HashingEncoder())


def hits_of(index):
    return [index.search(QUERY, mode=mode) for mode in ("hybrid", "lexical", "dense")]


def manifest_path(folder):
    return folder / (folder / CURRENT).read_text()


def manifest_of(folder):
    """The manifest in force."""
    return current_manifest(folder)[1]


def segment_folders(folder):
    """The folders of the segments in force, in their order."""
    return [folder / entry.name for entry in manifest_of(folder).segments]


def segment_folder(folder):
    """The folder of the only segment in force."""
    (found,) = segment_folders(folder)
    return found


def files_of(folder):
    """All files of the index in force."""
    segments = segment_folders(folder)
    files = [path for own in segments for path in sorted(own.iterdir())]
    return [folder / CURRENT, manifest_path(folder), *files]


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def assert_tidy(folder):
    own = [manifest_path(folder), *segment_folders(folder)]
    assert names_in(folder) == sorted([LOCK, CURRENT, *(path.name for path in own)])
