"""What an index consists of, as bytes: what comes back, and what is refused."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import IndexDamagedError
from index.storage.manifest import FORMAT_VERSION, FileEntry, Manifest, SegmentEntry, name_of
from index.version import VERSION

WHOLE = st.integers(0, 2**40)
TEXT = st.text(max_size=8)
ENTRIES = st.builds(
    SegmentEntry,
    name=TEXT,
    plans=WHOLE,
    passages=WHOLE,
    nearest=TEXT,
    files=st.dictionaries(TEXT, st.builds(FileEntry, size=WHOLE, sha256=TEXT), max_size=3),
    removed=st.sets(WHOLE, max_size=4).map(lambda own: tuple(sorted(own))),
)
MANIFESTS = st.builds(
    Manifest,
    configuration=st.dictionaries(TEXT, TEXT | WHOLE | st.floats(0, 9), max_size=4),
    segments=st.lists(ENTRIES, max_size=3).map(tuple),
    having=st.dictionaries(WHOLE, WHOLE, max_size=4),
    vectors=st.sampled_from(["auto", "flat", "ivf:nlist=8,nprobe=2", "hnsw:M=16"]),
    corpus=TEXT,
    program=TEXT,
)
MANIFEST = Manifest(
    {"model": "hashing@1", "bm25_b": 0.75},
    (SegmentEntry("segment-0", 3, 7, "", {"flags.npy": FileEntry(10, "ab")}, (1,)),),
    {1: 20, 2: 3},
)


@given(MANIFESTS)
def test_everything_comes_back(manifest):
    data = manifest.to_bytes()
    again = Manifest.from_bytes(data, "place")
    assert again == manifest
    assert again.to_bytes() == data


def test_the_order_of_what_has_none_does_not_matter():
    entry = MANIFEST.segments[0]
    files = {**entry.files, "keys.npy": FileEntry(1, "cd")}
    one = Manifest({"a": 1, "b": 2}, (replace(entry, files=files),), {1: 2, 3: 4})
    turned = dict(reversed(files.items()))
    other = Manifest({"b": 2, "a": 1}, (replace(entry, files=turned),), {3: 4, 1: 2})
    assert one.to_bytes() == other.to_bytes()


def test_the_name_changes_with_everything_that_counts():
    entry = MANIFEST.segments[0]
    manifests = [
        MANIFEST,
        replace(MANIFEST, configuration={"model": "hashing@2", "bm25_b": 0.75}),
        replace(MANIFEST, vectors="flat"),
        replace(MANIFEST, segments=()),
        replace(MANIFEST, segments=(entry, entry)),
        replace(MANIFEST, segments=(replace(entry, removed=()),)),
        replace(MANIFEST, segments=(replace(entry, name="segment-1"),)),
        replace(MANIFEST, having={1: 20, 2: 4}),
    ]
    names = {name_of(own.to_bytes()) for own in manifests}
    assert len(names) == len(manifests)
    assert all(re.fullmatch(r"generation-[0-9a-f]{12}\.json", name) for name in names)
    assert name_of(MANIFEST.to_bytes()) in names


def test_a_segment_is_as_large_as_its_files():
    files = {"a": FileEntry(10, "x"), "b": FileEntry(7, "y")}
    assert SegmentEntry("s", 1, 1, "", files).size == 17


def refused(data):
    with pytest.raises(IndexDamagedError) as caught:
        Manifest.from_bytes(data, "data/index/generation-1.json")
    message = str(caught.value)
    assert message.startswith("data/index/generation-1.json: ")
    assert message.endswith("; build it anew with: python -m index build")
    return message


@pytest.mark.parametrize("version", [1, FORMAT_VERSION + 1, str(FORMAT_VERSION), None])
def test_another_version(version):
    record = {**json.loads(MANIFEST.to_bytes()), "format_version": version}
    message = refused(json.dumps(record).encode())
    assert f"has format version {version!r}, this program reads {FORMAT_VERSION}" in message


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{}", b'"x"', b"\xff", b'{"format_version":2}', b"{" * 9]
)
def test_what_is_no_manifest(data):
    refused(data)


@pytest.mark.parametrize(
    "name", ["format_version", "configuration", "segments", "having", "vectors"]
)
def test_a_part_that_is_missing(name):
    record = json.loads(MANIFEST.to_bytes())
    del record[name]
    assert f"'{name}'" in refused(json.dumps(record).encode())


@pytest.mark.parametrize("vectors", ["tree", "ivf:nlist=0", 7, None])
def test_vectors_that_are_to_be_searched_by_nothing_known(vectors):
    record = {**json.loads(MANIFEST.to_bytes()), "vectors": vectors}
    refused(json.dumps(record).encode())


@pytest.mark.parametrize(
    "name", ["name", "plans", "passages", "nearest", "files", "removed", "size"]
)
def test_a_part_of_a_segment_that_is_missing(name):
    record = json.loads(MANIFEST.to_bytes())
    entry = record["segments"][0]
    del (entry["files"]["flags.npy"] if name == "size" else entry)[name]
    assert f"'{name}'" in refused(json.dumps(record).encode())


@pytest.mark.parametrize("length", range(0, len(MANIFEST.to_bytes()), 7))
def test_one_that_is_cut_short(length):
    refused(MANIFEST.to_bytes()[:length])


def test_one_of_before_programs_were_named_is_read():
    record = json.loads(MANIFEST.to_bytes())
    assert record.pop("program") == VERSION
    assert Manifest.from_bytes(json.dumps(record).encode(), "place") == replace(
        MANIFEST, program=""
    )
