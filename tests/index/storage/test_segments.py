"""Which segments a change writes, marks and merges, and what a build of several batches ends as."""

import gc
import shutil
import weakref

import pytest

from index import IndexDamagedError, PlanError, PlanIndex
from index.storage import building, embedding, preparing
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import assert_tidy, manifest_of, segment_folder, segment_folders
from tests.index.small_corpus import CHAOSHAN, NEW, YUNXI, build, ids, state_of


@pytest.fixture
def no_small(monkeypatch):
    """Every change is a segment of its own, every removal a mark."""
    monkeypatch.setattr(building, "SMALL", 0)


def removed_of(folder):
    return [entry.removed for entry in manifest_of(folder).segments]


def test_a_small_segment_is_written_again_with_what_is_new(built, folder, new_plan):
    before = segment_folder(folder)
    built.add(new_plan)
    after = segment_folder(folder)
    assert after != before
    assert removed_of(folder) == [()]
    built.remove(NEW)
    assert segment_folder(folder) == before, "it is named by its content"
    assert_tidy(folder)


def test_a_large_segment_stays_as_it_is(built, folder, encoder, new_plan, no_small):
    before, first = state_of(segment_folder(folder)), segment_folder(folder)
    built.add(new_plan)
    assert segment_folders(folder)[0] == first
    assert len(segment_folders(folder)) == 2
    built.remove(CHAOSHAN)
    assert removed_of(folder) == [(0,), ()]
    assert state_of(first) == before
    assert ids(PlanIndex.open(folder, encoder=encoder)) == ids(built) == [NEW, YUNXI]
    built.remove(YUNXI)
    assert (len(segment_folders(folder)), ids(built)) == (1, [NEW]), "none of its plans is left"
    built.remove(NEW)
    assert (segment_folders(folder), ids(built), built.size) == ([], [], 0)
    assert_tidy(folder)


def test_a_plan_that_is_replaced_is_marked_and_written_anew(
    built, corpus, folder, encoder, no_small
):
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text().replace("散煤", "扬尘"))
    index = build(corpus, folder, encoder)
    assert removed_of(folder) == [(1,), ()]
    assert "扬尘" in index.plan(YUNXI).text
    assert len(index.passages()) == index.size == 10
    assert {"散煤" in hit.passage.text for hit in index.search("散煤", plans=YUNXI)} == {False}


def test_a_replaced_plan_embeds_only_what_is_new_in_it(built, corpus, folder, encoder, no_small):
    encoder.passages.clear()
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text().replace("推进散煤治理", "加强扬尘管控"))
    build(corpus, folder, encoder)
    assert [text.split("\n")[-1] for text in encoder.passages] == ["2.加强扬尘管控。"] * 2


@pytest.mark.parametrize("small", [0, 2000])
def test_compacting_writes_one_segment_without_what_was_removed(
    built, folder, encoder, new_plan, monkeypatch, small
):
    monkeypatch.setattr(building, "SMALL", small)
    built.add(new_plan)
    built.remove(CHAOSHAN)
    expected = built.search("散煤", mode="lexical")
    encoder.passages.clear()
    built.compact()
    assert removed_of(folder) == [()]
    assert len(segment_folders(folder)) == 1
    assert built.segments[0] == 1
    assert encoder.passages == []
    assert_tidy(folder)
    for index in (built, PlanIndex.open(folder, encoder=encoder)):
        assert ids(index) == [NEW, YUNXI]
        assert [hit.passage for hit in index.search("散煤", mode="lexical")] == [
            hit.passage for hit in expected
        ]
    before = state_of(folder)
    built.compact()
    assert state_of(folder) == before, "there is nothing to do"


def write_plan(folder, number, clauses):
    """Write a plan of some number of passages; return its path."""
    path = folder / f"p-{number:02}.txt"
    lines = [f"{numeral}、治理{number}。\n" for numeral in "一二三四五六七八九"[: clauses - 1]]
    path.write_text("方案\n\n" + "".join(lines), encoding="utf-8")
    return path


def sizes_of(folder):
    return sorted(entry.passages for entry in manifest_of(folder).segments)


@pytest.fixture
def empty(built, folder):
    """An index without plans, in which a segment of one passage is not small."""
    for id_ in ids(built):
        built.remove(id_)
    return built


def test_segments_of_like_size_are_written_as_one(empty, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 2)
    found = []
    for number in range(16):
        empty.add(write_plan(tmp_path, number, 2))
        found.append(sizes_of(folder))
    assert found[:5] == [[2], [2, 2], [2, 2, 2], [8], [2, 8]]
    assert found[-1] == [32], "and those that come of it too"
    assert max(map(len, found)) == 6
    assert len(ids(empty)) == 16
    assert_tidy(folder)


def test_small_ones_are_not_merged_with_large_ones(empty, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 2)
    for number, size in enumerate([9, 9, 9, 2, 2, 2]):
        empty.add(write_plan(tmp_path, number, size))
    assert sizes_of(folder) == [2, 2, 2, 9, 9, 9]
    empty.add(write_plan(tmp_path, 7, 2))
    assert sizes_of(folder) == [35], "four of two are one of eight, which is one of four"


def test_what_is_large_waits_to_be_compacted(empty, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 2)
    monkeypatch.setattr(building, "MOST_MERGED", 8)
    for number in range(16):
        empty.add(write_plan(tmp_path, number, 2))
    assert sizes_of(folder) == [8] * 4
    empty.compact()
    assert sizes_of(folder) == [32]


def test_a_change_is_in_force_and_searched_before_segments_are_merged(
    empty, folder, tmp_path, monkeypatch, encoder
):
    monkeypatch.setattr(building, "SMALL", 2)
    seen = []
    write = building.write_segment

    def watched(place, chosen, settings):
        if len(chosen) > 1:
            there = PlanIndex.open(folder, encoder=encoder)
            seen.append((ids(there), ids(empty), sizes_of(folder)))
        return write(place, chosen, settings)

    monkeypatch.setattr(building, "write_segment", watched)
    for number in range(4):
        empty.add(write_plan(tmp_path, number, 2))
    every = [f"p-{number:02}" for number in range(4)]
    assert seen == [(every, every, [2] * 4)]
    assert sizes_of(folder) == [8]


def test_a_merge_that_fails_leaves_the_change_in_force(
    empty, folder, tmp_path, monkeypatch, encoder, caplog
):
    monkeypatch.setattr(building, "SMALL", 2)
    write = building.write_segment

    def failing(place, chosen, settings):
        if len(chosen) > 1:
            raise OSError(28, "No space left on device")
        return write(place, chosen, settings)

    with monkeypatch.context() as patch:
        patch.setattr(building, "write_segment", failing)
        for number in range(5):
            empty.add(write_plan(tmp_path, number, 2))
    assert sizes_of(folder) == [2] * 5
    assert "segments were not merged" in caplog.text
    assert ids(PlanIndex.open(folder, encoder=encoder)) == ids(empty)
    assert_tidy(folder)
    empty.add(write_plan(tmp_path, 6, 2))
    assert sizes_of(folder) == [2, 2, 8], "the next change tries again"


def test_plans_that_were_removed_are_left_out_of_what_is_merged(
    empty, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "SMALL", 2)
    for number in range(4):
        empty.add(write_plan(tmp_path, number, 2))
    empty.remove("p-01")
    assert removed_of(folder) == [(1,)]
    for number in range(4, 7):
        empty.add(write_plan(tmp_path, number, 4))
    assert removed_of(folder) == [()]
    assert sizes_of(folder) == [18]
    assert len(ids(empty)) == 6


def test_of_several_batches_each_embeds_only_what_is_new(
    built, corpus, folder, encoder, monkeypatch
):
    monkeypatch.setattr(embedding, "AT_ONCE", 1)
    encoder.passages.clear()
    for name in (CHAOSHAN, YUNXI):
        plan = corpus / "plans" / f"{name}.txt"
        plan.write_text(plan.read_text().replace("\n\n", "\n\n\n"))
    build(corpus, folder, encoder)
    assert encoder.passages == []


def test_files_read_by_several_processes_make_the_same_index(
    built, corpus, folder, monkeypatch, encoder
):
    monkeypatch.setattr(preparing, "POOL_FROM", 2)
    other = folder.with_name("other")

    def by_two():
        return PlanIndex.build(corpus, other, encoder=encoder, progress=False, processes=2)

    assert by_two().plans() == built.plans()
    assert manifest_of(other) == manifest_of(folder)
    (corpus / "plans" / "bad.txt").write_bytes(b"\x00\x01")
    with pytest.raises(PlanError, match=r"bad\.txt: is not text"):
        by_two()


def test_a_plan_under_another_name_is_not_embedded_again(built, corpus, folder, encoder):
    encoder.passages.clear()
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().replace(YUNXI, "yunxi-neu"))
    (corpus / "plans" / f"{YUNXI}.txt").rename(corpus / "plans" / "yunxi-neu.txt")
    assert ids(build(corpus, folder, encoder)) == [CHAOSHAN, "yunxi-neu"]
    assert encoder.passages == []


def test_a_build_in_several_batches_ends_as_one_segment(corpus, folder, encoder, monkeypatch):
    whole = build(corpus, folder.with_name("whole"), HashingEncoder())
    monkeypatch.setattr(embedding, "AT_ONCE", 1)
    monkeypatch.setattr(building, "SMALL", 0)
    index = build(corpus, folder, encoder)
    assert len(segment_folders(folder)) == 1
    assert len(encoder.passages) == 22
    assert index.passages() == whole.passages()


def test_what_is_replaced_is_let_go(built, new_plan):
    """A long-running process must not hold what nobody asks any more."""
    held = weakref.ref(built._searcher.collection.lexical)
    built.search("散煤")
    built.add(new_plan)
    built.search("散煤")
    gc.collect()
    assert held() is None


def test_a_change_beside_a_segment_that_is_gone_is_refused(built, folder, new_plan, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    shutil.rmtree(next(path for path in folder.iterdir() if path.is_dir()))
    with pytest.raises(IndexDamagedError, match="is missing"):
        built.add(new_plan)
