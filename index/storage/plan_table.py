"""Plans at rest: a SQLite file a segment, a row a plan, each part of it read when it is needed."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from index.facts.types import Facts
from index.query.catalogue import CataloguedPlan, Label
from index.types import Brief, Plan, PlanHead

Part = Literal["head", "entry", "labels", "body", "facts", "offices"]
Offices = tuple[tuple[str, tuple[int, ...]], ...]
"""Each office that answers for passages of a plan, and which, counted from 0 in the plan."""

_KINDS: dict[str, Any] = {
    "head": PlanHead,
    "entry": CataloguedPlan,
    "labels": tuple[Label, ...],
    "body": Plan,
    "facts": Facts,
    "offices": Offices,
}
_DECODERS = {part: msgspec.msgpack.Decoder(kind) for part, kind in _KINDS.items()}
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_SCHEMA = """
CREATE TABLE plans (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest BLOB NOT NULL,
    passages INTEGER NOT NULL, head BLOB NOT NULL, entry BLOB NOT NULL, labels BLOB NOT NULL,
    body BLOB NOT NULL, facts BLOB NOT NULL, offices BLOB NOT NULL
)
"""
T = TypeVar("T")


class _Labelled(msgspec.Struct):
    label: str


class _Range(msgspec.Struct, frozen=True):
    start: int
    end: int


class _Reference(msgspec.Struct):
    document_number: str
    relation: str


class _OfBody(msgspec.Struct):
    references: tuple[_Reference, ...]
    clauses: tuple[_Labelled, ...]
    anomalies: tuple[_Range, ...]
    errata: tuple[_Range, ...]


class _Target(msgspec.Struct):
    indicator: str


class _Duty(msgspec.Struct):
    offices: tuple[str, ...]


class _OfFacts(msgspec.Struct):
    targets: tuple[_Target, ...]
    duties: tuple[_Duty, ...]


# A quarter of the time that whole plans and facts take: what is not named here is passed over.
_BODY_BRIEFLY = msgspec.msgpack.Decoder(_OfBody)
_FACTS_BRIEFLY = msgspec.msgpack.Decoder(_OfFacts)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as it is kept; all but the first three are MessagePack.

    Attributes:
        digest: SHA-256 of ``body``: the same plan has the same.
        passages: How many it has.
    """

    id: str
    digest: bytes
    passages: int
    head: bytes
    entry: bytes
    labels: bytes
    body: bytes
    facts: bytes
    offices: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of a plan when its segment is opened."""

    id: str
    digest: bytes
    passages: int
    head: bytes
    entry: bytes


def encode(value: object) -> bytes:
    """Return a part of a plan as it is kept, the same for the same value.

    Raises:
        UnicodeEncodeError: a text has a lone surrogate.
    """
    return _ENCODER.encode(value)


def decode(part: Part, data: bytes) -> Any:  # noqa: ANN401 - what the part is of
    """Return what ``encode`` was given.

    Raises:
        ValueError: it is no such part.
    """
    return _DECODERS[part].decode(data)


def brief_of(body: bytes, facts: bytes) -> Brief:
    """Return what a table says of a plan, from its parts as they are kept.

    Raises:
        ValueError: they are no such parts.
    """
    plan, found = _BODY_BRIEFLY.decode(body), _FACTS_BRIEFLY.decode(facts)
    return Brief(
        clauses=sum(1 for clause in plan.clauses if clause.label),
        indicators=tuple(target.indicator for target in found.targets),
        offices=tuple(duty.offices for duty in found.duties),
        damage=len({*plan.anomalies, *plan.errata}),
        replaces=tuple(
            own.document_number for own in plan.references if own.relation == "replaces"
        ),
    )


def digest_of(plan: Plan) -> bytes:
    """Return what tells a plan from one that differs in anything."""
    return hashlib.sha256(encode(plan)).digest()


def write_plans(path: Path, rows: Iterable[PlanRow]) -> None:
    """Write a file of plans, which must not exist.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=OFF")
            database.execute("PRAGMA synchronous=OFF")  # the caller brings it to the disk
            with database:
                database.execute(_SCHEMA)
                marks = ",".join("?" * 10)
                database.executemany(
                    f"INSERT INTO plans VALUES ({marks})",
                    ((number, *astuple(row)) for number, row in enumerate(rows)),
                )
    except sqlite3.Error as error:
        raise OSError(None, str(error)) from error


class PlanTable:
    """The plans of one segment; threads share it."""

    def __init__(self, path: Path) -> None:
        """Open a file; it may be removed afterwards.

        Raises:
            ValueError: it holds no plans.
        """
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            columns = "id, digest, passages, head, entry"
            rows = self._database.execute(f"SELECT {columns} FROM plans ORDER BY number")
            self.listed: Sequence[Listed] = tuple(Listed(*row) for row in rows)
        except sqlite3.Error as error:
            raise ValueError(f"{path.name} holds no plans: {error}") from error

    def read(self, number: int, part: Part) -> Any:  # noqa: ANN401 - what the part is of
        """Return a part of a plan.

        Args:
            number: The plan's place in the segment.
            part: Which.

        Raises:
            ValueError: the file is damaged.
        """
        return decode(part, self._row(number, part)[0])

    def brief(self, number: int) -> Brief:
        """Return what a table says of a plan.

        Raises:
            ValueError: the file is damaged.
        """
        return brief_of(*self._row(number, "body, facts"))

    def rows(self, numbers: Sequence[int]) -> Iterator[PlanRow]:
        """Yield some plans as they are kept, in the order given.

        Raises:
            ValueError: the file is damaged.
        """
        columns = "id, digest, passages, head, entry, labels, body, facts, offices"
        for number in numbers:
            yield PlanRow(*self._row(number, columns))

    def _row(self, number: int, columns: str) -> tuple[Any, ...]:
        """Return some cells of a plan."""
        try:
            with self._lock:
                found: tuple[Any, ...] | None = self._database.execute(
                    f"SELECT {columns} FROM plans WHERE number = ?", (number,)
                ).fetchone()
        except sqlite3.Error as error:
            raise ValueError(str(error)) from error
        if found is None:
            raise ValueError(f"there is no plan {number}")
        return found
