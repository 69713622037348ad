"""Plans of several segments, or new ones, written as one segment."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking.faiss_files import NearestIndex
from index.ranking.nearest_settings import NearestSettings
from index.ranking.phrases import PAIRS_FROM, BareTexts
from index.ranking.term_counts import TermCounts
from index.ranking.vocabulary import Vocabulary
from index.storage.manifest import FileEntry, SegmentEntry
from index.storage.plan_table import write_plans
from index.storage.segment import NEAREST, PLANS, TERMS, SegmentData, sha256_of

Chosen = Sequence[tuple[SegmentData, Sequence[int]]]
"""Plans of several segments, by their places there."""


def write_segment(
    folder: Path, chosen: Chosen, settings: NearestSettings | None = None
) -> SegmentEntry:
    """Write the plans of several segments as one, by their ids; return its entry, without a name.

    Args:
        folder: Empty.
        chosen: What it is to hold.
        settings: What its vectors are to be searched by; left out, it goes by their number.
    """
    runs = _runs(chosen)
    rows = (row for data, numbers in runs for row in data.rows(numbers))
    write_plans(folder / PLANS, rows)
    spans = [(data, *_span(data, numbers)) for data, numbers in runs]
    size = sum(end - start for _, start, end in spans)
    arrays = {**_write_arrays(folder, spans), **_write_terms(folder, spans, size)}
    index = None
    if (settings or NearestSettings()).kind_for(size) != "flat":
        vectors = np.concatenate([data.vectors[start:end] for data, start, end in spans])
        index = NearestIndex.build(vectors, settings)
    if index is not None:
        index.write(folder / NEAREST)
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("r+b") as file:
            os.fsync(file.fileno())
        kind, shape = arrays.get(path.name, ("", ()))
        files[path.name] = FileEntry(path.stat().st_size, sha256_of(path), kind, shape)
    plans = sum(len(numbers) for _, numbers in runs)
    return SegmentEntry("", plans, size, index.description if index else "", files)


def _runs(chosen: Chosen) -> list[tuple[SegmentData, list[int]]]:
    """Return the plans by their ids, neighbours of one segment together."""
    order = sorted(
        (data.listed[number].id, place, number)
        for place, (data, numbers) in enumerate(chosen)
        for number in numbers
    )
    runs: list[tuple[SegmentData, list[int]]] = []
    last: tuple[int, int] | None = None
    for _, place, number in order:
        if last == (place, number - 1):
            runs[-1][1].append(number)
        else:
            runs.append((chosen[place][0], [number]))
        last = place, number
    return runs


def _span(data: SegmentData, numbers: Sequence[int]) -> tuple[int, int]:
    """Return where the passages of neighbouring plans begin and end."""
    return int(data.plan_starts[numbers[0]]), int(data.plan_starts[numbers[-1] + 1])


Spans = Sequence[tuple[SegmentData, int, int]]


Kinds = dict[str, tuple[str, tuple[int, ...]]]
"""The dtype and the shape of each array that was written, by the name of its file."""


def _write_arrays(folder: Path, spans: Spans) -> Kinds:
    """Write what there is of each passage, but for its words.

    Vectors begin where a processor reads them fastest: in FAISS's own files they do not, and an
    inner product takes up to twenty times as long.
    """
    sentences = [
        (data, int(data.sentence_starts[start]), int(data.sentence_starts[end]))
        for data, start, end in spans
    ]
    counts = [np.diff(data.sentence_starts[start : end + 1]) for data, start, end in spans]
    return _save(
        folder,
        passages=[data.passages[start:end] for data, start, end in spans],
        flags=[data.flags[start:end] for data, start, end in spans],
        keys=[data.keys[start:end] for data, start, end in spans],
        vectors=[data.vectors[start:end] for data, start, end in spans],
        sentences=[data.sentences[start:end] for data, start, end in sentences],
        sentence_keys=[data.sentence_keys[start:end] for data, start, end in sentences],
        sentence_starts=[_starts_of(counts)],
    ) | _write_texts(folder, spans)


def _write_texts(folder: Path, spans: Spans) -> Kinds:
    """Write the passages word for word."""
    sizes = [np.diff(data.texts.starts[start : end + 1]) for data, start, end in spans]
    pieces = [
        data.texts.units[int(data.texts.starts[start]) : int(data.texts.starts[end])]
        for data, start, end in spans
    ]
    texts = BareTexts(np.concatenate(pieces), _starts_of(sizes))
    if len(texts.units) >= PAIRS_FROM:
        texts = texts.with_pairs()
    pairs = {"pairs": texts.pairs, "pair_starts": texts.pair_starts, "pair_places": texts.places}
    return _save(
        folder,
        text=[texts.units],
        text_starts=[texts.starts],
        **{name: [array] for name, array in pairs.items() if array is not None},
    )


def _write_terms(folder: Path, spans: Spans, size: int) -> Kinds:
    """Write the words of the passages."""
    position = 0
    places: dict[int, tuple[SegmentData, NDArray[np.intp]]] = {}
    for data, start, end in spans:
        own = places.setdefault(id(data), (data, np.full(data.size, -1, dtype=np.intp)))
        own[1][start:end] = np.arange(position, position + end - start)
        position += end - start
    terms = TermCounts.merged([(data.terms, own) for data, own in places.values()], size)
    vocabulary = Vocabulary.of(list(terms.vocabulary))
    vocabulary.trie.save(str(folder / TERMS))
    counts = terms.counts.values
    kind = np.uint16 if not len(counts) or counts.max() < 2**16 else np.int32
    return _save(
        folder,
        term_rows=[vocabulary.rows],
        term_starts=[terms.counts.starts.astype(np.int64)],
        term_passages=[terms.counts.passages.astype(np.int32)],
        term_counts=[counts.astype(kind)],
        lengths=[terms.lengths.astype(np.int32)],
    )


def _starts_of(sizes: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Return where things of some sizes begin, and the end."""
    every = np.concatenate([np.zeros(1, dtype=np.int64), *sizes])
    starts: NDArray[np.int64] = np.cumsum(every, dtype=np.int64)
    return starts


def _save(folder: Path, **arrays: Sequence[NDArray[Any]]) -> Kinds:
    """Write arrays, each given in pieces one behind the other, as ``.npy`` files."""
    found: Kinds = {}
    for name, pieces in arrays.items():
        kind: str = pieces[0].dtype.str
        shape = (sum(map(len, pieces)), *pieces[0].shape[1:])
        with (folder / f"{name}.npy").open("wb") as file:
            header = {"descr": kind, "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_2_0(file, header)
            for piece in pieces:
                np.ascontiguousarray(piece, dtype=pieces[0].dtype).tofile(file)
        found[f"{name}.npy"] = kind, shape
    return found
