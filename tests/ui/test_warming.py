"""What a search does while the model is loaded, and what is read ahead after a change."""

import shutil
import threading

import pytest

from index import PlanIndex
from index.storage import building
from index.storage.plan_table import PlanTable
from tests.index.encoders import HashingEncoder
from ui.search.request import Request
from ui.search.responses import respond_in_time
from ui.server.live_index import LiveIndex
from ui.views import read_ahead
from ui.views.plans_page import known_rows

HYBRID = Request(query="公交车", cities=(), plans=(), k=10, mode="hybrid")
LEXICAL = Request(query="公交车", cities=(), plans=(), k=10, mode="lexical")
BLANK = Request(query=" ", cities=(), plans=(), k=10, mode="hybrid")


class Gated(LiveIndex):
    """Whose warming up does not end before the gate opens."""

    def __init__(self, folder, prepare=None):
        super().__init__(folder, prepare)
        self.gate = threading.Event()

    def current(self):
        if threading.current_thread().name == "warm-up":
            self.gate.wait()
        return super().current()


@pytest.fixture
def warming(tmp_path):
    live = Gated(tmp_path / "none")
    thread = live.warm()
    yield live
    live.gate.set()
    thread.join()


def test_a_search_waits_for_the_model_and_says_so(warming):
    answers = respond_in_time(warming, HYBRID)
    first = next(answers)
    assert 'role="status"' in first
    assert "正在载入语义模型" in first
    warming.gate.set()
    assert "还没有建立索引" in next(answers)
    assert list(answers) == []
    assert not warming.is_warming


@pytest.mark.parametrize("request_now", [LEXICAL, BLANK])
def test_what_needs_no_model_does_not_wait(warming, request_now):
    (only,) = respond_in_time(warming, request_now)
    assert "还没有建立索引" in only
    assert warming.is_warming


def test_nothing_waits_where_nobody_warms_up(tmp_path):
    live = LiveIndex(tmp_path / "none")
    assert not live.is_warming
    (only,) = respond_in_time(live, HYBRID)
    assert "还没有建立索引" in only


def test_warming_up_that_fails_ends(tmp_path):
    (tmp_path / "CURRENT").write_text("generation-gone", encoding="utf-8")
    live = LiveIndex(tmp_path)
    live.warm().join(timeout=60)
    assert not live.is_warming


def test_an_index_that_is_opened_is_prepared_once(model_index, model_folder):
    seen, done = [], threading.Event()

    def prepare(index):
        seen.append(index)
        done.set()

    live = LiveIndex(model_folder, prepare)
    index = live.current()
    assert done.wait(60)
    assert live.current() is index
    assert seen == [index]


def test_a_search_that_waits_for_the_model_goes_before_what_is_prepared(model_index, model_folder):
    done = threading.Event()
    live = Gated(model_folder, lambda index: done.set())
    thread = live.warm()
    live.current()
    assert not done.wait(0.2)
    live.gate.set()
    assert done.wait(60)
    thread.join()


def test_after_a_change_only_what_changed_is_read(
    hashed_index, shared_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "SMALL", 1)  # so that five plans stay when a sixth comes
    folder = tmp_path / "index"
    shutil.copytree(shared_folder / "hashed-index", folder)
    plan = tmp_path / "another.txt"
    plan.write_text(
        "温岭市2022年方案\n一、目标\nPM2.5年均浓度不高于27微克/立方米。\n", encoding="utf-8"
    )
    index = PlanIndex.open(folder, encoder=HashingEncoder())
    read = _count_reads(monkeypatch)
    read_ahead(index)
    assert len(read) >= 10  # of each plan what tables and what answers need
    read.clear()
    PlanIndex.open(folder, encoder=HashingEncoder()).add(plan)
    read.clear()
    changed = index.reopened()
    read_ahead(changed)
    assert len(read) == 2
    assert [row.head.id for row in known_rows(changed)].count("another") == 1
    assert "another" not in {head.id for head in index.heads()}


@pytest.mark.model
def test_an_index_that_changed_keeps_what_it_has_open(
    model_index, model_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "SMALL", 1)
    shutil.copytree(model_folder, tmp_path / "index")
    live = LiveIndex(tmp_path / "index")
    read_ahead(live.current())
    PlanIndex.open(tmp_path / "index").remove("xianyang-2020")
    read = _count_reads(monkeypatch)
    read_ahead(live.current())
    assert read == []
    assert "xianyang-2020" not in {head.id for head in live.current().heads()}
    shutil.rmtree(tmp_path / "index")
    shutil.copytree(model_folder, tmp_path / "index")
    assert "xianyang-2020" in {head.id for head in live.current().heads()}


def _count_reads(monkeypatch):
    """Return a list that gets an entry whenever something of a plan is read from disk."""
    read, real = [], PlanTable._row

    def counted(table, number, columns):
        read.append(columns)
        return real(table, number, columns)

    monkeypatch.setattr(PlanTable, "_row", counted)
    return read
