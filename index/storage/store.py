"""An index on disk: written beside the old one, then put in its place in one step.

A folder holds ``CURRENT``, a file that names the snapshot in force, and that snapshot. Whatever
interrupts a writer, ``CURRENT`` names a whole snapshot.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.errors import IndexDamagedError, IndexMissingError, IndexWriteError
from index.storage.snapshot import Snapshot, from_files, to_files

logger = logging.getLogger(__name__)

CURRENT = "CURRENT"
LOCK = ".lock"
_SNAPSHOT = "snapshot-"
_PARTIAL = ".partial-"
_SNAPSHOT_NAME = re.compile(rf"{_SNAPSHOT}[0-9a-f]{{12}}")
_OWN_FOLDER = re.compile(rf"{_SNAPSHOT_NAME.pattern}|{re.escape(_PARTIAL)}\d+")
_REMEDY = "build the index anew with: python -m index build"
LOCK_TIMEOUT_S = 600.0
"""A build of some hundred plans takes minutes; a writer that waits longer should say so."""


class _Pointer(NamedTuple):
    """What ``CURRENT`` names, and when and as which file it was written."""

    name: str
    modified_ns: int
    file_number: int


def read_snapshot(folder: Path) -> Snapshot:
    """Return the index in a folder; writers may be at work meanwhile.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it is half-written, altered, or of another format version.
    """
    while True:
        pointer = _read_pointer(folder)
        try:
            return _read_files(folder, pointer.name)
        except IndexDamagedError:
            # A writer removes the old snapshot once another is in force: read that one.
            if _read_pointer(folder) == pointer:
                raise


def current_folder(folder: Path) -> Path:
    """Return where the snapshot in force lies.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: what names it names no snapshot, or cannot be read.
    """
    return _named(folder, _read_pointer(folder).name)


def leftovers(folder: Path) -> tuple[Path, ...]:
    """Return the folders of writers that belong to no index in force, by name."""
    kept = current_folder(folder)
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path != kept and path.is_dir() and _OWN_FOLDER.fullmatch(path.name)
    )


def _named(folder: Path, name: str) -> Path:
    """Return the folder of a snapshot."""
    place = folder / name
    if not _SNAPSHOT_NAME.fullmatch(name) or not place.is_dir():
        raise IndexDamagedError(
            f"{folder}: {CURRENT} names {name[:80]!r}, which is no snapshot here; {_REMEDY}"
        )
    return place


def _read_pointer(folder: Path) -> _Pointer:
    """Return what ``CURRENT`` says."""
    try:
        with (folder / CURRENT).open("rb") as file:
            status = os.fstat(file.fileno())
            name = file.read().decode().strip()
            return _Pointer(name, status.st_mtime_ns, status.st_ino)
    except FileNotFoundError:
        raise IndexMissingError(
            f"{folder}: there is no index here; build one with: python -m index build"
        ) from None
    except UnicodeDecodeError as error:
        raise IndexDamagedError(f"{folder / CURRENT}: is not text; {_REMEDY}") from error
    except OSError as error:
        raise _unreadable(folder / CURRENT, error) from error


def _read_files(folder: Path, name: str) -> Snapshot:
    """Return the snapshot of a name."""
    place = _named(folder, name)
    try:
        files = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    except OSError as error:
        raise _unreadable(place, error) from error
    return from_files(files, str(place))


def _unreadable(place: Path, error: OSError) -> IndexDamagedError:
    """Return the error for what the system does not let this process read."""
    return IndexDamagedError(
        f"{place}: cannot be read ({error.strerror}); check the path and its permissions, "
        f"or {_REMEDY}"
    )


def write_snapshot(folder: Path, snapshot: Snapshot, name: str) -> None:
    """Put an index into a folder in place of the one that is there; hold ``locked`` meanwhile.

    Args:
        folder: Made where it is missing.
        snapshot: What to write.
        name: 12 hexadecimal digits of its content's hash.

    Raises:
        IndexWriteError: the folder cannot be written to; the old index stays in force.
    """
    try:
        _write_files(folder, to_files(snapshot), name)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write_files(folder: Path, files: Mapping[str, bytes], name: str) -> None:
    """Write a snapshot's files and put them into force."""
    target = folder / f"{_SNAPSHOT}{name}"
    partial = folder / f"{_PARTIAL}{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        for file_name, data in files.items():
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
    for path in leftovers(folder):  # the lock is held
        shutil.rmtree(path, ignore_errors=True)
        logger.debug("removed %s", path)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers away from a folder's index; readers need no lock.

    Raises:
        IndexWriteError: another writer has not finished in time, or the folder cannot be made
            or written to.
    """
    lock = FileLock(folder / LOCK, timeout=LOCK_TIMEOUT_S)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexWriteError(
            f"{folder}: another process has been writing for {LOCK_TIMEOUT_S:.0f} s; "
            "wait for it or stop it, then try again"
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> IndexWriteError:
    """Return the error for what the system does not let this process write."""
    return IndexWriteError(
        f"{folder}: cannot be written ({error.strerror}); check its permissions and the free "
        "space, or choose another folder with --index or LANTIAN_INDEX"
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file through to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
