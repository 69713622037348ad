"""A generation whose vectors and words are in Milvus, searched as the embedded one is."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from index.milvus.places import Places
from index.milvus.vectors import MilvusVectors
from index.milvus.weights import MilvusWeights
from index.ranking.dense import SentenceVectors
from index.ranking.within import Within
from index.storage.collection import Collection
from index.storage.engine_note import EngineNote
from index.storage.manifest import Manifest
from index.storage.milvus_index import MilvusIndex
from index.storage.milvus_rows import MAX_VALUES, number_of, years_of
from index.storage.segment import Segment
from index.storage.serving import serve

EXACT_UP_TO = 5_000
"""Passages in scope whose scores are all asked for; their sentences fill one answer."""
MOST_NAMED = 2_000
"""Plans or places that an expression lists; of more the rows say what is allowed."""
KEPT_EXPRESSIONS = 16


class ServedCollection(Collection):
    """A collection whose vectors and words are in Milvus."""

    def __init__(self, folder: Path, manifest: Manifest, segments: Sequence[Segment]) -> None:
        """Take what a manifest names; Milvus is asked when something is searched.

        Raises:
            IndexDamagedError: the file ``ENGINE`` cannot be read.
        """
        super().__init__(folder, manifest, segments)
        self._note = EngineNote.of(folder)
        # Each search of a scope asks twice; of 20,000 plans it is half a second's work.
        self._expression_of = lru_cache(maxsize=KEPT_EXPRESSIONS)(self._worked_out)

    @property
    def exact_up_to(self) -> int:
        """So many passages in scope are all scored; of more only candidates are."""
        return EXACT_UP_TO

    def require_searchable(self, *, thoroughly: bool = False) -> None:
        """Refuse to search what Milvus has not; see ``MilvusIndex.require``."""
        self._rows.require(self.configuration, self.manifest.segments)
        if thoroughly:
            self._rows.require_terms(self.segments)

    def complete(self) -> None:
        """Put into Milvus, and into the database, what they lack, as when data were lost."""
        self._note.require_built(self.manifest.segments)
        # Not by what searches: which numbers words have is read once.
        MilvusIndex(self._note.place).drop_without_terms(self.segments)
        serve(self.folder, self.manifest, self.segments)

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

    def _worked_out(self, plans: frozenset[str]) -> str:
        """Return what leaves the passages of some plans, and of more where too many would be named.

        It is empty where it would leave those of all.
        """
        own = [head for head in self.heads if head.id in plans]
        wider: list[tuple[int, str]] = []
        for field in ("level", "province", "place"):
            values = {getattr(head, field) or "" for head in own}
            having = sum((getattr(head, field) or "") in values for head in self.heads)
            if "" not in values and len(values) <= MOST_NAMED:
                expression = f"{field} in {_listed(sorted(values))}"
                if having == len(own):
                    return expression
                wider.append((having, expression))
        # Of several years those are meant that no other plan covers.
        inside = {year: ids for year, ids in self._covering_year.items() if ids <= plans}
        for year, ids in sorted(inside.items()):
            if len(ids) == len(plans):
                return f"array_contains(years, {year})"
        if inside and set().union(*inside.values()) == plans:
            return f"array_contains_any(years, {sorted(inside)})"
        if len(plans) <= MOST_NAMED:
            return f"plan in {_listed(sorted(plans))}"
        having, expression = min(wider, default=(len(self.heads), ""))
        return expression if having < len(self.heads) else ""

    @cached_property
    def _covering_year(self) -> Mapping[int, set[str]]:
        """The ids of the plans whose rows have a year."""
        found: dict[int, set[str]] = defaultdict(set)
        for head in self.heads:
            for year in years_of(head)[:MAX_VALUES]:
                found[year].add(head.id)
        return found


def _listed(texts: Iterable[str]) -> str:
    """Return some texts as an expression lists them."""
    return json.dumps(list(texts), ensure_ascii=False)
