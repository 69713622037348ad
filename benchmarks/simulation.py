"""A large index that is simulated: the real plans over and over, words and vectors perturbed.

Each copy of the plans is of other cities, a tenth of its words are other words of the vocabulary,
and its vectors are moved, so that a search has as much to tell apart as among real plans. Texts,
clauses and facts are those of the real ones.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.mentions.divisions import all_places
from index.query.catalogue import catalogued
from index.ranking.phrases import BareTexts
from index.ranking.term_counts import Postings, TermCounts
from index.storage.building import compact
from index.storage.collection import Collection
from index.storage.manifest import Manifest, SegmentEntry
from index.storage.plan_table import PlanRow, encode
from index.storage.segment import Segment, SegmentData
from index.storage.store import locked, partial_folder, put_in_force, put_segment, read_collection
from index.storage.writing import write_segment
from index.types import Plan

SWAPPED = 0.1
"""Share of a copy's words that another of the vocabulary stands for."""
NOISE = 0.3
"""Length of what is added to a copy's vectors before they are of unit length again."""
SEED = 1
PIECE = 25_000
"""Passages that are made in memory at once."""


def write_simulated(folder: Path, real: Collection, passages: int) -> None:
    """Write an index of at least some number of passages, the same for the same number.

    Args:
        folder: Where it goes; must not hold an index.
        real: An index in one segment.
        passages: How many at least.
    """
    source = real.segments[0]
    copies = -(-passages // source.data.size)
    a_piece = max(1, PIECE // source.data.size)
    generator = np.random.default_rng(SEED)
    cities = [place for place in all_places() if place.level == "city"]
    entries: list[SegmentEntry] = []
    with locked(folder):
        with partial_folder(folder) as partial:
            for first in tqdm(range(0, copies, a_piece), desc="simulated", leave=False):
                numbers = range(first, min(first + a_piece, copies))
                data = _copies(source, real, numbers, [c.full_name for c in cities], generator)
                place = partial / "segment"
                place.mkdir()
                own = write_segment(place, [(data, range(len(data.listed)))])
                entries.append(put_segment(folder, place, own))
            having = {n: count * copies for n, count in real.manifest.having.items()}
            put_in_force(folder, Manifest(real.configuration, tuple(entries), having))
        made = compact(folder, read_collection(folder))
        # Words were swapped: the histogram is counted anew.
        sizes, terms = np.unique(
            np.diff(made.segments[0].data.terms.counts.starts), return_counts=True
        )
        having = dict(zip(sizes.tolist(), terms.tolist(), strict=True))
        put_in_force(folder, replace(made.manifest, having=having))


def _copies(
    source: Segment,
    real: Collection,
    numbers: range,
    cities: list[str],
    generator: np.random.Generator,
) -> SegmentData:
    """Return some copies of a segment, one behind the other."""
    data, times = source.data, len(numbers)
    sizes = np.tile(np.diff(data.plan_starts), times)
    rows = [
        _moved(row, plan, f"{plan.id}-{copy}", cities[copy % len(cities)])
        for copy in numbers
        for row, plan in zip(data.rows(range(len(data.listed))), real.plans(), strict=True)
    ]
    return SegmentData(
        listed=rows,
        rows=lambda chosen: map(rows.__getitem__, chosen),
        plan_starts=np.cumsum([0, *sizes], dtype=np.int64),
        passages=np.tile(data.passages, (times, 1)),
        flags=np.tile(data.flags, times),
        terms=_swapped(data.terms, times, generator),
        texts=BareTexts(
            np.tile(data.texts.units, times),
            np.concatenate([[0], np.cumsum(np.tile(np.diff(data.texts.starts), times))]),
        ),
        vectors=_perturbed(data.vectors, times, generator),
        sentence_starts=np.concatenate(
            [[0], np.cumsum(np.tile(np.diff(data.sentence_starts), times))]
        ),
        sentences=_perturbed(data.sentences, times, generator),
        keys=np.tile(data.keys, (times, 1)),
        sentence_keys=np.tile(data.sentence_keys, (times, 1)),
    )


def _moved(row: PlanRow, plan: Plan, id_: str, city: str) -> PlanRow:
    """Return a plan's row under another id, as a plan of another city."""
    title = plan.title.replace(plan.city or "\0", city)
    moved = replace(plan, id=id_, city=city, title=title)
    head, entry, body = map(encode, (moved.head, catalogued(moved), moved))
    return replace(row, id=id_, head=head, entry=entry, body=body)


def _swapped(terms: TermCounts, times: int, generator: np.random.Generator) -> TermCounts:
    """Return the words of some copies of passages, some of them swapped."""
    counts = terms.counts
    rows = np.tile(np.repeat(np.arange(len(terms.vocabulary)), counts.frequencies), times)
    shifts = np.repeat(np.arange(times) * counts.size, len(counts.passages))
    passages = np.tile(counts.passages.astype(np.int64), times) + shifts
    is_swapped = generator.random(len(rows)) < SWAPPED
    # As frequent words are swapped for frequent ones: another posting's word stands in.
    rows[is_swapped] = rows[generator.integers(0, len(rows), int(is_swapped.sum()))]
    size = counts.size * times
    keys, places = np.unique(rows * size + passages, return_inverse=True)
    values = np.bincount(places, weights=np.tile(counts.values, times)).astype(np.int32)
    own_rows, own_passages = np.divmod(keys, size)
    postings = Postings.of(own_rows, own_passages, values, (len(terms.vocabulary), size))
    lengths = np.bincount(own_passages, weights=values, minlength=size).astype(np.int32)
    vocabulary = {term: row for row, term in enumerate(terms.vocabulary)}
    return TermCounts(vocabulary, postings, lengths)


def _perturbed(
    vectors: NDArray[np.float32], times: int, generator: np.random.Generator
) -> NDArray[np.float32]:
    """Return copies of some vectors, one after the other, each with noise of its own."""
    size, dimension = vectors.shape
    found = np.empty((times * size, dimension), dtype=np.float32)
    for copy in range(times):
        noise = generator.standard_normal(vectors.shape, dtype=np.float32)
        moved = vectors + noise * np.float32(NOISE / np.sqrt(dimension))
        found[copy * size : (copy + 1) * size] = moved / np.linalg.norm(
            moved, axis=1, keepdims=True
        )
    return found
