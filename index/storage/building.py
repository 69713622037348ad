"""Plans to a new generation of an index: what is new is embedded, what is kept is not touched."""

import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from index.errors import LantianError
from index.model import Encoder
from index.ranking.nearest_settings import NearestSettings
from index.storage.collection import Collection
from index.storage.configuration import configuration_of
from index.storage.copies import settle
from index.storage.embedding import chunks, known_vectors, segment_of
from index.storage.manifest import Manifest, SegmentEntry
from index.storage.preparing import Prepared
from index.storage.segment import Segment, SegmentData
from index.storage.store import (
    collection_of,
    not_built_here,
    open_segment,
    partial_folder,
    put_in_force,
    put_segment,
    unwritable,
)
from index.storage.writing import Chosen, write_segment
from index.types import Copy

SMALL = 2_000
"""Passages; a smaller segment is written again together with what is new, so that plans added one
by one make no segment each."""
TIER = 4
"""Segments of like size, within this factor, that are written as one when there are as many: each
search asks every segment, and so a passage is written again once a tier and not with each change.
Source: tiered compaction, O'Neil et al.: The log-structured merge-tree (1996)."""
MOST_MERGED = 128_000
"""Passages that are written as one after a change; larger segments wait for ``compact``."""

logger = logging.getLogger(__name__)


def bring_up_to_date(
    folder: Path,
    old: Collection | None,
    read: Callable[[Mapping[str, bytes]], Iterable[Prepared | str]],
    encoder: Encoder,
    progress: bool,
    vectors: NearestSettings | None = None,
    corpus: str = "",
    files: Mapping[str, str] | None = None,
) -> Collection:
    """Return the index of exactly some plans, written to a folder unless it is there already.

    Args:
        folder: The index's, locked.
        old: The index that is there, None where there is none that can be read.
        read: Returns the plans; given the digests of plans that are known, of these only the ids.
        encoder: Embeds the passages whose text is new.
        progress: Show a progress bar on standard error.
        vectors: What vectors are to be searched by; as before where it is left out.
        corpus: Where the plans come from, as ``Manifest`` has it.
        files: The names of the plans' files, by id, where they are known.

    Raises:
        PlanError: a plan cannot be read, or holds no passage.
        IndexWriteError: the folder cannot be written to; the old index stays in force.
    """
    is_current = old is not None and old.configuration == configuration_of(encoder.id)
    current = old if is_current else None
    digests = current.digests if current else {}
    kept: set[str] = set()
    # All are read before anything is written: what is wrong in the last one changes nothing.
    fresh = []
    for own in read(digests):
        if isinstance(own, str):
            kept.add(own)
        else:
            fresh.append(own)
    settled = settle(current, kept, fresh, {}, files)
    fresh = sorted(settled.fresh, key=lambda own: own.row.id)
    gone = (digests.keys() - kept - {own.row.id for own in fresh}) | settled.gone
    is_other = old is not None and is_current and vectors not in (None, _settings_of(old))
    is_same = current is not None and dict(current.manifest.copies) == settled.copies
    if current is not None and is_same and not fresh and not gone:
        kept_as_is = compact(folder, current, vectors) if is_other else current
        return _named(folder, kept_as_is, corpus)
    changed = commit(folder, old, fresh, gone, encoder, progress, vectors, settled.copies)
    made = _named(folder, changed, corpus)
    before = len(old.segments) if old is not None and is_current else 0
    # What was made in several batches is one segment in the end, with an index of its vectors. How
    # vectors are to be searched from now on holds for what stays too.
    if is_other or len(made.segments) > before + 1:
        return compact(folder, made)
    return merge(folder, made)


def commit(
    folder: Path,
    old: Collection | None,
    fresh: Iterable[Prepared],
    gone: Set[str],
    encoder: Encoder,
    progress: bool,
    vectors: NearestSettings | None = None,
    copies: Mapping[str, Copy] | None = None,
) -> Collection:
    """Return an index with some plans put in and some taken out, written to a folder.

    What it costs goes by the plans that change and not by those that stay.

    Args:
        folder: The index's, locked.
        old: The index that is there, None where there is none that can be read.
        fresh: Plans that are new or have changed, by id.
        gone: Ids of plans that the old index has and the new one has not.
        encoder: Embeds the passages whose text is new.
        progress: Show a progress bar on standard error.
        vectors: What the vectors of new segments are to be searched by; as before where it is
            left out.
        copies: Of the new index; those of the old one where they are left out.

    Raises:
        IndexWriteError: the folder cannot be written to; the old index stays in force.
    """
    configuration = configuration_of(encoder.id)
    kept = old if old is not None and old.configuration == configuration else None
    if kept is not None:
        fresh = [own for own in fresh if kept.digests.get(own.row.id) != own.row.digest]
        if not fresh and not gone and copies in (None, kept.manifest.copies):
            return kept
    if copies is None:
        copies = kept.manifest.copies if kept is not None else {}
    fresh = list(fresh)
    # Of an index that stays only what is replaced is looked up, and what goes, which may have got
    # another name: the price of a change must not go by what stays.
    written_anew = [*(own.row.id for own in fresh), *gone] if kept else None
    known = known_vectors(old, written_anew, encoder)
    batches = [segment_of(plans, known, encoder, progress) for plans in chunks(fresh)]
    replaced = {row.id for batch in batches for row in batch.listed}
    removed = {*gone, *replaced}
    stays, rewritten = _sorted_out(kept, removed)
    groups: list[list[tuple[SegmentData, Sequence[int]]]] = [
        [(batch, range(len(batch.listed)))] for batch in batches
    ] or [[]]
    groups[0] += rewritten
    having = _having(kept, batches, removed)
    settings = vectors or _settings_of(old)
    corpus = old.manifest.corpus if old is not None else ""
    manifest = Manifest(configuration, (), having, str(settings), corpus, copies)
    return _write(folder, kept, stays, groups, manifest)


def compact(folder: Path, old: Collection, vectors: NearestSettings | None = None) -> Collection:
    """Return the same index with all its plans in one segment, and without those removed.

    Args:
        folder: The index's, locked.
        old: The index that is there.
        vectors: What its vectors are to be searched by; as before where it is left out.

    Raises:
        IndexWriteError: the folder cannot be written to; the old index stays in force.
    """
    is_other = vectors not in (None, _settings_of(old))
    has_removed = any(entry.removed for entry in old.manifest.segments)
    if len(old.segments) < 2 and not has_removed and not is_other:
        return old
    manifest = replace(old.manifest, segments=(), vectors=str(vectors or _settings_of(old)))
    chosen = [
        (segment.data, _live(segment, entry))
        for segment, entry in zip(old.segments, old.manifest.segments, strict=True)
    ]
    return _write(folder, old, [], [chosen], manifest)


def merge(folder: Path, old: Collection) -> Collection:
    """Return the same index, with segments of like size written as one where they are many.

    To be called once a change is in force: whatever becomes of it, nothing is lost. It holds up
    the next writer and no reader.

    Args:
        folder: The index's, locked.
        old: The index that is there.
    """
    while (chosen := _full_tier(old)) is not None:
        entries = old.manifest.segments
        stays = [entry for place, entry in enumerate(entries) if place not in chosen]
        group = [(old.segments[own].data, _live(old.segments[own], entries[own])) for own in chosen]
        try:
            old = _write(folder, old, stays, [group], replace(old.manifest, segments=()))
        except LantianError as error:  # the disk is full, or a segment damaged
            logger.warning("segments were not merged: %s", error)
            break
    return old


def _full_tier(old: Collection) -> Sequence[int] | None:
    """Return the places of the segments of the lowest full tier, None where none is full."""
    tiers: dict[int, list[tuple[int, int]]] = {}
    for place, (segment, entry) in enumerate(zip(old.segments, old.manifest.segments, strict=True)):
        size = sum(segment.data.listed[number].passages for number in _live(segment, entry))
        tier = int(math.log(max(size, 1) / max(SMALL, 1), TIER)) if size > SMALL else 0
        tiers.setdefault(tier, []).append((size, place))
    for _, own in sorted(tiers.items()):
        least = sorted(own)[:TIER]
        if len(least) == TIER and sum(size for size, _ in least) <= MOST_MERGED:
            return [place for _, place in least]
    return None


def _named(folder: Path, made: Collection, corpus: str) -> Collection:
    """Return the same index, which names the corpus that it was built of.

    Raises:
        IndexWriteError: the folder cannot be written to.
    """
    if made.manifest.corpus == corpus:
        return made
    manifest = replace(made.manifest, corpus=corpus)
    try:
        put_in_force(folder, manifest, made.segments)
    except OSError as error:
        raise unwritable(folder, error) from error
    return collection_of(folder, manifest, made.segments)


def _settings_of(old: Collection | None) -> NearestSettings:
    """Return what an index's vectors are to be searched by, as it was asked for."""
    return NearestSettings.parse(old.manifest.vectors) if old is not None else NearestSettings()


def _write(
    folder: Path,
    old: Collection | None,
    stays: Sequence[SegmentEntry],
    groups: Sequence[Chosen],
    manifest: Manifest,
) -> Collection:
    """Write a segment a group and put them into force beside those that stay."""
    known = {own.entry.name: own for own in (old.segments if old else ())}
    if not all(own.entry.is_whole for own in known.values()):
        raise not_built_here(folder)
    settings = NearestSettings.parse(manifest.vectors)
    with partial_folder(folder) as partial:
        entries = list(stays)
        for group in groups:
            if any(numbers for _, numbers in group):
                place = partial / "segment"
                place.mkdir()
                entry = put_segment(folder, place, write_segment(place, group, settings))
                entries.append(entry)
                known.pop(entry.name, None)
        written = replace(manifest, segments=tuple(entries))
        segments = [known.get(own.name) or open_segment(folder, own) for own in entries]
        put_in_force(folder, written, segments)
    return collection_of(folder, written, segments)


def _sorted_out(
    old: Collection | None, removed: set[str]
) -> tuple[list[SegmentEntry], list[tuple[SegmentData, Sequence[int]]]]:
    """Return the segments that stay, and the plans of those that are written again.

    Args:
        old: What there is.
        removed: Ids of plans that are taken out.
    """
    if old is None:
        return [], []
    found: list[tuple[int, SegmentEntry, Segment, list[int]]] = []
    for segment, entry in zip(old.segments, old.manifest.segments, strict=True):
        live = [n for n in _live(segment, entry) if segment.data.listed[n].id not in removed]
        if live:
            size = sum(segment.data.listed[number].passages for number in live)
            dead = tuple(sorted({*range(entry.plans)} - {*live}))
            found.append((size, replace(entry, removed=dead), segment, live))
    stays = [entry for size, entry, _, _ in found if size >= SMALL]
    rewritten: list[tuple[SegmentData, Sequence[int]]] = [
        (segment.data, live) for size, _, segment, live in found if size < SMALL
    ]
    return stays, rewritten


def _live(segment: Segment, entry: SegmentEntry) -> list[int]:
    """Return the plans of a segment that are in force, by their places in it."""
    removed = set(entry.removed)
    return [number for number in range(len(segment.data.listed)) if number not in removed]


def _having(
    old: Collection | None, batches: Sequence[SegmentData], removed: set[str]
) -> Mapping[int, int]:
    """Return how many different terms will stand in one passage, in two, and so on."""
    change: Counter[str] = Counter()
    for batch in batches:
        frequencies = batch.terms.counts.frequencies.tolist()
        change.update(dict(zip(batch.terms.vocabulary, frequencies, strict=True)))
    if old is None:
        return Counter(change.values())
    for id_ in removed & old.numbers.keys():
        place, number = old.place_of(id_)
        data = old.segments[place].data
        start, end = data.plan_starts[number : number + 2].tolist()
        change.subtract(data.terms.frequencies_within(start, end))
    having = Counter(old.manifest.having)
    for term, difference in change.items():
        if difference:
            before = old.lexical.frequency(term)
            having[before] -= 1
            having[before + difference] += 1
    return {passages: terms for passages, terms in having.items() if passages and terms}
