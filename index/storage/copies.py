"""Documents that were put in twice: one of the files is the plan, the others are its copies."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from index.storage.collection import Collection
from index.storage.likeness import is_same_document
from index.storage.preparing import Prepared
from index.types import Copy, Plan

MIN_SHARED = 0.2
"""Share of the sentences of the plan with fewer that two plans have word for word, from which they
are compared: a copy with one character in forty destroyed keeps a third of its sentences."""
MAX_PLANS = 50
"""A sentence that more plans have is a stock phrase and says nothing."""

_Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be put in and taken out once copies are told from plans.

    Attributes:
        fresh: The plans that are new.
        gone: Ids of plans of the old index that are copies now.
        copies: All copies, by their ids.
    """

    fresh: tuple[Prepared, ...]
    gone: frozenset[str]
    copies: Mapping[str, Copy]


def settle(
    old: Collection | None,
    stays: Set[str],
    fresh: Sequence[Prepared],
    known: Mapping[str, Copy],
    files: Mapping[str, str] | None = None,
) -> Settled:
    """Tell plans from copies among what is new and what stays.

    Of several files of one document the one that a person described is the plan, else the least
    damaged, else one that was the plan before, else the first by id.

    Args:
        old: The index that is there.
        stays: Ids of its plans that stay; they are no copies of one another.
        fresh: What is new.
        known: Copies that stay copies as long as their plan stays, by their ids.
        files: The names of the files of plans that stay, by their ids, where they are known.
    """
    pairs = _alike(old, sorted(stays), fresh)
    plans: dict[str, Plan] = {}

    def plan(id_: str) -> Plan:
        if id_ not in plans:
            plans[id_] = by_id[id_].plan if id_ in by_id else old.plan(id_)  # type: ignore[union-attr]
        return plans[id_]

    by_id = {own.row.id: own for own in fresh}
    same: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if is_same_document(plan(one), plan(other)):
            same[one].add(other)
            same[other].add(one)
    owner: dict[str, str] = {}
    for id_ in sorted(same, key=lambda id_: (*_rank(plan(id_)), id_ not in stays, id_)):
        if id_ not in owner:
            plans_so_far = {*owner.values(), id_}
            owner |= {other: id_ for other in same[id_] - owner.keys() - plans_so_far}
    names = {**(files or {}), **{own.row.id: own.file for own in fresh}}
    copies = {
        id_: replace(own, plan_id=owner.get(own.plan_id, own.plan_id))
        for id_, own in known.items()
        if id_ not in by_id and id_ not in stays and (own.plan_id in stays or own.plan_id in by_id)
    }
    copies |= {
        id_: Copy(id_, of, names.get(id_, ""), plan(id_).sha256, plan(id_).source)
        for id_, of in owner.items()
    }
    kept = tuple(own for own in fresh if own.row.id not in owner)
    return Settled(kept, frozenset(owner.keys() & stays), dict(sorted(copies.items())))


def _rank(plan: Plan) -> tuple[bool, int]:
    """Return what the plan among several files of one document is chosen by; the least is it."""
    said = {name for name, origin in plan.origins if origin != "read"} - {"title", "source"}
    damaged = sum(found.kind in ("damaged", "broken", "missing") for found in plan.anomalies)
    return not (said or plan.errata), damaged


def _alike(
    old: Collection | None, stays: Sequence[str], fresh: Sequence[Prepared]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of plans that share sentences, one of them new at least."""
    if not fresh:
        return
    own = [_keys_of(sentence for passage in one.sentences for sentence in passage) for one in fresh]
    having: dict[int, list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for one, keys in zip(fresh, own, strict=True):
        sizes[one.row.id] = len(keys)
        for key in keys.tolist():
            having[key].append(one.row.id)
    new = frozenset(sizes)
    wanted = np.unique(np.concatenate(own))
    for id_, found, size in _held(old, stays, wanted):
        sizes[id_] = size
        for key in found.tolist():
            having[key].append(id_)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in having.values():
        if 1 < len(ids) <= MAX_PLANS:
            shared.update(combinations(sorted(ids), 2))
    for pair, count in sorted(shared.items()):
        is_alike = count >= MIN_SHARED * min(sizes[id_] for id_ in pair)
        if is_alike and not new.isdisjoint(pair):
            yield pair


def _held(
    old: Collection | None, stays: Sequence[str], wanted: _Keys
) -> Iterator[tuple[str, _Keys, int]]:
    """Yield the plans that stay and have some of the sentences: which, and how many they have."""
    if old is None:
        return
    hits: dict[int, NDArray[np.bool_]] = {}
    for id_ in stays:
        place, number = old.place_of(id_)
        data = old.segments[place].data
        if place not in hits:
            hits[place] = _is_among(_short(data.sentence_keys), wanted)
        start, end = data.sentence_starts[data.plan_starts[number : number + 2]].tolist()
        if hits[place][start:end].any():
            keys = np.unique(_short(data.sentence_keys[start:end]))
            yield id_, keys[_is_among(keys, wanted)], len(keys)


def _is_among(keys: _Keys, wanted: _Keys) -> NDArray[np.bool_]:
    """Tell which keys are among some few, ascending; four times as fast as sorting all of them."""
    places = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    return np.asarray(wanted[places] == keys)


def _keys_of(sentences: Iterable[str]) -> _Keys:
    """Return what tells sentences apart, each once, as a segment has it."""
    digests = (hashlib.sha256(own.encode("utf-8", "surrogatepass")).digest() for own in sentences)
    keys = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 32)
    return np.unique(_short(keys))


def _short(keys: NDArray[np.uint8]) -> _Keys:
    """Return the first eight bytes of digests as numbers, shape (n,)."""
    return np.ascontiguousarray(keys[:, :8]).view(np.uint64).ravel()
