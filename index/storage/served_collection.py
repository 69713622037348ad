"""A generation whose vectors and words are in Milvus, searched as the embedded one is."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.milvus.places import Places
from index.milvus.vectors import MilvusVectors
from index.milvus.weights import MilvusWeights
from index.ranking.dense import SentenceVectors
from index.ranking.within import Within
from index.storage.collection import Collection
from index.storage.engine_note import EngineNote, plans_of
from index.storage.manifest import Manifest
from index.storage.milvus_index import MilvusIndex
from index.storage.milvus_rows import number_of, years_of
from index.storage.segment import Segment

EXACT_UP_TO = 5_000
"""Passages in scope whose scores are all asked for; their sentences fill one answer."""
MOST_NAMED = 2_000
"""Plans or places that an expression lists; of more the rows say what is allowed."""


class ServedCollection(Collection):
    """A collection whose vectors and words are in Milvus."""

    def __init__(self, folder: Path, manifest: Manifest, segments: Sequence[Segment]) -> None:
        """Take what a manifest names; Milvus is asked when something is searched.

        Raises:
            IndexDamagedError: the file ``ENGINE`` cannot be read.
        """
        super().__init__(folder, manifest, segments)
        self._note = EngineNote.of(folder)

    @property
    def exact_up_to(self) -> int:
        """So many passages in scope are all scored; of more only candidates are."""
        return EXACT_UP_TO

    def require_searchable(self) -> None:
        """Refuse to search what Milvus has not; see ``MilvusIndex.require``."""
        self._rows.require(self.configuration, self.manifest.segments)

    def complete(self) -> None:
        """Put into Milvus, and into the database, what they lack, as when data were lost."""
        self._rows.fill(self.configuration, self.segments)
        if self._note.place.plans:
            plans = plans_of(self.folder)
            plans.put(self.segments)
            plans.put_in_force(self.manifest, [own.name for own in self.manifest.segments])

    @cached_property
    def _rows(self) -> MilvusIndex:
        """The collections in Milvus."""
        return MilvusIndex(self._note.place)

    @property
    def _numbers(self) -> list[int]:
        """Of the segments."""
        return [number_of(entry) for entry in self.manifest.segments]

    @property
    def lexical(self) -> MilvusWeights:
        """Over the n passages."""
        return self._weights

    @cached_property
    def _weights(self) -> MilvusWeights:
        """The words in Milvus."""
        return MilvusWeights(
            self._rows.engine,
            self._rows.passages,
            self._rows_at,
            self._rows.terms.all,
            self.counted,
            self._joined([own.data.terms.lengths for own in self.segments], np.int64),
            self.is_live,
            self.expression,
        )

    @cached_property
    def vectors(self) -> MilvusVectors:
        """Over the n passages."""
        rows = self._rows
        return MilvusVectors(
            rows.engine, rows.passages, self._rows_at, self._dimension, self.expression
        )

    @cached_property
    def sentences(self) -> SentenceVectors:
        """Of the n passages."""
        rows = self._rows
        sizes = [len(own.data.sentences) for own in self.segments]
        places = Places(self._numbers, sizes)
        vectors = MilvusVectors(rows.engine, rows.sentences, places, self._dimension)
        return SentenceVectors(vectors, self._sentence_starts)

    @cached_property
    def _rows_at(self) -> Places:
        """Where the rows of the passages stand."""
        return Places(self._numbers, [entry.passages for entry in self.manifest.segments])

    def expression(self, within: Within) -> str:
        """Return what leaves the passages of some plans and offices, in the shortest way."""
        parts = ["findable == true"]
        if within.plans is not None and len(within.plans) < len(self.heads):
            parts.append(self._expression_of(within.plans))
        if within.offices:
            parts.append(f"array_contains_any(offices, {_listed(within.offices)})")
        return " and ".join(filter(None, parts))

    def _expression_of(self, plans: frozenset[str]) -> str:
        """Return what leaves the passages of some plans; empty where too many would be named."""
        own = [head for head in self.heads if head.id in plans]
        for field, value_of in (("level", "level"), ("province", "province"), ("place", "place")):
            values = {getattr(head, value_of) or "" for head in own}
            having = [head for head in self.heads if (getattr(head, value_of) or "") in values]
            if "" not in values and len(having) == len(own) and len(values) <= MOST_NAMED:
                return f"{field} in {_listed(sorted(values))}"
        years = {year for head in own for year in years_of(head)}
        for year in sorted(years):
            if {head.id for head in self.heads if year in years_of(head)} == plans:
                return f"array_contains(years, {year})"
        return f"plan in {_listed(sorted(plans))}" if len(plans) <= MOST_NAMED else ""


def _listed(texts: Iterable[str]) -> str:
    """Return some texts as an expression lists them."""
    return json.dumps(list(texts), ensure_ascii=False)
