"""An index that is asked of Milvus: the same hits as the embedded one, whatever changes."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from index import (
    IndexDamagedError,
    IndexMissingError,
    ModelMismatchError,
    PlanIndex,
)
from index.errors import EngineError
from index.milvus import engine as engine_module
from index.milvus import weights
from index.place import ENGINE, IndexPlace
from index.ranking import passage_index
from index.ranking.within import Within
from index.storage import building, served_collection
from index.storage.examination import examine
from index.storage.milvus_index import MilvusIndex
from tests.index.encoders import HashingEncoder
from tests.index.engines import milvus
from tests.index.small_corpus import NEW, NEW_TEXT

pytestmark = milvus.MARKS

QUERIES = [
    *("公交车", "散煤替代2万户", "潮山市PM2.5浓度", "new energy buses", "住建局要做什么"),
    "云溪市和潮山市",
]
OTHER = "丙山市方案\n\n一、治理扬尘。(市城管局牵头)\n二、公交车全部使用新能源。\n三、散煤清零。\n"


@pytest.fixture
def place(tmp_path):
    return milvus.place(tmp_path / "served")


@pytest.fixture
def served(corpus, place, encoder):
    return PlanIndex.build(corpus, place, encoder=encoder, progress=False)


@pytest.fixture
def embedded(corpus, tmp_path, encoder):
    return PlanIndex.build(corpus, tmp_path / "embedded", encoder=encoder, progress=False)


def require_same(one, other, **filters):
    for query in QUERIES:
        for mode in ("hybrid", "lexical", "dense"):
            found = one.search(query, mode=mode, **filters)
            wanted = other.search(query, mode=mode, **filters)
            assert [hit.passage.id for hit in found] == [hit.passage.id for hit in wanted]
            assert [hit.score for hit in found] == pytest.approx(
                [hit.score for hit in wanted], abs=1e-5
            )


def made_of(corpus, place, encoder, held):
    """An index of short plans: each named, with the years that it covers."""
    (corpus / "plans").mkdir(parents=True)
    lines = []
    for name, years in held.items():
        (corpus / "plans" / f"{name}.txt").write_text(f"{name}方案\n\n一、治理扬尘{name}。\n")
        period = [years[0], years[-1]]
        lines.append(f'[plans."{name}"]\ncity = "{name[:2]}"\nperiod = {period}\n')
    (corpus / "manifest.toml").write_text("".join(lines))
    return PlanIndex.build(corpus, place, encoder=encoder, progress=False)


class TestSearches:
    @pytest.mark.parametrize(
        "filters",
        [{}, {"cities": ["云溪"]}, {"years": [2023]}, {"plans": ["yunxi-2025"]}],
        ids=["all", "city", "year", "plan"],
    )
    def test_hits_are_those_of_the_embedded_index(self, served, embedded, filters):
        require_same(served, embedded, **filters)

    def test_office(self, served, embedded):
        require_same(served, embedded, departments=["住建局"])

    def test_candidates_are_those_of_the_embedded_index(
        self, served, embedded, place, encoder, monkeypatch
    ):
        monkeypatch.setattr(served_collection, "EXACT_UP_TO", 0)
        monkeypatch.setattr(passage_index, "EXACT_UP_TO", 0)
        monkeypatch.setattr(passage_index, "CANDIDATES", 3)
        one = PlanIndex.open(place, encoder=encoder)
        other = PlanIndex.open(embedded._folder, encoder=encoder)
        for query in QUERIES:
            found, wanted = one.search(query, k=3), other.search(query, k=3)
            assert found[0].passage.id == wanted[0].passage.id
            assert found[0].score == pytest.approx(wanted[0].score, abs=1e-5)

    @pytest.mark.parametrize(
        ("within", "expression"),
        [
            (Within(), "findable == true"),
            (Within(frozenset(["yunxi-2025"])), 'province in ["湖南省"]'),
            (Within(frozenset(["yunxi-2025", "chaoshan-2023"])), "findable == true"),
            (Within(None, ("市住建局",)), 'array_contains_any(offices, ["市住建局"])'),
            (Within(frozenset(["chaoshan-2023"]), ("市公安局",)), 'offices, ["市公安局"]'),
        ],
    )
    def test_milvus_filters(self, served, within, expression):
        """What it leaves holds all that is allowed, and the best of that are found."""
        collection = served._searcher.collection
        assert expression in collection.expression(within)
        allowed = collection.is_findable.copy()
        if within.plans is not None:
            allowed &= np.isin(
                collection.plan_numbers, [collection.number(own) for own in within.plans]
            )
        if within.offices:
            answering = np.zeros(collection.size, dtype=bool)
            for name in within.offices:
                answering[collection.offices[name]] = True
            allowed &= answering
        positions = np.flatnonzero(allowed)
        query = served.encoder.encode_queries(["公交车"])[0]
        scores = collection.vectors.scores(query)
        for number in range(1, len(positions) + 1):
            found = collection.vectors.nearest(query, number, allowed, within)
            best = np.sort(scores[positions])[-number:]
            assert np.sort(scores[found]) == pytest.approx(best)
        for term in ("治理", "公交车", "淘汰"):
            holders = collection.lexical.postings(term)[0]
            best = collection.lexical.best({term: 1.0}, 100, within)
            assert set(best[allowed[best]].tolist()) == set(holders[allowed[holders]].tolist())

    @pytest.mark.parametrize(
        ("plans", "expression"),
        [
            (["甲市-1", "甲市-2"], 'place in ["甲市"]'),
            (["甲市-1", "乙市-1"], "array_contains(years, 2021)"),
            (["甲市-2", "乙市-1"], 'plan in ["乙市-1", "甲市-2"]'),
        ],
    )
    def test_the_shortest_filter_is_taken(self, tmp_path, place, encoder, plans, expression):
        held = {"甲市-1": [2021], "甲市-2": [2022], "乙市-1": [2021], "丙市-1": [2022]}
        index = made_of(tmp_path / "corpus", place, encoder, held)
        found = index._searcher.collection.expression(Within(frozenset(plans)))
        assert found == f"findable == true and {expression}"

    def test_the_best_by_words_are_found_where_no_filter_says_the_scope(self, served, monkeypatch):
        monkeypatch.setattr(weights, "SPARE", 0)
        monkeypatch.setattr(weights, "BEYOND", 1)
        collection = served._searcher.collection
        monkeypatch.setattr(collection, "_expression_of", lambda plans: "")
        within = Within(frozenset(["chaoshan-2023"]))
        assert collection.expression(within) == "findable == true"
        allowed = collection.plan_numbers == collection.number("chaoshan-2023")
        terms = {"散煤": 1.0, "公交车": 5.0}
        first = collection.lexical.best(terms, 1)
        assert not allowed[first].any()
        (found,) = collection.lexical.best(terms, 1, within, allowed)
        assert allowed[found]

    def test_what_holds_more_than_the_scope_is_asked_for_where_it_is_large(
        self, tmp_path, place, encoder, monkeypatch
    ):
        index = made_of(
            tmp_path / "corpus",
            place,
            encoder,
            {
                **{"甲市-1": [2020], "甲市-2": [2021, 2022], "甲市-3": [2022]},
                **{"乙市-1": [2022], "丙市-1": [2023]},
            },
        )
        collection = index._searcher.collection

        def said(*plans):
            return collection.expression(Within(frozenset(plans)))

        assert said("甲市-1", "丙市-1").endswith("array_contains_any(years, [2020, 2023])")
        monkeypatch.setattr(served_collection, "MOST_NAMED", 2)
        assert said("甲市-1", "甲市-2", "乙市-1").endswith('place in ["乙市", "甲市"]')
        monkeypatch.setattr(served_collection, "MOST_NAMED", 1)
        assert said("甲市-1", "乙市-1") == "findable == true"

    def test_threads_share_it(self, served):
        from concurrent.futures import ThreadPoolExecutor

        wanted = [served.search(query)[0].passage.id for query in QUERIES]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda query: served.search(query)[0].passage.id, QUERIES * 3))
        assert found == wanted * 3


class TestChanges:
    def test_it_is_opened_by_its_address_and_by_its_folder(self, served, place, encoder):
        for where in (place, place.address, place.folder):
            require_same(PlanIndex.open(where, encoder=encoder), served)

    @pytest.mark.parametrize("small", [0, 2_000])
    def test_plans_come_and_go(self, served, embedded, tmp_path, monkeypatch, small):
        """With segments that are written again, and with such as are only marked."""
        monkeypatch.setattr(building, "SMALL", small)
        for name, text in ((NEW, NEW_TEXT), ("c-3", OTHER)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            for index in (served, embedded):
                index.add(tmp_path / f"{name}.txt")
            require_same(served, embedded)
        for index in (served, embedded):
            index.remove("chaoshan-2023")
        require_same(served, embedded)
        for index in (served, embedded):
            index.compact()
        require_same(served, embedded)

    def test_who_searches_the_generation_before_is_not_disturbed(
        self, served, place, encoder, tmp_path
    ):
        before = PlanIndex.open(place, encoder=encoder)
        (tmp_path / "c-3.txt").write_text(OTHER, encoding="utf-8")
        served.add(tmp_path / "c-3.txt")
        assert "c-3" not in {hit.passage.plan_id for hit in before.search("公交车")}
        assert "c-3" in {hit.passage.plan_id for hit in served.search("公交车")}

    def test_rows_of_what_went_go(self, served, place, tmp_path):
        for text in (OTHER, OTHER + "四、关停企业。\n", OTHER + "五、植树。\n"):
            (tmp_path / "c-3.txt").write_text(text, encoding="utf-8")
            served.add(tmp_path / "c-3.txt")
        rows = json.loads((place.folder / ENGINE).read_text())["rows"]
        assert len(rows) == 2  # what is in force, and what was before

    def test_what_milvus_lost_is_put_in_again(self, served, corpus, place, encoder):
        engine = engine_module.Engine(place.milvus)
        engine.drop(f"{place.milvus.name}_sentences")
        engine.drop(place.milvus.name)
        with pytest.raises(IndexMissingError, match="there is no collection"):
            PlanIndex.open(place, encoder=encoder)
        again = PlanIndex.build(corpus, place, encoder=encoder, progress=False)
        assert again.search("公交车")[0].passage.plan_id == "yunxi-2025"

    def test_sentences_lost_after_a_change_are_put_in_again(
        self, served, corpus, place, encoder, tmp_path
    ):
        for text in (OTHER, OTHER + "四、关停企业。\n"):
            (tmp_path / "c-3.txt").write_text(text, encoding="utf-8")
            served.add(tmp_path / "c-3.txt")
        engine_module.Engine(place.milvus).drop(f"{place.milvus.name}_sentences")
        again = PlanIndex.build(corpus, place, encoder=encoder, progress=False)
        assert again.search("公交车", mode="dense")

    def test_what_fails_leaves_the_old_in_force(self, served, place, tmp_path, monkeypatch):
        wanted = [hit.passage.id for hit in served.search("公交车")]

        def broken(*_):
            raise EngineError("the disk of Milvus is full")

        monkeypatch.setattr(engine_module.Engine, "insert", broken)
        (tmp_path / "c-3.txt").write_text(OTHER, encoding="utf-8")
        with pytest.raises(EngineError, match="is full"):
            served.add(tmp_path / "c-3.txt")
        monkeypatch.undo()
        opened = PlanIndex.open(place, encoder=HashingEncoder())
        assert [hit.passage.id for hit in opened.search("公交车")] == wanted
        served.add(tmp_path / "c-3.txt")
        assert "c-3" in {hit.passage.plan_id for hit in served.search("公交车")}

    def test_another_model_fills_it_anew(self, served, corpus, place):
        other = HashingEncoder("another")
        with pytest.raises(ModelMismatchError):
            PlanIndex.open(place, encoder=other)
        index = PlanIndex.build(corpus, place, encoder=other, progress=False)
        assert index.search("公交车", mode="dense")


class TestMistakes:
    def test_a_folder_that_is_not_served(self, embedded, encoder):
        place = IndexPlace.of(f"milvus:{milvus.folder()}/none.db?folder={embedded._folder}")
        with pytest.raises(
            IndexMissingError, match=r"is not served by .*index build --index 'milv"
        ):
            PlanIndex.open(place, encoder=encoder)

    def test_no_folder(self, tmp_path, encoder):
        with pytest.raises(IndexMissingError, match="there is no index here"):
            PlanIndex.open(f"milvus://127.0.0.1:9/n?folder={tmp_path}/none", encoder=encoder)

    def test_nothing_answers(self, corpus, tmp_path, encoder):
        place = f"milvus://127.0.0.1:9/n?folder={tmp_path}/x"
        with pytest.raises(EngineError, match=r"127.0.0.1:9 cannot be reached .*start it, or"):
            PlanIndex.build(corpus, place, encoder=encoder, progress=False)

    def test_where_nothing_answers_the_index_in_force_stays(self, served, corpus, place, encoder):
        wrong = f"milvus://127.0.0.1:9/{place.name}?folder={place.folder}"
        with pytest.raises(EngineError, match="cannot be reached"):
            PlanIndex.build(corpus, wrong, encoder=encoder, progress=False)
        assert PlanIndex.open(place, encoder=encoder).search("公交车", mode="dense")

    def test_another_model_filled_it(self, served, place, encoder):
        rows = MilvusIndex(place)
        mark = {**rows.terms.mark(), "model": "another"}
        rows.terms.create(mark)
        with pytest.raises(ModelMismatchError, match=r"filled with the model another.*index build"):
            PlanIndex.open(place, encoder=encoder)

    def test_another_version_filled_it(self, served, place, encoder):
        rows = MilvusIndex(place)
        rows.terms.create({**rows.terms.mark(), "lantian": 0})
        with pytest.raises(IndexDamagedError, match="another version of the program filled it"):
            PlanIndex.open(place, encoder=encoder)

    def test_a_collection_of_somebody_else_is_left_alone(self, corpus, place, encoder):
        engine = engine_module.Engine(place.milvus)
        engine.create(place.milvus.name, {"key": "key", "vector": 2})
        with pytest.raises(EngineError, match=r"that is not Lantian's; choose another name"):
            PlanIndex.build(corpus, place, encoder=encoder, progress=False)
        assert engine.has(place.milvus.name)

    def test_rows_that_are_missing(self, served, place, encoder):
        engine = engine_module.Engine(place.milvus)
        engine.delete(place.milvus.name, "findable == true")
        with pytest.raises(IndexDamagedError, match=r"lacks passages .*python -m index build"):
            PlanIndex.open(place, encoder=encoder)
        states = {own.name: own.state for own in examine(place.folder)}
        assert states[str(place)] == "missing"

    @pytest.mark.parametrize(
        ("collection", "what"), [("sentences", "sentences"), ("terms", "words")]
    )
    def test_what_else_is_missing_is_told_and_put_in_again(
        self, served, embedded, corpus, place, encoder, collection, what
    ):
        engine = engine_module.Engine(place.milvus)
        engine.delete(f"{place.milvus.name}_{collection}", "key > 2")
        found = {own.name: own for own in examine(place.folder)}
        assert found[str(place)].state == "missing"
        assert f"lacks {what} of the index" in found[str(place)].remark
        again = PlanIndex.build(corpus, place, encoder=encoder, progress=False)
        assert not any(own.is_harmful for own in examine(place.folder))
        require_same(again, embedded)

    def test_a_damaged_note(self, served, place, encoder):
        (place.folder / ENGINE).write_text("{}")
        with pytest.raises(IndexDamagedError, match="ENGINE: cannot be read"):
            PlanIndex.open(place.folder, encoder=encoder)

    def test_the_folder_alone_is_an_embedded_index(
        self, served, embedded, place, tmp_path, encoder
    ):
        shutil.copytree(place.folder, tmp_path / "copy")
        (tmp_path / "copy" / ENGINE).unlink()
        require_same(PlanIndex.open(tmp_path / "copy", encoder=encoder), embedded)

    def test_the_package_is_not_installed(self, monkeypatch):
        program = (
            "import sys; sys.modules['pymilvus'] = None\n"
            "from index import LantianError\nfrom index.milvus.engine import Engine\n"
            "from index.place import MilvusAddress\n"
            "try:\n    Engine(MilvusAddress('http://127.0.0.1:9', 'n'))\n"
            "except LantianError as error:\n    print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        assert "pip install -r requirements-milvus.txt" in done.stdout
