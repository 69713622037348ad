"""An index in its folder: what is new is written beside the old, then put in force in one step.

A folder holds ``CURRENT``, which names the manifest in force, that manifest, and the segments it
names. Whatever interrupts a writer, ``CURRENT`` names a whole generation.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.errors import IndexDamagedError, IndexMissingError, IndexWriteError
from index.place import ENGINE
from index.storage.collection import Collection
from index.storage.manifest import Manifest, SegmentEntry, name_of
from index.storage.segment import Segment, require_whole, segment_name

logger = logging.getLogger(__name__)

CURRENT = "CURRENT"
LOCK = ".lock"
_PARTIAL = ".partial-"
_GENERATION = re.compile(r"generation-[0-9a-f]{12}\.json")
_OWN_FILE = re.compile(rf"{_GENERATION.pattern}(?:\.new)?|{CURRENT}\.new")
_SEGMENT = re.compile(r"segment-[0-9a-f]{12}")
# Of earlier formats too: they go when the index is built anew.
_OWN_FOLDER = re.compile(rf"{_SEGMENT.pattern}|snapshot-[0-9a-f]{{12}}|{re.escape(_PARTIAL)}\d+")
_REMEDY = "build the index anew with: python -m index build"
LOCK_TIMEOUT_S = 600.0
"""A build of some hundred plans takes minutes; a writer that waits longer should say so."""


class _Pointer(NamedTuple):
    """What ``CURRENT`` names, and when and as which file it was written."""

    name: str
    modified_ns: int
    file_number: int


def read_collection(folder: Path, known: Mapping[str, Segment] | None = None) -> Collection:
    """Return the index in a folder; writers may be at work meanwhile.

    Args:
        folder: The index's.
        known: Segments that this process has open already, by name.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it is half-written, altered, or of another format version.
    """
    while True:
        pointer = _read_pointer(folder)
        try:
            manifest = _read_manifest(folder, pointer.name)
            return collection_of(folder, manifest, _segments(folder, manifest, known or {}))
        except IndexDamagedError:
            # A writer removes what is old once another generation is in force: read that one.
            if _read_pointer(folder) == pointer:
                raise


def collection_of(folder: Path, manifest: Manifest, segments: Sequence[Segment]) -> Collection:
    """Return the collection of a manifest, whose vectors and words are where the folder says.

    Raises:
        IndexDamagedError: the folder does not say it clearly.
    """
    if not (folder / ENGINE).exists():
        return Collection(folder, manifest, segments)
    from index.storage.served_collection import (
        ServedCollection,
    )  # an embedded index needs none of it

    return ServedCollection(folder, manifest, segments)


def _segments(folder: Path, manifest: Manifest, known: Mapping[str, Segment]) -> list[Segment]:
    """Return the segments of a manifest, those that are open already among them.

    Raises:
        IndexDamagedError: one is missing, altered, or cannot be read.
    """
    found = []
    for entry in manifest.segments:
        segment = known.get(entry.name)
        if segment is None:
            segment = open_segment(folder, entry)
        else:  # what is mapped is whole, but a new generation must not name what is gone
            segment.require_sizes()
        found.append(segment)
    return found


def open_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """Return a segment, opened; a small one is read and compared with its checksums.

    Raises:
        IndexDamagedError: it is missing, altered, or cannot be read.
    """
    place = folder / entry.name
    try:
        if not _SEGMENT.fullmatch(entry.name) or not place.is_dir():
            raise IndexDamagedError(f"{place}: is missing; {_REMEDY}")
        segment = Segment(place, entry)
    except OSError as error:
        raise _unreadable(place, error) from error
    return segment


def current_manifest(folder: Path) -> tuple[Path, Manifest]:
    """Return the manifest in force and where it lies.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it cannot be read, is altered, or of another format version.
    """
    name = _read_pointer(folder).name
    return folder / name, _read_manifest(folder, name)


def leftovers(folder: Path, kept: Manifest, name: str) -> tuple[Path, ...]:
    """Return the files and folders of writers that belong to no index in force, by name.

    Args:
        folder: The index's.
        kept: What is in force.
        name: Of its file.
    """
    names = {name, *(entry.name for entry in kept.segments)}
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.name not in names
        and (
            (path.is_dir() and _OWN_FOLDER.fullmatch(path.name))
            or (path.is_file() and _OWN_FILE.fullmatch(path.name))
        )
    )


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


def _read_manifest(folder: Path, name: str) -> Manifest:
    """Return the manifest of a name."""
    path = folder / name
    if re.fullmatch(r"snapshot-[0-9a-f]{12}", name) and path.is_dir():
        raise IndexDamagedError(f"{path}: an earlier version of the program built it; {_REMEDY}")
    if not _GENERATION.fullmatch(name):
        raise IndexDamagedError(
            f"{folder}: {CURRENT} names {name[:80]!r}, which is no index here; {_REMEDY}"
        )
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise IndexDamagedError(
            f"{folder}: {CURRENT} names {name!r}, which is no index here; {_REMEDY}"
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from error
    if name_of(data) != name:
        raise IndexDamagedError(f"{path}: was altered after it was written; {_REMEDY}")
    return Manifest.from_bytes(data, str(path))


def _unreadable(place: Path, error: OSError) -> IndexDamagedError:
    """Return the error for what the system does not let this process read."""
    return IndexDamagedError(
        f"{place}: cannot be read ({error.strerror}); check the path and its permissions, "
        f"or {_REMEDY}"
    )


@contextmanager
def partial_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder for what is being written; what is left in it goes.

    Raises:
        IndexWriteError: something cannot be written; the old index stays in force.
    """
    partial = folder / f"{_PARTIAL}{os.getpid()}"
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        yield partial
    except OSError as error:
        raise unwritable(folder, error) from error
    except RuntimeError as error:
        # FAISS says so of a disk that is full.
        raise unwritable(folder, OSError(None, str(error))) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def put_segment(folder: Path, written: Path, entry: SegmentEntry) -> SegmentEntry:
    """Move a segment from where it was written to its place; return its entry with its name.

    Raises:
        OSError: it cannot be moved.
    """
    name = segment_name(entry)
    target = folder / name
    entry = replace(entry, name=name)
    if target.exists():
        if _is_whole(target, entry):  # of the same content, and perhaps in force
            shutil.rmtree(written)
            return entry
        target.rename(written.with_name("replaced"))
        shutil.rmtree(written.with_name("replaced"))
    _sync_folder(written)
    written.rename(target)
    return entry


def _is_whole(place: Path, entry: SegmentEntry) -> bool:
    """Tell whether the files of a segment are as they were written."""
    try:
        require_whole(place, entry)
    except (IndexDamagedError, OSError):
        return False
    return True


def put_in_force(folder: Path, manifest: Manifest, opened: Sequence[Segment] = ()) -> None:
    """Let a folder's index be that of a manifest, whose segments are in their places.

    What belongs to no generation in force is removed; a reader keeps what it has mapped.

    Args:
        folder: The index's, locked.
        manifest: Of the generation.
        opened: Segments that are open already.

    Raises:
        OSError: something cannot be written; the old index stays in force.
    """
    if (folder / ENGINE).exists():
        from index.storage.serving import serve

        serve(folder, manifest, opened)
    switch(folder, manifest)


def begin_change(folder: Path) -> None:
    """Make room for a change: what earlier generations left elsewhere goes; the lock is held.

    Raises:
        EngineError: the Milvus, or the database, cannot be asked.
        IndexWriteError: the folder was fetched.
    """
    if (folder / ENGINE).exists():
        from index.storage.serving import tidy

        tidy(folder)


def switch(folder: Path, manifest: Manifest) -> None:
    """Let ``CURRENT`` name a manifest, and remove what belongs to none."""
    data = manifest.to_bytes()
    name = name_of(data)
    pointer = folder / f"{CURRENT}.new"
    beside = folder / f"{name}.new"
    _write(beside, data)
    os.replace(beside, folder / name)  # which may be in force already
    _write(pointer, name.encode())
    _sync_folder(folder)
    os.replace(pointer, folder / CURRENT)
    _sync_folder(folder)  # before what was in force goes
    for path in leftovers(folder, manifest, name):  # the lock is held
        try:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:  # it goes with the next change
            logger.warning("%s cannot be removed: %s", path, error)


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
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def not_built_here(folder: Path) -> IndexWriteError:
    """Return the error for a change where only what a search needs is."""
    return IndexWriteError(
        f"{folder}: holds what a search needs and nothing else; change the index where it was "
        "built, whose folder has all of it; a copy that is damaged is fetched again once it is "
        "removed"
    )


def unwritable(folder: Path, error: OSError) -> IndexWriteError:
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


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
