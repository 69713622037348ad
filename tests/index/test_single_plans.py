"""How single plans come into an index and go."""

import shutil
import threading
from datetime import date

import pytest

from index import FilterError, IndexMissingError, PlanError, PlanIndex
from tests.index.small_corpus import CHAOSHAN, NEW, NEW_TEXT, YUNXI, build, ids, state_of


def test_a_plan_is_added_and_removed(built, folder, encoder, new_plan):
    encoder.passages.clear()
    plan = built.add(new_plan)
    assert (plan.id, plan.title) == (NEW, "新城方案")
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, NEW, YUNXI]
    assert built.plan(NEW) == plan
    assert len(encoder.passages) == 4  # two passages, two sentences
    assert (
        built.search("散煤治理", mode="lexical", plans=NEW)[0].passage.text == "一、推进散煤治理。"
    )
    built.remove(NEW)
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, YUNXI]
    with pytest.raises(FilterError, match=f"unknown plan '{NEW}'"):
        built.search("散煤治理", plans=NEW)
    assert len(encoder.passages) == 4  # two passages, two sentences


def test_metadata_goes_before_the_text(built, new_plan):
    plan = built.add(new_plan, city="新城市", issued=date(2026, 1, 2), period=(2026, 2027))
    assert (plan.city, plan.issued, plan.period) == ("新城市", date(2026, 1, 2), (2026, 2027))
    assert {hit.passage.plan_id for hit in built.search("新城的散煤")} == {NEW}
    with pytest.raises(ValueError, match="colour"):
        built.add(new_plan, colour="blue")


def test_a_plan_with_a_known_id_takes_its_place(built, folder, encoder, tmp_path):
    other = tmp_path / f"{YUNXI}.txt"
    other.write_text(NEW_TEXT)
    assert built.add(other).text == NEW_TEXT
    assert ids(built) == [CHAOSHAN, YUNXI]
    assert built.plan(YUNXI).city is None
    assert {p.text for p in built.passages() if p.plan_id == YUNXI} == {
        "新城方案",
        "一、推进散煤治理。",
    }
    assert PlanIndex.open(folder, encoder=encoder).plan(YUNXI).text == NEW_TEXT


def test_adding_what_is_there_writes_nothing(built, corpus, folder):
    before = state_of(folder)
    built.add(corpus / "plans" / f"{YUNXI}.txt")
    assert state_of(folder) == before


@pytest.mark.parametrize("plan_id", ["nobody", "", "YUNXI-2025", "../yunxi-2025"])
def test_removing_an_unknown_plan(built, folder, plan_id):
    before = state_of(folder)
    with pytest.raises(FilterError) as caught:
        built.remove(plan_id)
    assert str(caught.value) == (f"unknown plan {plan_id!r}; the index has {CHAOSHAN}、{YUNXI}")
    assert state_of(folder) == before


@pytest.mark.parametrize("name", ["missing.txt", "plan.xyz"])
def test_adding_what_cannot_be_read(built, folder, tmp_path, name):
    before = state_of(folder)
    with pytest.raises(PlanError, match=name):
        built.add(tmp_path / name)
    assert state_of(folder) == before
    assert ids(built) == [CHAOSHAN, YUNXI]


def test_a_build_takes_out_what_is_not_in_the_corpus(built, corpus, folder, encoder, new_plan):
    built.add(new_plan)
    assert ids(build(corpus, folder, encoder)) == [CHAOSHAN, YUNXI]


def test_the_last_plan_may_go(built, folder, encoder):
    built.remove(CHAOSHAN)
    built.remove(YUNXI)
    empty = PlanIndex.open(folder, encoder=encoder)
    for index in (built, empty):
        assert (index.plans(), index.passages()) == ((), ())
        for mode in ("hybrid", "lexical", "dense"):
            assert index.search("散煤治理", mode=mode) == ()
        with pytest.raises(FilterError, match="the index has none: the index is empty"):
            index.search("散煤治理", cities="潮山")
        with pytest.raises(FilterError, match="the index has none: the index is empty"):
            index.remove(YUNXI)


def test_the_first_plan_of_an_empty_index(built, folder, encoder, new_plan):
    built.remove(CHAOSHAN)
    built.remove(YUNXI)
    empty = PlanIndex.open(folder, encoder=encoder)
    empty.add(new_plan)
    assert ids(PlanIndex.open(folder, encoder=encoder)) == [NEW]


def test_two_processes_change_one_index(built, folder, encoder, new_plan):
    other = PlanIndex.open(folder, encoder=encoder)
    other.add(new_plan)
    built.remove(YUNXI)
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, NEW]
    with pytest.raises(FilterError, match=f"the index has {CHAOSHAN}、{NEW}"):
        other.remove(YUNXI)  # in memory it is there still
    other.remove(NEW)
    assert ids(other) == [CHAOSHAN]
    assert ids(built) == [CHAOSHAN, NEW], "what is open stays as it is"


def test_the_folder_is_gone_meanwhile(built, folder, new_plan):
    shutil.rmtree(folder)
    with pytest.raises(IndexMissingError):
        built.add(new_plan)
    assert built.search("散煤治理")[0].passage.plan_id in (CHAOSHAN, YUNXI)


def test_threads_search_while_another_adds(built, new_plan):
    stop, failures, seen = threading.Event(), [], set()

    def search():
        while not stop.wait(0.002):  # a busy loop would keep the writer from its turn
            try:
                hits = built.search("散煤治理", k=50, departments="市住建局")
                assert [hit.passage.plan_id for hit in hits] == [CHAOSHAN]
                hits = built.search("散煤治理", k=50, mode="dense")
                seen.add(tuple(sorted({hit.passage.plan_id for hit in hits})))
                assert built.reference(YUNXI, "2.2").endswith(" · 二、 2.")
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(6):
            built.add(new_plan)
            built.remove(NEW)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert seen <= {(CHAOSHAN, YUNXI), (CHAOSHAN, NEW, YUNXI)}
