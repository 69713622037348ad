"""One generation of an index, opened: its plans and passages by id and by position."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import FilterError
from index.facts.types import Facts
from index.query.catalogue import Catalogue, CataloguedPlan, Label
from index.ranking.bm25 import Bm25Index
from index.ranking.dense import SegmentedVectors, SentenceVectors, VectorIndex
from index.ranking.lexical import LexicalIndex, Statistics
from index.ranking.phrases import PhraseIndex
from index.ranking.positions import ranges
from index.storage.late_ids import LateIds
from index.storage.manifest import Configuration, Manifest
from index.storage.plan_table import decode
from index.storage.segment import BARE_HEADING, CLAUSE, END, LETTERHEAD, ORDINAL, START, Segment
from index.types import Brief, Passage, Plan, PlanHead

KEPT_PLANS = 512
"""Decoded; a search touches few, a comparison all of a region."""
KEPT_PASSAGES = 4_000
KEPT_YEARS = 256


class PlanStore(Protocol):
    """Plans by id; what another engine has to offer."""

    @property
    def heads(self) -> tuple[PlanHead, ...]:
        """What is known of every plan without its text, by id."""

    def plan(self, plan_id: str) -> Plan:
        """Return a plan.

        Raises:
            FilterError: there is none of this id; the message says which there are.
        """

    def facts(self, plan_id: str) -> Facts:
        """Return what a plan commits to.

        Raises:
            FilterError: there is no such plan.
        """

    def passages_of(self, plan_id: str) -> tuple[Passage, ...]:
        """Return the passages of a plan, in reading order.

        Raises:
            FilterError: there is no such plan.
        """


class Collection:
    """The plans, passages, words and vectors of all segments; it never changes.

    A passage's position counts through the segments, removed ones included; n of them.
    """

    def __init__(self, folder: Path, manifest: Manifest, segments: Sequence[Segment]) -> None:
        """Take what a manifest names.

        Args:
            folder: The index's, for messages.
            manifest: Of the generation.
            segments: Opened, in its order.
        """
        self.folder = folder
        self.manifest = manifest
        self.segments = tuple(segments)
        removed = [set(entry.removed) for entry in manifest.segments]
        listed = sorted(
            (own.id, place, number, own)
            for place, segment in enumerate(segments)
            for number, own in enumerate(segment.data.listed)
            if number not in removed[place]
        )
        self.heads: tuple[PlanHead, ...] = tuple(
            decode("head", own.head) for _, _, _, own in listed
        )
        self._entries: Sequence[bytes] = [own.entry for _, _, _, own in listed]
        self.digests: Mapping[str, bytes] = {id_: own.digest for id_, _, _, own in listed}
        self._places = [(place, number) for _, place, number, _ in listed]
        self.numbers: Mapping[str, int] = {id_: n for n, (id_, _, _, _) in enumerate(listed)}
        """The place of each plan among ``heads``."""
        sizes = [segment.entry.passages for segment in segments]
        self._offsets = np.cumsum([0, *sizes], dtype=np.intp)
        self.size = int(self._offsets[-1])
        self._plan = lru_cache(maxsize=KEPT_PLANS)(self._read_plan)
        self._labels = lru_cache(maxsize=KEPT_PLANS)(self._read_labels)
        self.covering = lru_cache(maxsize=KEPT_YEARS)(self._covering)
        self.passage = lru_cache(maxsize=KEPT_PASSAGES)(self._read_passage)

    @property
    def configuration(self) -> Configuration:
        """What vectors and weights depend on."""
        return self.manifest.configuration

    # Plans

    def number(self, plan_id: str) -> int:
        """Return the place of a plan among ``heads``.

        Raises:
            FilterError: there is none of this id; the message says which there are.
        """
        found = self.numbers.get(plan_id)
        if found is None:
            raise unknown_plan(plan_id, [head.id for head in self.heads])
        return found

    def place_of(self, plan_id: str) -> tuple[int, int]:
        """Return the segment of a plan and its place there.

        Raises:
            FilterError: there is no such plan.
        """
        return self._places[self.number(plan_id)]

    def plan(self, plan_id: str) -> Plan:
        """Return a plan; see ``PlanStore``."""
        return self._plan(self.number(plan_id))

    def plans(self) -> tuple[Plan, ...]:
        """Return all plans, by id."""
        return tuple(self._plan(number) for number in range(len(self.heads)))

    def facts(self, plan_id: str) -> Facts:
        """Return what a plan commits to; see ``PlanStore``."""
        place, own = self.place_of(plan_id)
        return self.segments[place].facts(own)

    def brief(self, plan_id: str) -> Brief:
        """Return what a table says of a plan.

        Raises:
            FilterError: there is no such plan.
        """
        place, own = self.place_of(plan_id)
        return self.segments[place].brief(own)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What a query may name."""
        entries: list[CataloguedPlan] = [decode("entry", data) for data in self._entries]
        return Catalogue(entries, lambda id_: self._labels(self.number(id_)), lambda: self.offices)

    @cached_property
    def offices(self) -> Mapping[str, NDArray[np.intp]]:
        """The positions of the passages that each office answers for, ascending."""
        names: dict[str, int] = {}
        rows: list[int] = []  # of an office in a plan: the office, the plan, and how many passages
        passages: list[int] = []
        for number, (place, own) in enumerate(self._places):
            for name, answering in self.segments[place].read(own, "offices"):
                rows += names.setdefault(name, len(names)), number, len(answering)
                passages += answering
        offices, plans, sizes = np.array(rows, dtype=np.intp).reshape(-1, 3).T
        positions = np.array(passages, dtype=np.intp) + np.repeat(self._ranges[0][plans], sizes)
        owners = np.repeat(offices, sizes)
        order = np.lexsort((positions, owners))
        ends = np.cumsum(np.bincount(owners, minlength=len(names)))
        return dict(zip(names, np.split(positions[order], ends[:-1]), strict=True)) if names else {}

    def _read_plan(self, number: int) -> Plan:
        """Return a plan by its place among ``heads``."""
        plan: Plan = self._read(number, "body")
        return plan

    def _read_labels(self, number: int) -> Sequence[Label]:
        """Return the numbers of a plan's clauses."""
        labels: Sequence[Label] = self._read(number, "labels")
        return labels

    def _read(self, number: int, part: str) -> Any:  # noqa: ANN401 - as PlanTable.read has it
        """Return a part of a plan."""
        place, own = self._places[number]
        return self.segments[place].read(own, part)

    def _covering(self, years: tuple[int, ...]) -> NDArray[np.bool_]:
        """Return which plans cover one of some years, or were issued in one.

        Shape (plans + 1,): the last stands for passages without a plan.
        """
        covers = [
            any(
                (head.period and head.period[0] <= year <= head.period[1])
                or (head.issued and head.issued.year == year)
                for year in years
            )
            for head in self.heads
        ]
        return np.array([*covers, False], dtype=np.bool_)

    # Passages

    def positions_of(self, number: int) -> slice:
        """Return where the passages of a plan stand, by its place among ``heads``."""
        place, own = self._places[number]
        starts, offset = self.segments[place].data.plan_starts, int(self._offsets[place])
        return slice(offset + int(starts[own]), offset + int(starts[own + 1]))

    def passages_of(self, plan_id: str) -> tuple[Passage, ...]:
        """Return the passages of a plan; see ``PlanStore``."""
        place = self.positions_of(self.number(plan_id))
        return tuple(map(self.passage, range(place.start, place.stop)))

    def passages(self) -> tuple[Passage, ...]:
        """Return all passages, by plan, in reading order."""
        return tuple(own for head in self.heads for own in self.passages_of(head.id))

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the passages, by position; each is made when it is asked for."""
        return LateIds(self.size, lambda position: self.passage(position).id)

    def _read_passage(self, position: int) -> Passage:
        """Return the passage at a position.

        Raises:
            IndexError: it was removed.
        """
        number = int(self.plan_numbers[position])
        if number < 0:
            raise IndexError(f"the passage at {position} was removed")
        plan = self._plan(number)
        place, _ = self._places[number]
        row = self.segments[place].data.passages[position - int(self._offsets[place])].tolist()
        clause, start, end = plan.clauses[row[CLAUSE]], row[START], row[END]
        id_ = f"{plan.id}/{clause.id}/{row[ORDINAL]}"
        return Passage(id_, plan.id, clause.id, start, end, plan.text[start:end])

    def positions_of_clause(self, plan_id: str, clause_id: str) -> NDArray[np.intp]:
        """Return where the passages of a clause stand, ascending; of none there is nothing."""
        number = self.numbers.get(plan_id)
        clauses = self._plan(number).clauses if number is not None else ()
        own = [place for place, clause in enumerate(clauses) if clause.id == clause_id]
        if number is None or not own:
            return np.zeros(0, dtype=np.intp)
        positions = self.positions_of(number)
        place, _ = self._places[number]
        offset = int(self._offsets[place])
        rows = self.segments[place].data.passages[
            positions.start - offset : positions.stop - offset
        ]
        found: NDArray[np.intp] = np.flatnonzero(rows[:, CLAUSE] == own[0]) + positions.start
        return found

    @cached_property
    def plan_numbers(self) -> NDArray[np.int32]:
        """The plan of each passage, as its place among ``heads``; -1 for those removed."""
        found = np.full(self.size, -1, dtype=np.int32)
        starts, sizes = self._ranges
        found[ranges(starts, sizes)] = np.repeat(np.arange(len(starts)), sizes)
        return found

    def positions_of_plans(self, plans: Iterable[str]) -> NDArray[np.intp]:
        """Return where the passages of some plans stand, by the plans' ids; ascending."""
        starts, sizes = self._ranges
        own = np.array([self.numbers[id_] for id_ in plans], dtype=np.intp)
        own = own[np.argsort(starts[own])]
        return ranges(starts[own], sizes[own])

    @cached_property
    def _ranges(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where the passages of each plan begin, and how many it has, by its place in ``heads``."""
        every = [own.data.plan_starts for own in self.segments]
        firsts = np.cumsum([0, *(len(own) - 1 for own in every)])
        places = np.array(self._places, dtype=np.intp).reshape(-1, 2)
        rows = firsts[places[:, 0]] + places[:, 1]
        starts = [own[:-1] + offset for own, offset in zip(every, self._offsets, strict=False)]
        return (
            self._joined(starts, np.intp)[rows],
            self._joined([np.diff(own) for own in every], np.intp)[rows],
        )

    @cached_property
    def is_live(self) -> NDArray[np.bool_] | None:
        """Which passages were not removed; None where none was."""
        if not any(entry.removed for entry in self.manifest.segments):
            return None
        is_live: NDArray[np.bool_] = self.plan_numbers >= 0
        return is_live

    @cached_property
    def is_findable(self) -> NDArray[np.bool_]:
        """Which passages may be hits: headings and nothing else are kept, but never are."""
        flags = self._joined([segment.data.flags for segment in self.segments], np.uint8)
        findable: NDArray[np.bool_] = (flags & BARE_HEADING == 0) & (self.plan_numbers >= 0)
        return findable

    @cached_property
    def letterheads(self) -> NDArray[np.intp]:
        """Where short lines around the body stand: number, date, signature."""
        flags = self._joined([segment.data.flags for segment in self.segments], np.uint8)
        return np.flatnonzero(flags & LETTERHEAD)

    # What is searched

    @property
    def exact_up_to(self) -> int | None:
        """So many passages in scope are all scored, of more only candidates; None as usual."""
        return None

    def require_searchable(self, *, thoroughly: bool = False) -> None:
        """Refuse what cannot be searched; the segments were looked at when they were opened."""

    def complete(self) -> None:
        """Put what is missing where it is searched; here it lies there."""

    @property
    def lexical(self) -> LexicalIndex:
        """Over the n passages."""
        return self.counted

    @cached_property
    def counted(self) -> Bm25Index:
        """Over the n passages, as they were counted in the segments."""
        lengths = self._joined([own.data.terms.lengths for own in self.segments], np.int64)
        is_live = self.is_live
        total = int(lengths.sum() if is_live is None else lengths[is_live].sum())
        passages = self.size if is_live is None else int(is_live.sum())
        statistics = Statistics.of(passages, total, self.manifest.having)
        return Bm25Index([own.data.terms for own in self.segments], statistics, is_live)

    @cached_property
    def vectors(self) -> VectorIndex:
        """Over the n passages."""
        return SegmentedVectors(
            [own.data.vectors for own in self.segments],
            self._dimension,
            [own.nearest for own in self.segments],
        )

    @cached_property
    def sentences(self) -> SentenceVectors:
        """Of the n passages."""
        vectors = SegmentedVectors([own.data.sentences for own in self.segments], self._dimension)
        return SentenceVectors(vectors, self._sentence_starts)

    @cached_property
    def _sentence_starts(self) -> NDArray[np.intp]:
        """Where the sentences of each passage begin, and the end, shape (n + 1,)."""
        starts = [np.zeros(1, dtype=np.intp)]
        for segment in self.segments:
            starts.append(segment.data.sentence_starts[1:] + starts[-1][-1])
        return np.concatenate(starts)

    @cached_property
    def phrases(self) -> PhraseIndex:
        """Over the n passages."""
        return PhraseIndex([own.data.texts for own in self.segments], self.is_live)

    @property
    def _dimension(self) -> int:
        """Of the vectors."""
        return int(self.segments[0].data.vectors.shape[1]) if self.segments else 1

    def _joined(self, parts: Sequence[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
        """Return what all segments have of their passages as one array."""
        return np.concatenate([np.zeros(0, dtype=kind), *parts], dtype=kind)


def unknown_plan(plan_id: str, known: Sequence[str]) -> FilterError:
    """Return the error for a plan that an index does not have."""
    some = "、".join(known[:MAX_NAMED]) + ("…" if len(known) > MAX_NAMED else "")
    return FilterError(
        f"unknown plan {plan_id!r}; the index has {some or 'none: the index is empty'}"
    )


MAX_NAMED = 50
"""Plans that an error lists."""
