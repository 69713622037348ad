"""Which segments a change writes, marks and merges, and what a build of several batches ends as."""

import gc
import shutil
import weakref

import pytest

from index import IndexDamagedError, PlanError, PlanIndex
from index.storage import building, preparing
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


def test_beyond_a_number_the_smallest_segments_are_written_as_one(
    built, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "SMALL", 1)
    monkeypatch.setattr(building, "MAX_SEGMENTS", 4)
    for number in range(12):
        path = tmp_path / f"p-{number:02}.txt"
        path.write_text(
            "方案\n\n" + "".join(f"{n}、治理。\n" for n in "一二三四五六七"[: number % 7])
        )
        built.add(path)
        assert built.segments[0] <= 4 + 1
    assert len(ids(built)) == 14


def test_segments_of_one_size_are_not_written_without_end(built, tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 1)
    monkeypatch.setattr(building, "MAX_SEGMENTS", 4)
    for number in range(12):
        path = tmp_path / f"p-{number:02}.txt"
        path.write_text("新城方案\n\n一、推进散煤治理。\n")
        built.add(path)
    assert built.segments[0] <= 4 + 1


def test_of_several_batches_each_embeds_only_what_is_new(
    built, corpus, folder, encoder, monkeypatch
):
    monkeypatch.setattr(building, "AT_ONCE", 1)
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
    monkeypatch.setattr(building, "AT_ONCE", 1)
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
