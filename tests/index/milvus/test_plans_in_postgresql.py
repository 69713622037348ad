"""Plans in a real PostgreSQL: a machine without the index's folder searches as the others do."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from index import IndexMissingError, IndexWriteError, PlanIndex
from index.errors import EngineError
from index.milvus import engine as engine_module
from index.place import ENGINE, IndexPlace
from index.storage import serving
from index.storage.examination import examine
from index.storage.postgres import PostgresPlans
from index.storage.store import read_collection
from tests import postgres
from tests.index.engines import milvus
from tests.index.small_corpus import NEW, NEW_TEXT
from tests.processes import LONG_S
from ui.server.live_index import LiveIndex

psycopg = pytest.importorskip("psycopg", reason="pip install -r requirements-milvus.txt")
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
    bound = time.monotonic() + LONG_S
    while live.current() is before:
        assert time.monotonic() < bound
        time.sleep(0.05)
    assert {head.id for head in live.current().heads()} == {head.id for head in built.heads()}


def test_the_page_does_not_wait_for_a_database(built, elsewhere, encoder, place, monkeypatch):
    monkeypatch.setattr("ui.server.live_index.FOLLOWED_EACH_S", 0.0)
    monkeypatch.setattr("index.search.LateEncoder", lambda: encoder)
    live = LiveIndex(elsewhere.address)
    before = live.current()
    with psycopg.connect(place.plans) as connection, ThreadPoolExecutor(4) as pool:
        connection.execute("LOCK TABLE lantian_generations IN ACCESS EXCLUSIVE MODE")
        try:
            asked = [pool.submit(live.current) for _ in range(4)]
            found = [own.result(timeout=30) for own in asked]
        finally:
            connection.rollback()
    assert all(own is before for own in found)


def test_who_searches_waits_for_no_writer_of_the_same_process(built, place):
    plans = PostgresPlans(place.plans, place.name)
    with plans._asked(is_writing=True) as cursor, ThreadPoolExecutor(1) as pool:
        cursor.execute("SELECT 1")
        assert pool.submit(plans.manifest).result(timeout=30)


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
    _connection(place.plans, False)[0][0].close()
    assert opened.plan("yunxi-2025") == built.plan("yunxi-2025")


@pytest.mark.parametrize("by_folder", [False, True])
def test_a_build_where_it_is_only_searched_changes_nothing(
    built, elsewhere, corpus, encoder, place, by_folder
):
    PlanIndex.open(elsewhere, encoder=encoder)
    where = elsewhere.folder if by_folder else elsewhere
    with pytest.raises(IndexWriteError, match="change the index where it was built"):
        PlanIndex.build(corpus, where, encoder=encoder, progress=False)
    with pytest.raises(IndexWriteError, match="change the index where it was built"):
        read_collection(elsewhere.folder).complete()
    assert built.search("公交车", mode="dense")[0].score > 0.1
    require_same(PlanIndex.open(elsewhere, encoder=encoder), built)


def test_an_empty_index_is_followed_and_not_built_over(built, place, elsewhere, encoder, corpus):
    """What is fetched of it has no file that could tell that it was."""
    for head in built.heads():
        built.remove(head.id)
    opened = PlanIndex.open(elsewhere, encoder=encoder)
    assert not opened.heads()
    with pytest.raises(IndexWriteError, match="change the index where it was built"):
        opened.compact()
    with pytest.raises(IndexWriteError, match="change the index where it was built"):
        PlanIndex.build(corpus, elsewhere, encoder=encoder, progress=False)
    built = PlanIndex.build(corpus, place, encoder=encoder, progress=False)
    require_same(PlanIndex.open(elsewhere, encoder=encoder), built)


def test_one_build_leaves_who_searches_the_generation_before(
    built, elsewhere, corpus, encoder, place
):
    """It puts several generations into force: here of another text, and of another folder."""
    before = PlanIndex.open(elsewhere, encoder=encoder)
    hits = [hit.passage.id for hit in before.search("公交车")]
    moved = corpus.rename(corpus.with_name("moved"))
    with (moved / "plans" / "yunxi-2025.txt").open("a", encoding="utf-8") as file:
        file.write("3.治理扬尘。\n")
    again = PlanIndex.build(moved, place, encoder=encoder, progress=False)
    assert [hit.passage.id for hit in before.search("公交车")] == hits
    assert before.plan("yunxi-2025") != again.plan("yunxi-2025")
    require_same(PlanIndex.open(elsewhere, encoder=encoder), again)
    again.remove("chaoshan-2023")
    with psycopg.connect(place.plans) as connection:
        found = connection.execute(
            "SELECT DISTINCT segment FROM lantian_plans WHERE index = %s", [place.name]
        ).fetchall()
    assert len(found) == 2  # what is in force, and what was before


def test_a_change_that_the_database_refused_is_made_the_next_time(
    built, elsewhere, encoder, place, tmp_path
):
    (tmp_path / f"{NEW}.txt").write_text(NEW_TEXT, encoding="utf-8")
    with psycopg.connect(place.plans, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$; "
            "CREATE TRIGGER refused BEFORE UPDATE ON lantian_generations "
            "FOR EACH ROW EXECUTE FUNCTION refused()"
        )
        try:
            with pytest.raises(EngineError, match="the disk is full"):
                built.add(tmp_path / f"{NEW}.txt")
        finally:
            connection.execute("DROP FUNCTION refused CASCADE")
    assert NEW not in {head.id for head in PlanIndex.open(elsewhere, encoder=encoder).heads()}
    built.add(tmp_path / f"{NEW}.txt")
    assert NEW in {head.id for head in PlanIndex.open(elsewhere, encoder=encoder).heads()}


def test_what_the_database_has_in_force_stays_where_the_folder_failed(
    built, elsewhere, encoder, place, tmp_path, monkeypatch
):
    def full(*_):
        raise OSError(28, "No space left on device")

    (tmp_path / f"{NEW}.txt").write_text(NEW_TEXT, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("index.storage.store.switch", full)
        with pytest.raises(IndexWriteError, match="No space left"):
            built.add(tmp_path / f"{NEW}.txt")
    serving.tidy(place.folder)  # as the next change begins
    opened = PlanIndex.open(elsewhere, encoder=encoder)
    assert opened.plan(NEW).id == NEW
    assert NEW in {hit.passage.plan_id for hit in opened.search("公交车")}
    built.add(tmp_path / f"{NEW}.txt")
    require_same(PlanIndex.open(elsewhere, encoder=encoder), built)


def test_a_machine_that_searches_takes_another_address(built, elsewhere, encoder):
    PlanIndex.open(elsewhere, encoder=encoder)
    other = replace(elsewhere, plans=f"{elsewhere.plans}?application_name=lantian")
    require_same(PlanIndex.open(other, encoder=encoder), built)
    without = replace(elsewhere, plans="")
    with pytest.raises(IndexMissingError, match=r"name the database .*application_name") as caught:
        PlanIndex.open(without, encoder=encoder)
    assert "build" not in str(caught.value)


def test_another_address_of_the_same_rows_puts_none_in_again(
    built, corpus, encoder, place, monkeypatch
):
    def refused(*_):
        raise EngineError("they are there already")

    with monkeypatch.context() as patch:
        patch.setattr(engine_module.Engine, "insert", refused)
        patch.setattr(engine_module.Engine, "delete", refused)
        other = replace(place, plans=f"{place.plans}?application_name=lantian")
        again = PlanIndex.build(corpus, other, encoder=encoder, progress=False)
    require_same(PlanIndex.open(other, encoder=encoder), again)


def test_the_doctor_knows_what_a_machine_that_searches_has(built, elsewhere, encoder):
    PlanIndex.open(elsewhere, encoder=encoder)
    found = examine(elsewhere.folder)
    assert [own for own in found if own.state != "whole"] == []
    next(elsewhere.folder.glob("segment-*/lengths.npy")).unlink()
    assert next(own.state for own in examine(elsewhere.folder) if own.is_harmful) == "missing"


def test_a_user_that_may_only_read_searches(built, elsewhere, encoder, place):
    with psycopg.connect(place.plans, autocommit=True) as connection:
        connection.execute(
            "CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader;"
            "ALTER ROLE reader SET default_transaction_read_only = on"
        )
    reader = replace(elsewhere, plans=place.plans.replace("postgres@", "reader@"))
    opened = PlanIndex.open(reader, encoder=encoder)
    require_same(opened, built)
    assert opened.plan("yunxi-2025") == built.plan("yunxi-2025")


def test_a_database_without_tables(encoder, elsewhere, database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    place = replace(elsewhere, plans=database.rpartition("/")[0] + "/fresh")
    with pytest.raises(IndexMissingError, match="holds no index"):
        PlanIndex.open(place, encoder=encoder)
