"""A segment: what was written comes back, and what was altered is refused."""

from dataclasses import fields, replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import IndexDamagedError
from index.ranking import nearest_settings
from index.ranking.phrases import PhraseIndex
from index.storage import segment, writing
from index.storage.manifest import FileEntry, SegmentEntry
from index.storage.plan_table import Listed
from index.storage.segment import NEAREST, PLANS, TERMS, Segment, SegmentData, segment_name
from index.storage.store import open_segment
from tests.index.storage.made_segments import data_of, made_plan, written

PLANS_OF = [made_plan(f"p-{number:02}", 3 * number) for number in range(6)]
PAIRS = ("pair_places.npy", "pair_starts.npy", "pairs.npy")


@pytest.fixture(scope="module")
def data():
    return data_of(PLANS_OF)


@pytest.fixture
def place(tmp_path):
    """Where a segment may go, named as one; not there yet."""
    return tmp_path / "index" / "segment-000000000000"


def assert_same(one, other):
    """The two hold the same plans and passages."""
    whole = range(len(one.listed))
    assert list(one.rows(whole)) == list(other.rows(whole))
    assert [own.id for own in one.listed] == [own.id for own in other.listed]
    assert dict(one.terms.vocabulary) == dict(other.terms.vocabulary)
    assert list(one.terms.vocabulary) == list(other.terms.vocabulary)
    assert one.terms.counts.size == other.terms.counts.size
    for name in ("starts", "passages", "values"):
        np.testing.assert_array_equal(
            getattr(one.terms.counts, name), getattr(other.terms.counts, name)
        )
    np.testing.assert_array_equal(one.terms.lengths, other.terms.lengths)
    np.testing.assert_array_equal(one.texts.units, other.texts.units)
    np.testing.assert_array_equal(one.texts.starts, other.texts.starts)
    for field in fields(SegmentData):
        value = getattr(one, field.name)
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(other, field.name))
            assert value.dtype == getattr(other, field.name).dtype


# Written and read again


@pytest.mark.parametrize("chosen", [range(6), [0], [5], [1, 2, 4], [4, 0]])
def test_everything_comes_back(data, place, chosen):
    entry = written(place, (data, chosen))
    expected = data_of([PLANS_OF[number] for number in chosen])
    own = Segment(place, entry)
    assert_same(
        own.data, replace(expected, keys=own.data.keys, sentence_keys=own.data.sentence_keys)
    )
    assert (entry.plans, entry.passages, entry.nearest) == (len(chosen), own.data.size, "")
    assert own.nearest is None
    own.require_whole()
    for number, plan in enumerate(sorted(PLANS_OF[n].id for n in chosen)):
        assert own.read(number, "body").id == plan
        row = next(iter(own.data.rows([number])))
        assert own.data.listed[number] == Listed(
            row.id, row.digest, row.passages, row.head, row.entry
        )


def test_the_files(data, place):
    entry = written(place, (data, range(6)))
    assert sorted(entry.files) == sorted(path.name for path in place.iterdir())
    assert sorted(entry.files) == [
        *("flags.npy", "keys.npy", "lengths.npy", "passages.npy", PLANS, "sentence_keys.npy"),
        *("sentence_starts.npy", "sentences.npy", "term_counts.npy", "term_passages.npy"),
        *("term_rows.npy", "term_starts.npy", TERMS, "text.npy", "text_starts.npy", "vectors.npy"),
    ]
    assert all(own.size == (place / name).stat().st_size for name, own in entry.files.items())


def test_vectors_begin_where_a_processor_reads_them_fastest(data, place):
    own = Segment(place, written(place, (data, range(6))))
    for vectors in (own.data.vectors, own.data.sentences):
        assert vectors.flags.aligned
        assert vectors.ctypes.data % 64 == 0


def test_what_is_opened_may_be_removed(data, place):
    own = Segment(place, written(place, (data, range(6))))
    for path in place.iterdir():
        path.unlink()
    assert_same(own.data, data)
    assert own.read(3, "body") == PLANS_OF[3]


def test_a_large_one_has_pairs_and_an_index_of_its_nearest(place, monkeypatch):
    monkeypatch.setattr(writing, "PAIRS_FROM", 50)
    monkeypatch.setattr(nearest_settings, "BUILT_FROM", 16)
    plans = [made_plan(f"p-{number:02}", number) for number in range(12)]
    data = data_of(plans)
    entry = written(place, (data, range(12)))
    assert {*PAIRS, NEAREST} <= set(entry.files)
    assert entry.nearest.startswith("IVF1,SQ8")
    own = Segment(place, entry)
    assert own.nearest.description == entry.nearest
    assert own.data.texts.pairs is not None
    assert_same(own.data, data)
    everything = np.ones(data.size, dtype=bool)
    assert set(own.nearest.search(data.vectors[0], data.size, everything)) >= {0}
    with_pairs = PhraseIndex([own.data.texts], None)
    for phrase in ("散煤", "治理", "方案1", "𠀀", "没有"):
        found = PhraseIndex([data.texts], None).positions(phrase)
        assert with_pairs.positions(phrase).tolist() == found.tolist()


@settings(max_examples=12)
@given(
    groups=st.lists(st.sampled_from("abc"), min_size=6, max_size=6),
    chosen=st.sets(st.integers(0, 5), min_size=1),
)
def test_plans_of_several_segments_make_the_segment_of_these_plans(
    tmp_path_factory, groups, chosen
):
    """To the last byte, so that its name tells its content."""
    folder = tmp_path_factory.mktemp("segments")
    whole = data_of(PLANS_OF)
    opened, parts = [], []  # what is mapped is there while its segment is
    for group in sorted(set(groups)):
        numbers = [number for number in range(6) if groups[number] == group]
        entry = written(folder / group, (whole, numbers))
        opened.append(Segment(folder / group, entry))
        own = [n for n, number in enumerate(numbers) if number in chosen]
        parts.append((opened[-1].data, own))
    merged = written(folder / "merged", *parts[::-1])
    at_once = written(folder / "once", (whole, sorted(chosen)))
    assert merged == at_once
    assert segment_name(merged) == segment_name(at_once)


def test_the_name_changes_with_every_file():
    entry = SegmentEntry("", 1, 1, "", {"a": FileEntry(1, "x"), "b": FileEntry(1, "y")})
    others = [
        replace(entry, files={"a": FileEntry(1, "x"), "b": FileEntry(1, "z")}),
        replace(entry, files={"a": FileEntry(1, "x"), "c": FileEntry(1, "y")}),
        replace(entry, files={"a": FileEntry(1, "x")}),
    ]
    assert len({segment_name(own) for own in (entry, *others)}) == 4
    turned = replace(entry, files=dict(reversed(entry.files.items())))
    assert segment_name(turned) == segment_name(replace(entry, removed=(0,))) == segment_name(entry)


# Parts that do not fit together


def shorter(value):
    """The same with one passage, or sentence, less."""
    return value[:-1]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("plan_starts", lambda own: np.append(own[:-1], own[-1] - 1)),
        ("passages", shorter),
        ("flags", shorter),
        ("terms", lambda own: replace(own, lengths=own.lengths[:-1])),
        ("terms", lambda own: replace(own, counts=replace(own.counts, size=own.counts.size + 1))),
        ("texts", lambda own: replace(own, starts=own.starts[:-1])),
        ("vectors", shorter),
        ("keys", shorter),
        ("listed", shorter),
        ("plan_starts", lambda own: np.append(own, own[-1])),
    ],
)
def test_parts_must_agree_in_the_number_of_passages(data, name, change):
    with pytest.raises(ValueError, match="differ in their number of passages"):
        replace(data, **{name: change(getattr(data, name))})


@pytest.mark.parametrize("name", ["sentences", "sentence_keys", "sentence_starts"])
def test_parts_must_agree_in_the_number_of_sentences(data, name):
    value = getattr(data, name)
    other = np.append(value[:-1], value[-1] - 1) if name == "sentence_starts" else value[:-1]
    with pytest.raises(ValueError, match="differ in their number of sentences"):
        replace(data, **{name: other})


# Missing and damaged


@pytest.fixture
def whole(data, place):
    """A segment's folder and its entry, with its name."""
    entry = written(place, (data, range(6)))
    return SimpleNamespace(place=place, entry=replace(entry, name=place.name))


def refusal(whole):
    with pytest.raises(IndexDamagedError) as caught:
        open_segment(whole.place.parent, whole.entry)
    message = str(caught.value)
    assert message.startswith(f"{whole.place}: ")
    assert "python -m index build" in message
    return message


NAMES = ("flags.npy", "keys.npy", "lengths.npy", "passages.npy", PLANS, "sentence_keys.npy")
NAMES += ("sentence_starts.npy", "sentences.npy", "term_counts.npy", "term_passages.npy")
NAMES += ("term_rows.npy", "term_starts.npy", TERMS, "text.npy", "text_starts.npy", "vectors.npy")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_missing(whole, name):
    (whole.place / name).unlink()
    assert f"{name} is missing" in refusal(whole)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["emptied", "cut", "halved", "longer", "a folder"],
)
def test_a_file_of_another_size(whole, name, damage):
    damage(whole.place / name)
    assert f"{name} was altered after it was written" in refusal(whole)


@pytest.mark.parametrize("name", NAMES)
def test_one_bit_that_is_flipped(whole, name):
    """In the first bytes of a file's header and anywhere behind."""
    path = whole.place / name
    data = path.read_bytes()
    for position in (0, 1, *range(2, len(data), max(len(data) // 12, 1)), len(data) - 1):
        for bit in (1, 0x80):
            path.unlink()  # a map of the file before this one is not changed
            path.write_bytes(data[:position] + bytes([data[position] ^ bit]) + data[position + 1 :])
            refusal(whole)


@pytest.mark.parametrize("name", ["flags.npy", "passages.npy"])
def test_a_header_of_an_array_that_cannot_be_parsed(whole, name):
    """NumPy raises what tokenize raises."""
    path = whole.place / name
    data = path.read_bytes()
    end = data.index(b"}")
    for bit in (1, 2, 4, 8, 16, 32, 64, 128):
        path.unlink()
        path.write_bytes(data[:end] + bytes([data[end] ^ bit]) + data[end + 1 :])
        refusal(whole)


@pytest.mark.parametrize("name", [PLANS, TERMS, "vectors.npy", "text.npy", "sentences.npy"])
def test_the_content_of_another_segment_in_its_place(whole, name, tmp_path):
    """Well formed, of the right size perhaps, and not what was written."""
    other = data_of([made_plan(f"q-{number:02}", 3 * number + 3) for number in range(6)])
    written(tmp_path / "other", (other, range(6)))
    (whole.place / name).write_bytes((tmp_path / "other" / name).read_bytes())
    refusal(whole)


def test_a_file_that_the_entry_leaves_out(whole):
    files = dict(whole.entry.files)
    del files["flags.npy"]
    whole.entry = replace(whole.entry, files=files)
    assert "'flags' is missing" in refusal(whole)


@pytest.mark.parametrize("change", [{"plans": 5}, {"passages": 3}, {"plans": 7, "passages": 0}])
def test_other_numbers_than_were_written_down(whole, change):
    whole.entry = replace(whole.entry, **change)
    refusal(whole)


def test_the_folder_is_missing(whole):
    whole.place.rename(whole.place.with_name("elsewhere"))
    assert "is missing" in refusal(whole)


@pytest.mark.parametrize("name", ["..", "", ".", "segment-x", "../index/segment-000000000000"])
def test_a_name_that_is_none_of_a_segment(whole, name):
    """Even where it leads to one."""
    with pytest.raises(IndexDamagedError, match="is missing"):
        open_segment(whole.place.parent, replace(whole.entry, name=name))


@pytest.mark.parametrize("limit", [0, 10**12])
def test_of_a_large_one_only_the_sizes_are_compared(whole, limit, monkeypatch):
    """Then ``require_whole`` tells."""
    monkeypatch.setattr(segment, "CHECKED_AT_ONCE", limit)
    path = whole.place / "keys.npy"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    if limit:
        assert "keys.npy was altered" in refusal(whole)
    else:
        own = open_segment(whole.place.parent, whole.entry)
        with pytest.raises(IndexDamagedError, match=r"keys\.npy was altered after it was written"):
            own.require_whole()


def test_a_plan_that_cannot_be_read_any_more(whole, monkeypatch):
    monkeypatch.setattr(segment, "CHECKED_AT_ONCE", 0)
    path = whole.place / PLANS
    data = path.read_bytes()
    body = next(iter(Segment(whole.place, whole.entry).data.rows([2]))).body
    assert data.count(body) == 1
    path.unlink()
    path.write_bytes(data.replace(body, b"\xc1" * len(body)))
    own = open_segment(whole.place.parent, whole.entry)
    assert own.read(1, "body") == PLANS_OF[1]
    with pytest.raises(IndexDamagedError) as caught:
        own.read(2, "body")
    assert str(caught.value).startswith(f"{whole.place}: {PLANS} cannot be read (")


def test_every_name_is_tried(data, place):
    assert sorted(written(place, (data, [0])).files) == sorted(NAMES)
