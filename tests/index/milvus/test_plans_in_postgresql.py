"""Plans in a real PostgreSQL: a machine without the index's folder searches as the others do."""

import pytest

from index import IndexMissingError, IndexWriteError, PlanIndex
from index.errors import EngineError
from index.place import ENGINE, IndexPlace
from tests import postgres
from tests.index.engines import milvus
from tests.index.small_corpus import NEW, NEW_TEXT
from ui.server.live_index import LiveIndex

pytestmark = milvus.MARKS
QUERIES = ["公交车", "散煤替代2万户", "潮山市PM2.5浓度", "住建局要做什么"]


@pytest.fixture
def database():
    milvus.require()
    return postgres.shared()


@pytest.fixture
def place(tmp_path, database):
    own = milvus.place(tmp_path / "built")
    return IndexPlace(own.folder, own.milvus, database)


@pytest.fixture
def built(corpus, place, encoder):
    return PlanIndex.build(corpus, place, encoder=encoder, progress=False)


@pytest.fixture
def elsewhere(tmp_path, place):
    """The same index, on a machine that has nothing of it."""
    return IndexPlace(tmp_path / "elsewhere", place.milvus, place.plans)


def require_same(one, other):
    assert one.heads() == other.heads()
    for query in QUERIES:
        found, wanted = one.search(query), other.search(query)
        assert [hit.passage.id for hit in found] == [hit.passage.id for hit in wanted]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted])


def test_it_is_searched_without_the_folder(built, elsewhere, encoder):
    opened = PlanIndex.open(elsewhere, encoder=encoder)
    require_same(opened, built)
    for head in built.heads():
        assert opened.plan(head.id) == built.plan(head.id)
        assert opened.facts(head.id) == built.facts(head.id)
        assert opened.brief(head.id) == built.brief(head.id)
    files = {path.name for path in elsewhere.folder.rglob("*")}
    assert files.isdisjoint({"plans.sqlite", "vectors.npy", "sentences.npy"})
    assert built.plan("chaoshan-2023").text not in (elsewhere.folder / ENGINE).read_text()


def test_it_follows_changes(built, elsewhere, encoder, tmp_path):
    PlanIndex.open(elsewhere, encoder=encoder)
    (tmp_path / f"{NEW}.txt").write_text(NEW_TEXT, encoding="utf-8")
    built.add(tmp_path / f"{NEW}.txt")
    built.remove("yunxi-2025")
    require_same(PlanIndex.open(elsewhere, encoder=encoder), built)


def test_the_page_follows_changes(built, elsewhere, encoder, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.server.live_index.FOLLOWED_EACH_S", 0.0)
    monkeypatch.setattr("index.search.LateEncoder", lambda: encoder)
    live = LiveIndex(elsewhere.address)
    before = live.current()
    assert live.current() is before
    (tmp_path / f"{NEW}.txt").write_text(NEW_TEXT, encoding="utf-8")
    built.add(tmp_path / f"{NEW}.txt")
    assert {head.id for head in live.current().heads()} == {head.id for head in built.heads()}


def test_it_is_changed_where_it_was_built(built, elsewhere, encoder, tmp_path):
    opened = PlanIndex.open(elsewhere, encoder=encoder)
    (tmp_path / f"{NEW}.txt").write_text(NEW_TEXT, encoding="utf-8")
    with pytest.raises(IndexWriteError, match="change the index where it was built"):
        opened.add(tmp_path / f"{NEW}.txt")
    require_same(opened, built)


def test_a_database_without_the_index(place, encoder):
    with pytest.raises(IndexMissingError, match=r"holds no index .*build it, where the corpus is"):
        PlanIndex.open(place, encoder=encoder)


def test_a_database_that_does_not_answer(tmp_path, encoder):
    place = f"milvus:{tmp_path}/x.db?plans=postgresql://ann@127.0.0.1:9/none"
    with pytest.raises(EngineError, match=r"127.0.0.1:9/none: cannot be reached .*start the data"):
        PlanIndex.open(place, encoder=encoder)


def test_a_database_that_was_started_again_is_asked_again(built, elsewhere, encoder, place):
    from index.storage.postgres import _connection

    opened = PlanIndex.open(elsewhere, encoder=encoder)
    _connection(place.plans)[0][0].close()
    assert opened.plan("yunxi-2025") == built.plan("yunxi-2025")
