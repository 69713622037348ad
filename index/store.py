"""An index on disk: written beside the old one, then put in its place in one step.

A folder holds ``CURRENT``, a file that names the snapshot in force, and that snapshot. Whatever
interrupts a writer, ``CURRENT`` names a whole snapshot.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexDamagedError, IndexMissingError
from index.snapshot import Snapshot, from_files, to_files

logger = logging.getLogger(__name__)

CURRENT = "CURRENT"
LOCK = ".lock"
_SNAPSHOT = "snapshot-"
_PARTIAL = ".partial-"
LOCK_TIMEOUT_S = 600.0
"""A build of some hundred plans takes minutes; a writer that waits longer should say so."""


def read_snapshot(folder: Path) -> Snapshot:
    """Return the index in a folder.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it is half-written, altered, or of another format version.
    """
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(
            f"{folder}: there is no index here; build one with: python -m index build"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{folder / CURRENT}: cannot be read ({error})") from error
    place = folder / name
    if not name.startswith(_SNAPSHOT) or "/" in name or "\\" in name or not place.is_dir():
        raise IndexDamagedError(
            f"{folder}: {CURRENT} names {name!r}, which is no snapshot here; "
            "build the index anew with: python -m index build"
        )
    try:
        files = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    except OSError as error:
        raise IndexDamagedError(f"{place}: cannot be read ({error.strerror})") from error
    return from_files(files, str(place))


def write_snapshot(folder: Path, snapshot: Snapshot, name: str) -> None:
    """Put an index into a folder in place of the one that is there; hold ``locked`` meanwhile.

    Args:
        folder: Made where it is missing.
        snapshot: What to write.
        name: Distinguishes the snapshot from others, as its content's hash does.

    Raises:
        OSError: the folder cannot be written to; the old index stays in force.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{_SNAPSHOT}{name}"
    partial = folder / f"{_PARTIAL}{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        for file_name, data in to_files(snapshot).items():
            _write(partial / file_name, data)
        if target.exists():  # of the same content, but perhaps damaged since
            target.rename(partial / "replaced")
            shutil.rmtree(partial / "replaced")
        partial.rename(target)
        pointer = folder / f"{CURRENT}.new"
        _write(pointer, target.name.encode())
        os.replace(pointer, folder / CURRENT)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _remove_others(folder, target)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers away from a folder's index; readers need no lock.

    Raises:
        IndexDamagedError: another writer has not finished in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=LOCK_TIMEOUT_S):
            yield
    except Timeout as error:
        raise IndexDamagedError(
            f"{folder}: another process has been writing for {LOCK_TIMEOUT_S:.0f} s; "
            "wait for it or stop it, then try again"
        ) from error


def _write(path: Path, data: bytes) -> None:
    """Write a file through to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove_others(folder: Path, kept: Path) -> None:
    """Remove snapshots no longer in force and what interrupted writers left; the lock is held."""
    for path in folder.iterdir():
        if path != kept and path.is_dir() and path.name.startswith((_SNAPSHOT, _PARTIAL)):
            shutil.rmtree(path, ignore_errors=True)
            logger.debug("removed %s", path)
