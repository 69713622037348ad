"""What an index consists of: its segments, the checksums of their files, what was removed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from index.errors import IndexDamagedError
from index.ranking.nearest_settings import NearestSettings
from index.types import Copy
from index.version import VERSION

FORMAT_VERSION = 13
"""Raised whenever what is written changes its shape or its meaning."""

REMEDY = "build it anew with: python -m index build"

Configuration = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file as it was written.

    Attributes:
        size: In bytes.
        sha256: Hexadecimal; empty for what is not in the folder but in a Milvus or a database.
        dtype: Of an array, as NumPy writes it; empty for what is none.
        shape: Of an array.
    """

    size: int
    sha256: str
    dtype: str = ""
    shape: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment, which never changes, and what of it is no longer in force.

    Attributes:
        name: Of its folder.
        plans: How many it was written with.
        passages: Of these plans.
        nearest: Kind and parameters of the approximate index of its vectors, as FAISS names them;
            empty where all vectors are looked at.
        files: By name.
        removed: The plans that are gone, by their places in the segment, ascending.
    """

    name: str
    plans: int
    passages: int
    nearest: str
    files: Mapping[str, FileEntry]
    removed: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of its files are in the folder: it can be written again with others."""
        return all(own.sha256 for own in self.files.values())

    @property
    def size(self) -> int:
        """Of its files, in bytes."""
        return sum(own.size for own in self.files.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of an index.

    Attributes:
        configuration: What vectors and weights depend on: the model, parameters, versions.
        segments: In the order of their positions.
        having: How many different terms stand in one live passage, in two, and so on: BM25's
            mean over all terms, without reading them.
        vectors: What new segments' vectors are to be searched by; see ``NearestSettings.parse``.
        corpus: The folder of the files it was built of, seen from the index's; empty where nothing
            names one.
        copies: Files that hold a document which is a plan already, by their ids.
        program: Version of the program that wrote it, for people; empty where it does not say.
    """

    configuration: Configuration
    segments: tuple[SegmentEntry, ...] = ()
    having: Mapping[int, int] = field(default_factory=dict)
    vectors: str = "auto"
    corpus: str = ""
    copies: Mapping[str, Copy] = field(default_factory=dict)
    program: str = VERSION

    def to_bytes(self) -> bytes:
        """Return JSON, the same for the same manifest."""
        record = {
            "format_version": FORMAT_VERSION,
            "program": self.program,
            "configuration": dict(sorted(self.configuration.items())),
            "segments": [
                {**asdict(entry), "files": {n: asdict(f) for n, f in sorted(entry.files.items())}}
                for entry in self.segments
            ],
            "having": sorted(self.having.items()),
            "vectors": self.vectors,
            "corpus": self.corpus,
            "copies": [asdict(own) for _, own in sorted(self.copies.items())],
        }
        return json.dumps(record, ensure_ascii=True, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes, place: str) -> "Manifest":
        """Return the manifest that ``to_bytes`` wrote.

        Args:
            data: As it was read.
            place: Where from, for messages.

        Raises:
            IndexDamagedError: it is none, or one of another format version.
        """
        try:
            record = json.loads(data)
            version = record["format_version"]
            if version != FORMAT_VERSION:
                raise IndexDamagedError(
                    f"{place}: has format version {version!r}, this program reads "
                    f"{FORMAT_VERSION}; {REMEDY}"
                )
            segments = tuple(_segment(entry) for entry in record["segments"])
            having = {int(passages): int(terms) for passages, terms in record["having"]}
            vectors = str(NearestSettings.parse(record["vectors"]))
            corpus = str(record.get("corpus", ""))  # indexes of before name none
            copies = {own["id"]: Copy(**own) for own in record.get("copies", ())}
            program = str(record.get("program", ""))  # nor a program
            return cls(record["configuration"], segments, having, vectors, corpus, copies, program)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamagedError(f"{place}: cannot be read ({error}); {REMEDY}") from error


def name_of(data: bytes) -> str:
    """Return the name of a manifest's file, which tells whether it is as it was written."""
    return f"generation-{hashlib.sha256(data).hexdigest()[:12]}.json"


def _segment(record: Mapping[str, Any]) -> SegmentEntry:
    """Return a segment's entry from JSON values."""
    return SegmentEntry(
        name=record["name"],
        plans=record["plans"],
        passages=record["passages"],
        nearest=record["nearest"],
        files={name: _file(own) for name, own in record["files"].items()},
        removed=tuple(record["removed"]),
    )


def _file(record: Mapping[str, Any]) -> FileEntry:
    """Return a file's entry from JSON values."""
    return FileEntry(record["size"], record["sha256"], record["dtype"], tuple(record["shape"]))
