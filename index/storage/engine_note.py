"""The file ``ENGINE`` of an index's folder: which Milvus answers for it, and what was put there.

It also says whether the folder was built or fetched: what was fetched lacks what a change needs.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexDamagedError
from index.place import ENGINE, IndexPlace
from index.storage.manifest import SegmentEntry
from index.storage.postgres import PostgresPlans
from index.storage.store import not_built_here


@dataclass(frozen=True, slots=True)
class EngineNote:
    """What the file ``ENGINE`` says.

    Attributes:
        place: The index's.
        rows: How many passages and sentences of each segment are in Milvus, by its number.
        is_fetched: Whether the folder has only what a search needs, from a database.
    """

    place: IndexPlace
    rows: Mapping[int, tuple[int, int]]
    is_fetched: bool = False

    @classmethod
    def of(cls, folder: Path) -> "EngineNote":
        """Return what a folder's file says.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        try:
            record = json.loads((folder / ENGINE).read_bytes())
            place = replace(IndexPlace.of(record["index"]), folder=folder).anywhere
            rows = {int(number): (own[0], own[1]) for number, own in record["rows"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(
                f"{folder / ENGINE}: cannot be read ({error}); remove it, and build the index "
                "anew with: python -m index build --index milvus:…"
            ) from error
        return cls(place, rows, bool(record.get("fetched")))

    def require_built(self, entries: Iterable[SegmentEntry]) -> None:
        """Refuse to change, or to fill Milvus from, a folder that was fetched.

        Args:
            entries: Of the segments in the folder.

        Raises:
            IndexWriteError: it was.
        """
        if self.is_fetched or not all(own.is_whole for own in entries):
            raise not_built_here(self.place.folder)

    def write(self) -> None:
        """Put it into the folder.

        Raises:
            OSError: it cannot be written.
        """
        folder = self.place.folder
        record = {
            "index": self.place.address,
            "fetched": self.is_fetched,
            "rows": dict(sorted(self.rows.items())),
        }
        beside = folder / f"{ENGINE}.new"
        beside.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        os.replace(beside, folder / ENGINE)


def plans_of(folder: Path) -> PostgresPlans:
    """Return the database that has the plans of the index in a folder.

    Raises:
        EngineError: it cannot be reached.
    """
    place = EngineNote.of(folder).place
    return PostgresPlans(place.plans, place.name)
