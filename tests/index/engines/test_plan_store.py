"""What every store of plans promises; another one is one more entry of ``ENGINES``."""

import shutil
import threading

import pytest

from index import FilterError, PlanIndex, facts
from index.parsing import parse_plan
from index.place import IndexPlace
from index.storage import building, collection
from index.storage.collection import PlanStore
from index.storage.preparing import passages_of
from index.storage.store import read_collection
from tests import postgres
from tests.index.encoders import HashingEncoder
from tests.index.engines import milvus

TEXTS = {
    "b-2": "乙市方案\n\n一、推进散煤治理。\n到2025年,PM2.5浓度不高于35微克/立方米。\n",
    "a-1": "甲市方案\n\n一、更换公交车。(市交通局牵头)\n二、治理扬尘。\n",
    "c-3": "丙市方案𠀀\n\n一、秸秆综合利用率达到90%以上。\n",
    "d-4": "丁市方案\n\n一、关停违法企业。\n",
}
OTHER = "丁市旧方案\n\n一、什么也不做。\n"


def written(texts, folder, changes):
    """The index of some plans, built and then changed one by one."""
    corpus = folder / "corpus" / "plans"
    corpus.mkdir(parents=True)
    for plan_id, text in texts.items():
        (corpus / f"{plan_id}.txt").write_text(text)
    index = PlanIndex.build(
        corpus.parent, folder / "index", encoder=HashingEncoder(), progress=False
    )
    for change in changes:
        change(index)
    return read_collection(folder / "index")


def one_segment(paths, folder, monkeypatch):
    return written({path.stem: path.read_text() for path in paths}, folder, [])


def segments_and_marks(paths, folder, monkeypatch):
    """A segment a plan, and one plan in place of another of the same id."""
    monkeypatch.setattr(building, "SMALL", 0)
    changes = [lambda index, path=path: index.add(path) for path in paths]
    changes.append(lambda index: index.remove("e-5"))
    return written({"d-4": OTHER, "e-5": OTHER}, folder, changes)


def in_postgresql(paths, folder, monkeypatch):
    """Rows of a real database, read where there is no folder of the index."""
    own = milvus.place(folder / "built")
    place = IndexPlace(own.folder, own.milvus, postgres.shared())
    (folder / "corpus" / "plans").mkdir(parents=True)
    for path in paths:
        shutil.copy(path, folder / "corpus" / "plans")
    PlanIndex.build(folder / "corpus", place, encoder=HashingEncoder(), progress=False)
    elsewhere = IndexPlace(folder / "elsewhere", place.milvus, place.plans)
    PlanIndex.follow(elsewhere)
    return read_collection(elsewhere.folder)


ENGINES = [one_segment, segments_and_marks, pytest.param(in_postgresql, marks=milvus.MARKS)]
"""Each makes the store of the plans in some files, given an empty folder."""


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    for plan_id, text in TEXTS.items():
        (folder / f"{plan_id}.txt").write_text(text)
    return sorted(folder.iterdir())


@pytest.fixture
def plans(files):
    return [parse_plan(path) for path in files]


@pytest.fixture(params=ENGINES, ids=lambda make: make.__name__)
def store(request, files, tmp_path, monkeypatch) -> PlanStore:
    return request.param(files, tmp_path / "store", monkeypatch)


class TestPlanStore:
    def test_heads_stand_by_id(self, store, plans):
        assert store.heads == tuple(plan.head for plan in plans)

    def test_a_plan_is_what_was_put_in(self, store, plans):
        assert [store.plan(plan.id) for plan in plans] == plans

    def test_facts_are_those_of_the_plan(self, store, plans):
        assert [store.facts(own.id) for own in plans] == [facts.extract_facts(p) for p in plans]
        assert store.facts("c-3").targets

    def test_passages_are_in_reading_order(self, store, plans):
        for plan in plans:
            assert store.passages_of(plan.id) == passages_of((plan,))[0]

    @pytest.mark.parametrize("plan_id", ["", "e-5", "A-1", "a-1 ", "'; DROP TABLE plans; --"])
    @pytest.mark.parametrize("ask", ["plan", "facts", "passages_of"])
    def test_an_unknown_plan_is_refused_and_the_known_are_named(self, store, ask, plan_id):
        with pytest.raises(FilterError) as caught:
            getattr(store, ask)(plan_id)
        assert str(caught.value) == (f"unknown plan {plan_id!r}; the index has a-1、b-2、c-3、d-4")

    def test_of_many_plans_some_are_named(self, store, monkeypatch):
        monkeypatch.setattr(collection, "MAX_NAMED", 2)
        with pytest.raises(FilterError, match=r"the index has a-1、b-2…$"):
            store.plan("x")

    def test_threads_share_it(self, store, plans):
        failures = []

        def read():
            for plan in plans * 5:
                if store.plan(plan.id) != plan or not store.facts(plan.id):
                    failures.append(plan.id)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
