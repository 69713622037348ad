"""What of an index on disk is whole, and what to do about the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import EngineError, IndexDamagedError, LantianError
from index.place import ENGINE
from index.storage.manifest import FileEntry, Manifest
from index.storage.segment import sha256_of
from index.storage.store import CURRENT, current_manifest, leftovers, read_collection

State = Literal["whole", "missing", "altered", "unreadable", "left over"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A file of an index, or a folder that belongs to none.

    Attributes:
        name: Relative to the index's folder.
        state: ``whole`` is as it was written; ``left over`` does no harm, and goes with the next
            change.
        size: In bytes, None where there is nothing to measure.
        remark: What was found, in English; empty for what is whole.
    """

    name: str
    state: State
    size: int | None = None
    remark: str = ""

    @property
    def is_harmful(self) -> bool:
        """Whether the index cannot be opened like this."""
        return self.state not in ("whole", "left over")


def examine(folder: Path) -> tuple[Finding, ...]:
    """Return the state of every file of an index, all read to their end, and of what lies beside.

    Raises:
        IndexMissingError: there is none.
    """
    try:
        path, manifest = current_manifest(folder)
    except IndexDamagedError as error:
        return (Finding(CURRENT, "altered", remark=str(error)),)
    found = _examined(folder, path, manifest)
    if any(own.is_harmful for own in found) and current_manifest(folder)[0] != path:
        return examine(folder)  # a writer has put another generation in force meanwhile
    return found


def _examined(folder: Path, path: Path, manifest: Manifest) -> tuple[Finding, ...]:
    """Return the state of what a manifest names, and of what lies beside."""
    found = [Finding(own.name, "whole", own.stat().st_size) for own in (folder / CURRENT, path)]
    for entry in manifest.segments:
        found += _files(folder, entry.name, entry.files.items())
    if (folder / ENGINE).exists():
        found.append(_served(folder))
    for extra in leftovers(folder, manifest, path.name):
        found.append(Finding(extra.name, "left over", remark="of a writer"))
    return tuple(found)


def _served(folder: Path) -> Finding:
    """Return the state of what a Milvus has of an index."""
    from index.storage.engine_note import EngineNote

    try:
        place = EngineNote.of(folder).place
    except IndexDamagedError as error:
        return Finding(ENGINE, "altered", remark=str(error))
    try:
        read_collection(folder).require_searchable(thoroughly=True)
    except EngineError as error:
        return Finding(str(place), "unreadable", remark=str(error))
    except LantianError as error:
        return Finding(str(place), "missing", remark=str(error))
    return Finding(str(place), "whole")


def _files(folder: Path, segment: str, files: Iterable[tuple[str, FileEntry]]) -> Iterator[Finding]:
    """Yield the state of each file of a segment."""
    for name, written in files:
        if not written.sha256:  # asked of Milvus or of the database
            continue
        yield _file(folder / segment / name, f"{segment}/{name}", written)


def _file(path: Path, name: str, written: FileEntry) -> Finding:
    """Return the state of one file."""
    try:
        size = path.stat().st_size
        digest = sha256_of(path)
    except FileNotFoundError:
        return Finding(name, "missing")
    except OSError as error:
        return Finding(name, "unreadable", remark=error.strerror or "")
    if size != written.size:
        return Finding(name, "altered", size, f"{written.size} bytes were written")
    if digest != written.sha256:
        return Finding(name, "altered", size, "its SHA-256 is not the one written down")
    return Finding(name, "whole", size)
