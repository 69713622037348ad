"""Plans that were read by a build whose driver may be killed: the next one goes on from there."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from index.cache import cache_path
from index.cluster.workers import program_of
from index.kept_rows import KeptRows
from index.metadata.manifest import manifests_of, plan_id_of
from index.storage.plan_table import PlanRow
from index.storage.preparing import Prepared

WRITTEN_EVERY_S = 5.0
"""So much work is lost when a build is killed."""


class _Kept(msgspec.Struct, array_like=True):
    """A plan as it is kept: arrays as bytes."""

    row: PlanRow
    passages: bytes
    flags: bytes
    texts: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    bare: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    file: str


class Readings:
    """Plans read in some files, each under what its reading depends on.

    It saves time and is never needed: where its file cannot be read or written, that is logged
    and the files are read again. It goes when the index is in force.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Find what is kept of a corpus, if anything.

        Args:
            paths: Of its files, at least one, in one folder.
        """
        folder = paths[0].resolve().parent
        name = hashlib.sha256(f"{folder}\0{program_of()}".encode("utf-8", "surrogateescape"))
        kept_in = cache_path() / "readings" / f"{name.hexdigest()[:16]}.sqlite"
        self._rows = KeptRows(kept_in, "plan")
        self._manifests = [
            (path.name, *_stamp(path)) for path in manifests_of(folder / paths[0].name)
        ]
        self._names = {path.name for path in paths}
        self._waiting: dict[bytes, bytes] = {}
        self._written = time.monotonic()

    def __getitem__(self, path: Path) -> Prepared | None:
        """Return the plan that was read in a file which is the same today, None without one."""
        found = self._rows.read([key := self._key(path)])
        try:
            return _unpacked(found[key]) if key in found else None
        except (msgspec.MsgspecError, ValueError) as error:
            self._rows.tell_unread(error)
            return None

    def keep(self, path: Path, plan: Prepared) -> None:
        """Keep what was read in a file; it is on disk some seconds later."""
        self._waiting[self._key(path)] = _packed(plan)
        if time.monotonic() - self._written > WRITTEN_EVERY_S:
            self.write()

    def write(self) -> None:
        """Write what waits to be."""
        rows, self._waiting = list(self._waiting.items()), {}
        self._written = time.monotonic()
        if rows:
            self._rows.write(rows)

    def drop(self) -> None:
        """Take what is kept away."""
        self._rows.drop()

    def _key(self, path: Path) -> bytes:
        """Return what the reading of a file depends on, but for the program."""
        parts = (path.name, plan_id_of(path, self._names), _stamp(path), self._manifests)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).digest()


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file does, as far as its folder tells."""
    try:
        status = path.stat()
    except OSError:  # whoever reads it will say why
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _packed(plan: Prepared) -> bytes:
    """Return a plan as it is kept."""
    kept = _Kept(
        plan.row,
        plan.passages.tobytes(),
        plan.flags.tobytes(),
        plan.texts,
        plan.terms,
        plan.bare,
        plan.sentences,
        plan.file,
    )
    return msgspec.msgpack.encode(kept)


def _unpacked(data: bytes) -> Prepared:
    """Return what ``_packed`` was given."""
    kept = msgspec.msgpack.decode(data, type=_Kept)
    return Prepared(
        row=kept.row,
        passages=np.frombuffer(kept.passages, dtype=np.int32).reshape(-1, 4),
        flags=np.frombuffer(kept.flags, dtype=np.uint8),
        texts=kept.texts,
        terms=kept.terms,
        bare=kept.bare,
        sentences=kept.sentences,
        file=kept.file,
    )
