"""Which dimension of the sparse vectors each term has: kept in Milvus, and only added to.

The row of key 0 says what the collections beside it were filled with: Milvus Lite keeps no
description of a collection.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from index.milvus.engine import MOST, Engine

_FIELDS = {"key": "key", "term": "text", "unused": 2}
"""A collection needs a vector."""
_MARK = 0


class Terms:
    """The terms of a Milvus collection and their dimensions, from 1."""

    def __init__(self, engine: Engine, collection: str) -> None:
        """Name the collection that has them."""
        self._engine = engine
        self._collection = collection
        self._known: dict[str, int] | None = None

    def create(self, mark: Mapping[str, Any]) -> None:
        """Begin with none.

        Args:
            mark: What the collections are to be filled with.
        """
        self._engine.drop(self._collection)
        self._engine.create(self._collection, _FIELDS)
        self._insert({json.dumps(dict(mark), sort_keys=True): _MARK})
        self._known = {}

    def mark(self) -> Mapping[str, Any]:
        """Return what ``create`` was given; empty where nothing was."""
        if not self._engine.has(self._collection):
            return {}
        rows = self._engine.rows(self._collection, f"key == {_MARK}", ["term"])
        mark: Mapping[str, Any] = json.loads(rows[0]["term"]) if rows else {}
        return mark

    def all(self) -> Mapping[str, int]:
        """Return the dimension of each term; read once."""
        if self._known is None:
            found: dict[str, int] = {}
            first = 1
            # As many are asked for as one answer may have; where none is left there are no more.
            while rows := self._engine.rows(
                self._collection, f"key >= {first} and key < {first + MOST}", ["term"]
            ):
                found |= {row["term"]: int(row["key"]) for row in rows}
                first += MOST
            self._known = found
        return self._known

    def add(self, terms: Iterable[str]) -> None:
        """Give a dimension to each term that has none."""
        known = dict(self.all())
        fresh = sorted(set(terms) - known.keys())
        first = max(known.values(), default=0) + 1
        added = {term: first + place for place, term in enumerate(fresh)}
        self._insert(added)
        self._known = known | added

    def _insert(self, terms: Mapping[str, int]) -> None:
        """Put some terms in."""
        rows = ({"key": own, "term": term, "unused": [1.0, 0.0]} for term, own in terms.items())
        self._engine.insert(self._collection, rows)
