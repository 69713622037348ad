"""What of an index on disk is whole, and what to do about the rest."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import IndexDamagedError
from index.storage.snapshot import FILES, FORMAT_VERSION, HEADER
from index.storage.store import CURRENT, current_folder, leftovers

State = Literal["whole", "missing", "altered", "unreadable", "other version", "left over"]


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
        snapshot = current_folder(folder)
    except IndexDamagedError as error:
        return (Finding(CURRENT, "altered", remark=str(error)),)
    pointer = Finding(CURRENT, "whole", (folder / CURRENT).stat().st_size)
    extra = (Finding(path.name, "left over", remark="of a writer") for path in leftovers(folder))
    return (pointer, *_files(snapshot), *extra)


def _files(snapshot: Path) -> Iterator[Finding]:
    """Yield the state of each file of a snapshot, its header first."""
    name = f"{snapshot.name}/{HEADER}"
    try:
        data = (snapshot / HEADER).read_bytes()
        header = json.loads(data)
        version, digests = header["format_version"], dict(header["sha256"])
    except FileNotFoundError:
        yield Finding(name, "missing")
        return
    except OSError as error:
        yield Finding(name, "unreadable", remark=error.strerror or "")
        return
    except (ValueError, KeyError, TypeError) as error:
        yield Finding(name, "altered", len(data), str(error))
        return
    if version != FORMAT_VERSION:
        remark = f"format {version!r}, this program reads {FORMAT_VERSION}"
        yield Finding(name, "other version", len(data), remark)
        return
    if unlisted := sorted(set(FILES) - set(digests)):
        yield Finding(name, "altered", len(data), f"does not list {', '.join(unlisted)}")
    else:
        yield Finding(name, "whole", len(data))
    for own in sorted(set(FILES) & set(digests)):
        yield _file(snapshot / own, f"{snapshot.name}/{own}", digests[own])


def _file(path: Path, name: str, digest: str) -> Finding:
    """Return the state of one file."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except FileNotFoundError:
        return Finding(name, "missing")
    except OSError as error:
        return Finding(name, "unreadable", remark=error.strerror or "")
    if found != digest:
        return Finding(name, "altered", size, "its SHA-256 is not the one written down")
    return Finding(name, "whole", size)
