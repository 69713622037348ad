"""Bytes kept on disk under a key: what is made again where they cannot be read or written."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

logger = logging.getLogger(__name__)

_LOOKED_UP_AT_ONCE = 500
"""SQLite takes 999 values a statement in its oldest builds."""
_WAIT_S = 30.0
"""Another process writes some seconds' rows in one transaction, in less than a second."""


class KeptRows:
    """A SQLite file of one table, which several processes read and write.

    It saves time and is never needed: what keeps it from being read or written is logged.
    """

    def __init__(self, path: Path, kind: str) -> None:
        """Take a file, which need not exist.

        Args:
            path: Of the file.
            kind: What a row is, an identifier: ``vector`` is the column of the table ``vectors``.
        """
        self._path = path
        self._kind = kind

    def read(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return what is there of some keys."""
        found: dict[bytes, bytes] = {}
        if not self._path.is_file():
            return found
        try:
            with closing(self._connect()) as database:
                for start in range(0, len(keys), _LOOKED_UP_AT_ONCE):
                    some = keys[start : start + _LOOKED_UP_AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, {self._kind} FROM {self._kind}s WHERE key IN ({marks})"
                    found.update(database.execute(query, some))
        except (OSError, sqlite3.Error) as error:
            self.tell_unread(error)
        return found

    def write(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep some rows; one of a key that is there takes the other's place."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as database, database:
                database.execute(
                    f"CREATE TABLE IF NOT EXISTS {self._kind}s"
                    f" (key BLOB PRIMARY KEY, {self._kind} BLOB) WITHOUT ROWID"
                )
                database.executemany(f"INSERT OR REPLACE INTO {self._kind}s VALUES (?, ?)", rows)
        except (OSError, sqlite3.Error) as error:
            logger.warning("%ss cannot be kept in %s: %s", self._kind, self._path, error)

    def drop(self) -> None:
        """Take the file away."""
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def tell_unread(self, error: Exception) -> None:
        """Log why what is kept is of no use."""
        logger.warning("%ss kept in %s cannot be read: %s", self._kind, self._path, error)

    def _connect(self) -> sqlite3.Connection:
        """Open the file; readers do not wait for a writer."""
        database = sqlite3.connect(self._path, timeout=_WAIT_S)
        database.execute("PRAGMA journal_mode=WAL")
        return database
