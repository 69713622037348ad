"""ZIP packages of documents: how large they may be, whether they are locked, their parts as XML.

What a part says of its size holds: no more than that is ever taken from it. No entity is expanded,
no other file or address opened.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from index.errors import PlanError
from index.reading.xml_element import XmlElement

MAX_ENTRIES = 5_000
"""A document has some twenty parts, and one a picture."""

MAX_EXPANDED_BYTES = 300_000_000
"""Three times the largest file that is read; pictures hardly shrink in a ZIP archive."""

MAX_XML_BYTES = 50_000_000
"""Text with its formatting; 200 pages have 5 MB, and parsed it takes ten times its size."""

MAX_RATIO, SMALL_BYTES = 200, 5_000_000
"""XML of documents shrinks to a tenth or a thirtieth, of long tables to a hundredth; what shrinks
more is made to fill a disk, unless it is small."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a file of Office before 2007 begins with, and a newer one with a password."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of what a newer file with a password has inside such an old one."""
_IS_ENCRYPTED = 0x1
_XML = (".xml", ".rels")
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
LOCKED = "is locked with a password; save it without one and try again"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError),
    *(LookupError, ValueError, OSError, struct.error),
)
"""What reading an archive raises where it is damaged: its offsets and names are taken on trust."""


class Package:
    """The parts of a document."""

    def __init__(self, archive: zipfile.ZipFile, path: Path, broken: str) -> None:
        """Take an archive that was looked at; use ``open_package``."""
        self._archive = archive
        self._path = path
        self._broken = broken

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in the order of the archive."""
        return tuple(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a part's bytes, whole.

        Raises:
            PlanError: there is no such part, or it is damaged.
        """
        try:
            return self._archive.read(name)
        except BROKEN as error:
            raise PlanError(f"{self._path}: {self._broken}") from error

    def xml(self, name: str) -> XmlElement:
        """Return the root of a part.

        Raises:
            PlanError: there is no such part, it is damaged, no XML, or defines entities.
        """
        from lxml import etree

        data = self.read(name)
        self._require_no_doctype(name, data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            root: XmlElement = etree.fromstring(data, parser)
            return root
        except (etree.LxmlError, ValueError) as error:
            raise PlanError(f"{self._path}: {self._broken}") from error

    def require_no_doctype(self) -> None:
        """Refuse a package a part of which defines entities.

        Raises:
            PlanError: one does; the message names the part.
        """
        for name in self.names:
            if name.lower().endswith(_XML):
                self._require_no_doctype(name, self.read(name))

    def _require_no_doctype(self, name: str, data: bytes) -> None:
        if any(mark in data for mark in _DOCTYPES):
            raise PlanError(
                f"{self._path}: its part {name} defines entities, which no such document needs; "
                "open it in the program that wrote it and save it again"
            )

    def resolve(self, reference: str, base: str = "") -> str:
        """Return the name of the part that another one refers to.

        Args:
            reference: From the root of the package (``/Doc_0/Res.xml``) or beside ``base``.
            base: The part that has the reference.
        """
        folder = PurePosixPath() if reference.startswith("/") else PurePosixPath(base).parent
        parts: list[str] = []
        for part in (folder / reference.lstrip("/")).parts:
            if part == "..":
                parts = parts[:-1]
            else:
                parts.append(part)
        return "/".join(parts)


@contextmanager
def open_package(data: bytes, path: Path, broken: str) -> Iterator[Package]:
    """Open a document's package; what is wrong with it as a whole is found before a part is read.

    Args:
        data: The file's bytes.
        path: Its path, for messages.
        broken: What a message says where it is no such document: what it is not, what to do.

    Raises:
        PlanError: it is no package, broken, locked with a password, or expands without measure.
    """
    if data.startswith(OLE):
        raise PlanError(f"{path}: {LOCKED if ENCRYPTED in data else broken}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            require_measure(entries, path)
            if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
                raise PlanError(f"{path}: {LOCKED}")
            yield Package(archive, path, broken)
    except BROKEN as error:
        raise PlanError(f"{path}: {broken}") from error


def require_measure(entries: Sequence[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive that is many times larger than what is read; nothing is expanded for it.

    Raises:
        PlanError: the archive has too many parts, they are too large, or shrank too much.
    """
    texts = [entry for entry in entries if entry.filename.lower().endswith(_XML)]
    xml_bytes, packed_bytes = (
        sum(getattr(entry, size) for entry in texts) for size in ("file_size", "compress_size")
    )
    total_bytes = sum(entry.file_size for entry in entries)
    ratio = xml_bytes // max(packed_bytes, 1) if xml_bytes > SMALL_BYTES else 0
    for size, limit, unit in (
        (len(entries), MAX_ENTRIES, "parts"),
        (xml_bytes // 1_000_000, MAX_XML_BYTES // 1_000_000, "MB of text and formatting"),
        (total_bytes // 1_000_000, MAX_EXPANDED_BYTES // 1_000_000, "MB expanded"),
        (ratio, MAX_RATIO, "times as large expanded as packed"),
    ):
        if size > limit:
            raise PlanError(
                f"{path}: {size} {unit}, over the limit of {limit} for a plan; "
                "give the plan's own text"
            )
