"""The file ``ENGINE`` of an index's folder: which Milvus answers for it, and what was put there."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexDamagedError
from index.place import ENGINE, IndexPlace
from index.storage.postgres import PostgresPlans


@dataclass(frozen=True, slots=True)
class EngineNote:
    """What the file ``ENGINE`` says.

    Attributes:
        place: The index's.
        rows: How many passages and sentences of each segment are in Milvus, by its number.
    """

    place: IndexPlace
    rows: Mapping[int, tuple[int, int]]

    @classmethod
    def of(cls, folder: Path) -> "EngineNote":
        """Return what a folder's file says.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        try:
            record = json.loads((folder / ENGINE).read_bytes())
            place = replace(IndexPlace.of(record["index"]), folder=folder)
            rows = {int(number): (own[0], own[1]) for number, own in record["rows"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(
                f"{folder / ENGINE}: cannot be read ({error}); remove it, and build the index "
                "anew with: python -m index build --index milvus:…"
            ) from error
        return cls(place, rows)

    def write(self) -> None:
        """Put it into the folder.

        Raises:
            OSError: it cannot be written.
        """
        folder = self.place.folder
        record = {"index": self.place.address, "rows": dict(sorted(self.rows.items()))}
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
