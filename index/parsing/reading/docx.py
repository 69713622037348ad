"""A Word file to lines: paragraphs with the numbers that Word puts in front of them."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError
from index.parsing.reading.docx_body import BodyText
from index.parsing.reading.docx_numbering import Numbering
from index.parsing.reading.docx_xml import XmlElement, word

if TYPE_CHECKING:
    from docx.document import Document

MAX_ENTRIES = 5_000
"""A document has some twenty parts, and one a picture."""
MAX_EXPANDED_BYTES = 300_000_000
"""Three times the largest file that is read; pictures hardly shrink in a ZIP archive."""
MAX_XML_BYTES = 50_000_000
"""Text with its formatting; 200 pages have 5 MB, and parsed it takes ten times its size."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AGAIN = "open it in Word or WPS and save it as .docx again"
_BROKEN = f"is not a Word file or is broken; {_SAVE_AGAIN}"
_NOT_CONTENT = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(data: bytes, path: Path) -> str:
    """Return the text of a Word file, a paragraph a line, a row of a table a line.

    Changes are taken as accepted. Footnotes come at the end; page headers and footers, comments
    and hidden text are left out.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no Word file, broken, locked with a password, or expands without
            measure.
    """
    if data.startswith(_OLE):
        is_locked = _ENCRYPTED in data
        raise PlanError(
            f"{path}: is locked with a password; save it without one and try again"
            if is_locked
            else f"{path}: is in Word's old format (.doc); {_SAVE_AGAIN}"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_measure(archive.infolist(), path)
        text = _text_of(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise PlanError(f"{path}: {_BROKEN}") from error
    if text is None:
        raise PlanError(f"{path}: {_BROKEN}")
    return text


def _require_measure(entries: list[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive that is many times larger than what is read; nothing is expanded for it.

    What an entry says of its size holds: no more than that is ever taken from it.

    Raises:
        PlanError: the archive has too many parts, or they are too large.
    """
    xml_bytes = sum(
        entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))
    )
    total_bytes = sum(entry.file_size for entry in entries)
    for size, limit, unit in (
        (len(entries), MAX_ENTRIES, "parts"),
        (xml_bytes // 1_000_000, MAX_XML_BYTES // 1_000_000, "MB of text and formatting"),
        (total_bytes // 1_000_000, MAX_EXPANDED_BYTES // 1_000_000, "MB expanded"),
    ):
        if size > limit:
            raise PlanError(
                f"{path}: {size} {unit}, over the limit of {limit} for a plan; "
                "give the plan's own text"
            )


def _text_of(data: bytes) -> str | None:
    """Return the lines of a document's body and its notes, None where a part is broken."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_lines_of(document))
    except (OpcError, LxmlError, LookupError, ValueError, AttributeError, TypeError):
        return None  # python-docx takes for granted that every part is there and as it should be


def _lines_of(document: Document) -> list[str]:
    """Return the lines of a document's body, then those of its notes."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.parser import parse_xml

    parts = {
        relationship.reltype: relationship.target_part
        for relationship in document.part.rels.values()
        if not relationship.is_external
    }

    def root_of(kind: str) -> XmlElement | None:
        """Return the XML of a part that the document may have."""
        part = parts.get(kind)
        return None if part is None else parse_xml(part.blob)

    lists, styles = root_of(RELATIONSHIP_TYPE.NUMBERING), root_of(RELATIONSHIP_TYPE.STYLES)
    body = BodyText(Numbering(lists, styles))
    body.add(document.element.body)
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        notes = root_of(kind)
        for note in notes if notes is not None else ():
            if note.get(word("type")) not in _NOT_CONTENT:
                body.add(note)
    return body.lines()
