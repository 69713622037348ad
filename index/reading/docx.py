"""Word files as lines: the package and its XML, paragraphs and tables, their text."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError
from index.reading.docx_xml import (
    Numbering,
    child,
    is_on,
    number,
    value,
    word,
)
from index.reading.package import open_package
from index.reading.table_lines import TableLines
from index.reading.xml_element import XmlElement, local_name

if TYPE_CHECKING:
    from docx.document import Document

# Deleted or moved away; page layout; a field's formula; the picture for programs that cannot draw
_LEFT_OUT = frozenset(
    (
        *("del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"),
        *("sdtPr", "delText", "instrText", "delInstrText", "Fallback", "rt", "txbxContent"),
        *("binData",),
    )
)
_CHARACTERS = {
    **{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""},
}
_CONTENTS = "Table of Contents"  # it repeats the headings, which would be clauses twice
_PRIVATE_USE = range(0xE000, 0xF900)

_SAVE_AGAIN = "open it in Word or WPS and save it as .docx again"
_BROKEN = f"is not a Word file or is broken; {_SAVE_AGAIN}"
_NOT_CONTENT = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's words, and the text boxes that are anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[XmlElement] = field(default_factory=list)


class BodyText:
    """Lines that grow as parts of a document are added."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._lines = TableLines()
        self._unended = ""

    def add(self, container: XmlElement) -> None:
        """Add the paragraphs and tables of a body, a cell, a text box or a note."""
        pending: list[tuple[str, Iterator[XmlElement]]] = [("", iter(container))]
        while pending:
            outer, elements = pending[-1]
            element = next(elements, None)
            if element is None:
                pending.pop()
                if outer == "tbl":
                    self._lines.close_table()
                continue
            name = local_name(element)
            if name == "p":
                pending.append((name, iter(self._add_paragraph(element))))
            elif not _is_left_out(element):
                self._open(name, element)
                pending.append((name, iter(element)))

    def lines(self) -> list[str]:
        """Return the lines so far."""
        lines = self._lines.lines()
        return [*lines, self._unended] if self._unended else lines

    def _open(self, name: str, element: XmlElement) -> None:
        """Note that a table, a row or a cell starts."""
        if name == "tbl":
            self._lines.open_table()
        elif name == "tr":
            self._lines.open_row()
        elif name == "tc":
            columns = number(value(element, "tcPr", "gridSpan"), 1)
            merged = child(element, "tcPr", "vMerge")
            goes_on = merged is not None and merged.get(word("val")) != "restart"
            self._lines.open_cell(columns, goes_on=goes_on)

    def _add_paragraph(self, element: XmlElement) -> list[XmlElement]:
        """Add a paragraph's lines, and return the paragraphs of its text boxes."""
        paragraph = _Paragraph()
        _read_runs(element, paragraph)
        label = self._numbering.next_number(element)
        words = self._unended + label + "".join(paragraph.pieces)
        if is_on(element, "pPr", "rPr", "del"):  # the paragraphs become one
            self._unended = words
        else:
            self._unended = ""
            for line in words.split("\n"):
                if line.strip():
                    self._lines.add(line.rstrip())
        return [inner for box in paragraph.boxes for inner in box]


def _is_left_out(element: XmlElement) -> bool:
    """Tell whether nothing below an element is shown."""
    name = local_name(element)
    is_deleted_row = name == "tr" and child(element, "trPr", "del") is not None
    gallery = value(element, "sdtPr", "docPartObj", "docPartGallery") if name == "sdt" else None
    return not name or name in _LEFT_OUT or is_deleted_row or gallery == _CONTENTS


def _read_runs(element: XmlElement, paragraph: _Paragraph) -> None:
    """Read a paragraph's words in order; those of text boxes are set aside."""
    pending: list[Iterator[XmlElement]] = [iter(element)]
    while pending:
        inner = next(pending[-1], None)
        if inner is None:
            pending.pop()
            continue
        name = local_name(inner)
        if name == "txbxContent":
            paragraph.boxes.append(inner)
        elif name == "t":
            paragraph.pieces.append(inner.text or "")
        elif name == "sym":
            paragraph.pieces.append(_symbol(inner))
        elif name in _CHARACTERS:
            paragraph.pieces.append(_CHARACTERS[name])
        elif not (_is_left_out(inner) or (name == "r" and is_on(inner, "rPr", "vanish"))):
            pending.append(iter(inner))


def _symbol(element: XmlElement) -> str:
    """Return a character given by its code; those of symbol fonts have none of their own."""
    try:
        code_point = int(element.get(word("char")) or "", 16)
    except ValueError:
        return ""
    is_character = 0x20 <= code_point < 0xD800 or 0xF900 <= code_point < 0x10000
    return chr(code_point) if is_character and code_point not in _PRIVATE_USE else ""


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
    with open_package(data, path, _BROKEN) as package:
        package.require_no_doctype()
    text = _text_of(data)
    if text is None:
        raise PlanError(f"{path}: {_BROKEN}")
    return text


def _text_of(data: bytes) -> str | None:
    """Return the lines of a document's body and its notes, None where a part is broken."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_lines_of(document))
    except (
        *(OpcError, LxmlError, LookupError, ValueError, AttributeError, TypeError),
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    ):
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
