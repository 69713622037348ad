"""Plans in PostgreSQL: what a machine that searches needs beside Milvus, and no file of its own.

A row a plan, as a segment keeps it; the arrays of a segment but for its vectors, which machines
that search keep copies of; and the manifest in force. Whoever changes the index has all of it in
a folder, and puts it here. The only file that knows psycopg.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import EngineError, IndexMissingError
from index.storage.manifest import FileEntry, Manifest, SegmentEntry
from index.storage.plan_table import Listed, Part, PlanRow, brief_of, decode
from index.types import Brief

if TYPE_CHECKING:
    import psycopg

    from index.storage.segment import Segment

INSTALL = "python -m pip install -r requirements-milvus.txt"
TIMEOUT_S = 10
READ_S = 60
"""For what a search asks; to write a large segment, or to wait for a writer, takes longer."""
_WATCHED: Mapping[str, Any] = {
    "connect_timeout": TIMEOUT_S,
    "keepalives_idle": TIMEOUT_S,
    "keepalives_interval": TIMEOUT_S,
    "keepalives_count": 3,
    "tcp_user_timeout": 1000 * READ_S,
}
"""Settings of libpq, unless the address says otherwise: who does not answer is given up."""
LEFT_OUT = ("plans.sqlite", "vectors.npy", "sentences.npy", "keys.npy", "sentence_keys.npy")
"""Files of a segment that a search does not need where Milvus and these tables are."""
NEAREST = "nearest.faiss"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS lantian_generations (
    index TEXT PRIMARY KEY, manifest BYTEA NOT NULL
);
CREATE TABLE IF NOT EXISTS lantian_plans (
    index TEXT, segment TEXT, number INTEGER, id TEXT NOT NULL, digest BYTEA NOT NULL,
    passages INTEGER NOT NULL, head BYTEA NOT NULL, entry BYTEA NOT NULL, labels BYTEA NOT NULL,
    body BYTEA NOT NULL, facts BYTEA NOT NULL, offices BYTEA NOT NULL,
    PRIMARY KEY (index, segment, number)
);
CREATE TABLE IF NOT EXISTS lantian_files (
    index TEXT, segment TEXT, name TEXT, part INTEGER, data BYTEA NOT NULL,
    PRIMARY KEY (index, segment, name, part)
)
"""
PART_BYTES = 16 * 2**20
_COLUMNS = "id, digest, passages, head, entry, labels, body, facts, offices"


class PostgresPlans:
    """The plans of one index in a database; threads share it."""

    def __init__(self, url: str, index: str) -> None:
        """Connect.

        Args:
            url: As psycopg takes it, without a password.
            index: Its name in the tables.

        Raises:
            EngineError: psycopg is not installed, or the database cannot be reached.
        """
        self._url = url
        self._index = index
        _connection(url, False)

    @contextmanager
    def _asked(self, *, is_writing: bool = False) -> "Iterator[psycopg.Cursor[Any]]":
        """Yield a cursor in a transaction of its own.

        Args:
            is_writing: On a connection of its own: searches wait for no writer of this process.

        Raises:
            EngineError: the database cannot be asked.
        """
        connection, lock = _connection(self._url, is_writing)
        import psycopg

        with lock:
            try:
                if connection[0].closed:
                    connection[0] = _connect(self._url, is_writing)
                with connection[0].transaction(), connection[0].cursor() as cursor:
                    yield cursor
            except psycopg.Error as error:
                told = " ".join(str(error).split())
                raise EngineError(
                    f"{self._url}: does not answer as it should ({told}); check the database and "
                    "the rights of its user"
                ) from error

    def manifest(self) -> bytes:
        """Return the manifest in force, as the writer had it.

        Raises:
            IndexMissingError: there is none.
        """
        from psycopg.errors import UndefinedTable

        try:
            found = self._all("SELECT manifest FROM lantian_generations WHERE index = %s")
        except EngineError as error:
            if not isinstance(error.__cause__, UndefinedTable):
                raise
            found = []
        if not found:
            raise IndexMissingError(
                f"{self._url}: holds no index {self._index!r}; build it, where the corpus is, with "
                "the same address: python -m index build --index milvus:…"
            )
        return bytes(found[0][0])

    def _create(self) -> None:
        """Make the tables where they are missing; who only reads needs no right to."""
        with self._asked(is_writing=True) as cursor:
            cursor.execute(_SCHEMA)

    def put(self, segments: "Sequence[Segment]") -> None:
        """Put in what is missing of some segments."""
        self._create()
        known = "SELECT DISTINCT segment FROM lantian_plans WHERE index = %s"
        there = {row[0] for row in self._all(known)}
        for segment in segments:
            name = segment.entry.name
            if name in there:
                continue
            with self._asked(is_writing=True) as cursor:
                numbers = range(len(segment.data.listed))
                cursor.executemany(
                    f"INSERT INTO lantian_plans (index, segment, number, {_COLUMNS}) "
                    f"VALUES ({','.join(['%s'] * 12)})",
                    (
                        (self._index, name, number, *astuple(row))
                        for number, row in enumerate(segment.data.rows(numbers))
                    ),
                )
                for file in segment.entry.files:
                    if file in (*LEFT_OUT, NEAREST):
                        continue
                    for part, data in enumerate(_parts(segment.place / file)):
                        cursor.execute(
                            "INSERT INTO lantian_files VALUES (%s, %s, %s, %s, %s)",
                            (self._index, name, file, part, data),
                        )

    def put_in_force(self, manifest: Manifest) -> None:
        """Let a manifest be in force, whose segments were put in."""
        with self._asked(is_writing=True) as cursor:
            cursor.execute(
                "INSERT INTO lantian_generations VALUES (%s, %s) "
                "ON CONFLICT (index) DO UPDATE SET manifest = EXCLUDED.manifest",
                (self._index, manifest.to_bytes()),
            )

    def drop_others(self, kept: Sequence[str]) -> None:
        """Remove all segments but those of some names."""
        with self._asked(is_writing=True) as cursor:
            for table in ("lantian_plans", "lantian_files"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE index = %s AND segment <> ALL(%s)",
                    (self._index, list(kept)),
                )

    def fetch(self, entry: SegmentEntry, folder: Path) -> None:
        """Write the files of a segment into a folder.

        Raises:
            OSError: one cannot be written.
            EngineError: the segment is not there any more.
        """
        for file, written in entry.files.items():
            if not written.sha256:
                continue
            with (folder / file).open("wb") as target:
                part = 0
                while found := self._all(
                    "SELECT data FROM lantian_files WHERE index = %s AND segment = %s "
                    "AND name = %s AND part = %s",
                    *(entry.name, file, part),
                ):
                    target.write(found[0][0])
                    part += 1
            if (folder / file).stat().st_size != written.size:
                raise EngineError(
                    f"{self._url}: {entry.name} is not whole there; another process has changed "
                    "the index meanwhile: try again"
                )

    def listed(self, segment: str) -> tuple[Listed, ...]:
        """Return what is known at once of the plans of a segment, in order."""
        rows = self._all(
            "SELECT id, digest, passages, head, entry FROM lantian_plans "
            "WHERE index = %s AND segment = %s ORDER BY number",
            segment,
        )
        return tuple(Listed(own[0], bytes(own[1]), *own[2:]) for own in rows)

    def row(self, segment: str, number: int, columns: str) -> tuple[Any, ...]:
        """Return some cells of a plan.

        Raises:
            EngineError: it is not there any more.
        """
        found = self._all(
            f"SELECT {columns} FROM lantian_plans "
            "WHERE index = %s AND segment = %s AND number = %s",
            *(segment, number),
        )
        if not found:
            raise EngineError(
                f"{self._url}: {segment} has no plan {number} any more; another process has "
                "changed the index twice meanwhile: open it again"
            )
        return tuple(found[0])

    def _all(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - cells
        """Return all rows of a statement, whose first value is the index's name."""
        with self._asked() as cursor:
            return cursor.execute(statement, (self._index, *values)).fetchall()


class PostgresTable:
    """The plans of one segment, as ``PlanTable`` has them."""

    def __init__(self, plans: PostgresPlans, segment: str) -> None:
        """Read what is known of them at once."""
        self._plans = plans
        self._segment = segment
        self.listed: Sequence[Listed] = plans.listed(segment)

    def read(self, number: int, part: Part) -> Any:  # noqa: ANN401 - what the part is of
        """Return a part of a plan; see ``PlanTable.read``."""
        return decode(part, self._plans.row(self._segment, number, part)[0])

    def brief(self, number: int) -> Brief:
        """Return what a table says of a plan; see ``PlanTable.brief``."""
        return brief_of(*self._plans.row(self._segment, number, "body, facts"))

    def rows(self, numbers: Sequence[int]) -> Iterator[PlanRow]:
        """Yield some plans as they are kept; see ``PlanTable.rows``."""
        for number in numbers:
            yield PlanRow(*self._plans.row(self._segment, number, _COLUMNS))


def without_files(manifest: Manifest) -> Manifest:
    """Return a manifest whose segments are in a folder as far as a search needs them."""
    return replace(manifest, segments=tuple(map(_without_files, manifest.segments)))


def _without_files(entry: SegmentEntry) -> SegmentEntry:
    """Return the entry of a segment of which some files are elsewhere."""
    files = {
        name: FileEntry(0, "", own.dtype, own.shape) if name in LEFT_OUT else own
        for name, own in entry.files.items()
        if name != NEAREST
    }
    return replace(entry, files=files, nearest="")


def _parts(path: Path) -> Iterator[bytes]:
    """Yield a file in parts; of an empty one none."""
    with path.open("rb") as file:
        while data := file.read(PART_BYTES):
            yield data


@cache
def _connection(
    url: str, is_writing: bool
) -> "tuple[list[psycopg.Connection[Any]], threading.Lock]":
    """Return the connection of this process, in a list where it may be replaced, and its lock."""
    return [_connect(url, is_writing)], threading.Lock()


def _connect(url: str, is_writing: bool) -> "psycopg.Connection[Any]":
    """Connect to a database.

    Raises:
        EngineError: psycopg is not installed, or the database cannot be reached.
    """
    try:
        import psycopg
    except ImportError as error:
        raise EngineError(
            f"{url} needs the package psycopg, which is not installed; install it: {INSTALL}"
        ) from error
    try:
        said = psycopg.conninfo.conninfo_to_dict(url)
        own = {name: value for name, value in _WATCHED.items() if name not in said}
        connection = psycopg.connect(url, autocommit=True, **own)
        if not is_writing:
            connection.execute(f"SET statement_timeout = '{READ_S}s'")
        return connection
    except psycopg.Error as error:
        told = " ".join(str(error).split())
        raise EngineError(
            f"{url}: cannot be reached ({told}); start the database, check the address, and set "
            "PGPASSWORD where it asks for one"
        ) from error
