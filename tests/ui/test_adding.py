"""Plans that readers add: read, corrected, taken in, found; and what is turned away."""

import os
import shutil
import threading
import time
from datetime import date

import pytest
import tomlkit

from index import FilterError, PlanIndex, parse_plan
from index.corpus import changes_since
from index.reading.time_limit import VARIABLE
from ui import adding
from ui.adding import AddingError, Shelf
from ui.collection_texts import STAGES
from ui.server.live_index import LiveIndex
from ui.server.work import BusyError

PLAN = (
    "温岭市2022年大气污染防治工作方案\n"
    "一、工作目标\n到2022年底前,PM2.5年均浓度不高于27微克/立方米。(市生态环境局牵头)\n"
    "二、主要任务\n（一）淘汰老旧轮渡12艘。\n（二）新建公共充电桩350个。\n"
).encode()


@pytest.fixture
def shelf(tmp_path, collection_folder):
    """A collection of its own: the five plans, and an index that names their folder."""
    shutil.copytree(collection_folder, tmp_path, dirs_exist_ok=True)
    return Shelf(LiveIndex(tmp_path / "index"))


@pytest.fixture
def corpus(shelf, tmp_path):
    return tmp_path / "corpus"


def files_of(corpus):
    return sorted(path.name for path in (corpus / "plans").iterdir())


def test_a_plan_is_read_corrected_taken_in_and_found(shelf, corpus, tmp_path):
    before = files_of(corpus)
    waiting = shelf.receive("温岭 方案(终稿).txt", PLAN)
    assert waiting.plan.city is None or waiting.plan.city == "台州市"
    assert files_of(corpus) == before
    plan = shelf.take(waiting.token, {"issuer": "温岭市人民政府", "issued": "2022-03-01"})
    assert plan.id == "温岭-方案-终稿"
    assert plan.issuer == "温岭市人民政府"
    assert plan.issued == date(2022, 3, 1)
    index = PlanIndex.open(tmp_path / "index")
    assert index.search("要建多少充电桩", k=1, plans=[plan.id])[0].passage.plan_id == plan.id
    manifest = tomlkit.parse((corpus / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["plans"][plan.id]["issuer"] == "温岭市人民政府"
    assert manifest["plans"]["haidong-2018-2020"]["city"] == "海东市"
    assert (corpus / "manifest.toml").read_text(encoding="utf-8").startswith("# What is known")
    assert (corpus / "plans" / f"{plan.id}.txt").read_bytes() == PLAN
    assert not list((corpus / ".waiting").iterdir())

    shelf.remove(plan.id)
    assert plan.id not in {head.id for head in PlanIndex.open(tmp_path / "index").heads()}
    assert files_of(corpus) == before
    assert plan.id not in (corpus / "manifest.toml").read_text(encoding="utf-8")


def test_a_file_of_a_plan_that_is_held_is_a_copy_and_takes_its_place(shelf, corpus, tmp_path):
    first = shelf.take(shelf.receive("first.txt", PLAN).token, {})
    again = shelf.take(shelf.receive("again.txt", PLAN).token, {})
    assert (first.id, again.id) == ("first", "first")
    index = PlanIndex.open(tmp_path / "index")
    assert [(copy.file, copy.plan_id) for copy in index.copies()] == [("again.txt", "first")]
    shelf.remove("first")
    index = PlanIndex.open(tmp_path / "index")
    assert "again" in {head.id for head in index.heads()}
    assert index.copies() == ()
    names = {path.name for path in (corpus / "plans").iterdir()}
    assert "again.txt" in names and "first.txt" not in names


def test_what_is_given_up_leaves_nothing(shelf, corpus):
    waiting = shelf.receive("a.txt", PLAN)
    shelf.give_up(waiting.token)
    assert not list((corpus / ".waiting").iterdir())
    with pytest.raises(AddingError, match="choose it again"):
        shelf.take(waiting.token, {})
    shelf.give_up(waiting.token)


def test_two_files_of_a_name_are_two_plans(shelf):
    ids = [shelf.receive("../../xianyang-2020.txt", PLAN).path.stem for _ in range(2)]
    assert ids == ["xianyang-2020-2", "xianyang-2020-3"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.exe", b"MZ"),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a", PLAN),
        ("a.txt", b"x" * (adding.MAX_FILE_BYTES + 1)),
    ],
)
def test_what_cannot_be_read_is_turned_away_and_not_kept(shelf, corpus, name, data):
    with pytest.raises(AddingError) as refused:
        shelf.receive(name, data)
    assert name in str(refused.value)
    assert name in refused.value.text.zh
    assert ".waiting" not in f"{refused.value}{refused.value.text}"
    waiting = corpus / ".waiting"
    assert not waiting.exists() or not list(waiting.iterdir())


def test_where_nothing_can_be_written_it_is_said_so_and_all_is_as_it_was(shelf, corpus):
    """As of a volume that was mounted read-only; here what is to be written has its name taken."""
    before = files_of(corpus)
    manifest = (corpus / "manifest.toml").read_bytes()
    waiting = shelf.receive("a.txt", PLAN)
    beside = corpus / f".manifest.toml.{os.getpid()}"
    beside.mkdir()
    with pytest.raises(AddingError, match=r"corpus: cannot be written to .*; let the page's"):
        shelf.take(waiting.token, {"issuer": "温岭市人民政府"})
    assert files_of(corpus) == before
    assert (corpus / "manifest.toml").read_bytes() == manifest
    with pytest.raises(AddingError, match="corpus: cannot be written to"):
        shelf.remove("xianyang-2020")
    shelf.give_up(waiting.token)
    (corpus / ".waiting").rmdir()
    (corpus / ".waiting").write_bytes(b"")
    with pytest.raises(AddingError, match="corpus: cannot be written to"):
        shelf.receive("b.txt", PLAN)


def test_a_file_that_is_read_without_end_is_turned_away(shelf, corpus, monkeypatch):
    monkeypatch.setenv(VARIABLE, "5")
    start = time.monotonic()
    with pytest.raises(AddingError, match=r"took longer than 5 s; give the plan's own pages"):
        shelf.receive("long.txt", PLAN * 60_000)
    assert time.monotonic() - start < 60
    assert not list((corpus / ".waiting").iterdir())
    assert shelf.receive("a.txt", PLAN).plan.title.startswith("温岭市")


@pytest.mark.parametrize(
    ("corrections", "said"),
    [
        ({"issued": "last May"}, "issued must be a day"),
        ({"period": "2020 to 2018 or so"}, "period must be years"),
    ],
)
def test_a_correction_that_makes_no_sense_keeps_the_file_waiting(shelf, corrections, said):
    waiting = shelf.receive("a.txt", PLAN)
    with pytest.raises(AddingError, match=said):
        shelf.take(waiting.token, corrections)
    assert shelf.waiting(waiting.token).plan.title == waiting.plan.title


def test_few_files_wait_and_not_for_ever(shelf, monkeypatch):
    monkeypatch.setattr(adding, "MAX_WAITING", 2)
    tokens = [shelf.receive(f"{number}.txt", PLAN).token for number in range(3)]
    with pytest.raises(AddingError):
        shelf.waiting(tokens[0])
    monkeypatch.setattr(adding, "WAITING_S", -1.0)
    with pytest.raises(AddingError):
        shelf.waiting(tokens[2])


def test_a_plan_that_is_not_held_cannot_be_removed(shelf):
    with pytest.raises(FilterError):
        shelf.remove("none")


def test_an_addition_tells_its_stages(shelf):
    told = []
    waiting = shelf.receive("a.txt", PLAN, told=lambda stage, share: told.append(stage))
    shelf.take(waiting.token, {}, told=lambda stage, share: told.append(stage))
    stages = ["queued", "reading", "preparing", "embedding", "writing"]
    assert list(dict.fromkeys(told)) == stages == list(STAGES)


@pytest.fixture
def slow_reading(monkeypatch):
    """Let files be read one after the other at a word; tells how many are being read at once."""
    reading, most, go_on = [], [], threading.Event()

    def parse_slowly(path):
        reading.append(path)
        most.append(len(reading))
        go_on.wait(60)
        try:
            return parse_plan(path)
        finally:
            reading.remove(path)

    monkeypatch.setattr(adding, "parse_apart", parse_slowly)
    return go_on, most


def test_files_are_read_one_at_a_time_and_few_wait(shelf, slow_reading, monkeypatch):
    monkeypatch.setattr(adding, "MAX_UNREAD", 3)
    shelf = Shelf(shelf._live)
    go_on, most = slow_reading

    def receive(number):
        token = f"token-{number}"
        shelf.errands.begin(token, lambda told: shelf.receive(f"{number}.txt", PLAN, token, told))
        return shelf.errands.of(token)

    sent = []
    for number in range(4):
        sent.append(receive(number))
        until(lambda last=sent[-1], stage="queued" if number else "reading": last.stage == stage)
    one_too_many = receive(4)
    assert one_too_many.wait(60)
    assert isinstance(one_too_many.error, BusyError)
    assert [own.stage for own in sent] == ["reading", *["queued"] * 3]
    go_on.set()
    assert all(own.wait(60) for own in sent)
    assert [own.error for own in sent] == [None] * 4
    assert max(most) == 1
    assert shelf.receive("5.txt", PLAN).plan.title == sent[0].result.plan.title


def until(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_is_added_stays_at_the_next_build(shelf, corpus, tmp_path):
    waiting = shelf.receive("a.txt", PLAN)
    plan = shelf.take(waiting.token, {"issuer": "温岭市人民政府"})
    index = PlanIndex.build(corpus, tmp_path / "index", progress=False)
    assert index.plan(plan.id).issuer == "温岭市人民政府"
    assert not changes_since(index.corpus, index.heads())


def test_an_index_without_its_corpus_takes_nothing(shelf, corpus, tmp_path):
    waiting = shelf.receive("a.txt", PLAN)
    corpus.rename(tmp_path / "away")
    for attempt in (
        lambda: shelf.receive("b.txt", PLAN),
        lambda: shelf.take(waiting.token, {}),
        lambda: shelf.remove("xianyang-2020"),
    ):
        with pytest.raises(AddingError, match="python -m index build CORPUS --index"):
            attempt()
    assert not corpus.exists()
    assert "xianyang-2020" in {head.id for head in PlanIndex.open(tmp_path / "index").heads()}


def test_a_file_that_lies_there_unread_is_not_overwritten(shelf, corpus):
    other = corpus / "plans" / "wenling.md"
    other.write_text("别的文件", encoding="utf-8")
    assert shelf.receive("wenling.txt", PLAN).path.stem == "wenling-2"
    assert other.read_text(encoding="utf-8") == "别的文件"


def test_others_are_answered_while_a_plan_is_added(shelf):
    first, second = (shelf.receive(f"{name}.txt", PLAN) for name in "ab")
    seen = []

    def told(stage, share):
        if stage == "embedding":  # in the thread that changes the collection
            other = threading.Thread(target=lambda: seen.append(shelf.waiting(second.token).token))
            other.start()
            other.join(timeout=60)

    shelf.take(first.token, {}, told=told)
    assert seen[:1] == [second.token]
