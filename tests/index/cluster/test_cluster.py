"""Builds on Ray: the same index, whoever is killed. Real Ray, on loopback alone."""

import os
import signal
import time
from functools import partial

import pytest

from index import PlanError, PlanIndex
from index.cluster import connect
from index.cluster.pool import MOST_LOST, Pool
from index.cluster.workers import Reader, program_of
from index.errors import ClusterError
from index.storage.preparing import prepare_files
from index.storage.report import Failure
from tests.index.encoders import HashingEncoder
from tests.processes import LONG_S

PLANS = 6


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers of this machine; what they keep lies in a cache of their own."""
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        with connect("local", 2) as connected:
            yield connected


@pytest.fixture
def paths(tmp_path):
    """Short plans, and a file that is none."""
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    for number in range(PLANS):
        text = f"第{number}区扬尘治理方案\n\n一、治理工地{number}处。\n二、清扫道路{number}公里。\n"
        (plans / f"plan-{number}.txt").write_text(text, encoding="utf-8")
    (plans / "broken.txt").write_bytes(b"")
    return sorted(plans.iterdir())


def read(paths, cluster=None):
    """What is read in some files, and what failed."""
    failures = []
    elsewhere = cluster.read_files if cluster else None
    found = prepare_files(
        paths, {}, processes=1, progress=False, failed=failures.append, elsewhere=elsewhere
    )
    return [own.row for own in found], failures


def test_workers_read_what_one_process_reads(cluster, paths):
    assert read(paths, cluster) == read(paths)


def test_what_was_read_is_not_read_again_until_the_index_is_in_force(cluster, paths):
    before = cluster.read.items
    first = read(paths, cluster)
    assert cluster.read.items == before + len(paths)
    assert read(paths, cluster) == first
    assert cluster.read.items == before + len(paths) + 1  # the file that is no plan
    paths[-1].write_text("新区方案\n\n一、治理锅炉。\n", encoding="utf-8")
    assert read(paths, cluster) == read(paths) != first


def test_without_a_listener_the_first_error_is_raised_as_it_is(cluster, paths):
    found = prepare_files(paths[:1], {}, processes=1, progress=False, elsewhere=cluster.read_files)
    with pytest.raises(PlanError, match=r"broken\.txt: holds no text"):
        next(found)


def die(path, digests):
    """A reader that takes its process with it, as a library in C may."""
    if "broken" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return Failure(path.name, "read", "")


def test_a_file_that_kills_its_reader_costs_itself_alone(cluster, paths):
    lost, paths = cluster.lost, paths[:3]
    found = list(cluster.read_files(partial(die, digests={}), paths))
    assert [own.file for own in found] == [path.name for path in paths]
    assert [own.error for own in found] == ["the process that read it died", "read", "read"]
    assert cluster.lost == lost + MOST_LOST


def hang(path, digests):
    """A reader that comes to no end with one file."""
    if "broken" in path.name:
        time.sleep(LONG_S)
    return Failure(path.name, "read", "")


def test_a_file_that_takes_too_long_costs_one_worker(cluster, paths, monkeypatch):
    monkeypatch.setenv("LANTIAN_FILE_SECONDS", "2")
    lost, paths = cluster.lost, paths[:3]
    found = list(cluster.read_files(partial(hang, digests={}), paths))
    assert [own.file for own in found] == [path.name for path in paths]
    assert [own.error for own in found] == ["reading it took longer than 2 s", "read", "read"]
    assert cluster.lost == lost + 1


def test_an_index_is_the_same_with_any_encoder(cluster, paths, tmp_path):
    def built(name, cluster=None):
        folder = tmp_path / name
        PlanIndex.build(
            paths[0].parent,
            folder,
            encoder=HashingEncoder(),
            progress=False,
            failed=lambda failure: None,
            cluster=cluster,
        )
        return content(folder)

    assert built("with", cluster) == built("without")


@pytest.mark.parametrize(
    ("program", "folder", "message"),
    [
        ("another", "", "is another version of the program; put the same files and packages there"),
        (program_of(), "missing", "has no folder .*missing; make it readable there"),
    ],
    ids=["program", "folder"],
)
def test_a_machine_that_differs_is_refused(cluster, tmp_path, program, folder, message):
    pool = Pool(Reader, (program, tmp_path / folder, len), 1)
    with pytest.raises(ClusterError, match=message):
        next(pool.map([tmp_path]))


def content(folder):
    """The bytes of each file of an index."""
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
