"""Files to text: plain text unchanged, pages and documents as a reader sees them."""

import codecs
import hashlib
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import PlanError
from index.reading.archive import read_archive
from index.reading.doc import read_doc
from index.reading.docx import read_docx
from index.reading.html import read_html
from index.reading.mht import read_mht
from index.reading.odt import read_odt
from index.reading.ofd import read_ofd
from index.reading.package import ENCRYPTED, OLE
from index.reading.page_layout import Layout
from index.reading.pdf import read_pdf
from index.reading.pictures import read_picture
from index.reading.plain import read_plain
from index.reading.rtf import read_rtf
from index.reading.sheets import read_csv
from index.reading.xls import read_xls
from index.reading.xlsx import read_xlsx
from index.text.headings import split_lines

__all__ = ["SUFFIXES", "Source", "read_source"]

_READERS: dict[str, Callable[[bytes, Path], str | Layout]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".mht": read_mht,
    ".mhtml": read_mht,
    ".pdf": read_pdf,
    ".ofd": read_ofd,
    ".docx": read_docx,
    ".doc": read_doc,
    ".wps": read_doc,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".xlsx": read_xlsx,
    ".xls": read_xls,
    ".et": read_xls,
    ".csv": read_csv,
    ".png": read_picture,
    ".jpg": read_picture,
    ".jpeg": read_picture,
    ".tif": read_picture,
    ".tiff": read_picture,
}
ARCHIVE = ".zip"
SUFFIXES = (*_READERS, ARCHIVE)
"""File types that can be read, lower case."""

MAX_FILE_BYTES = 20_000_000
"""The longest plan seen has 55 kB of text, and a saved page twice that; a file beyond this is some
other thing."""
MAX_PICTURE_FILE_BYTES = 100_000_000
"""All that may carry pictures and fonts beside its text: maps, seals, photographs."""
_NO_PICTURES = (".txt", ".md", ".html", ".htm", ".csv", ".xls", ".et")
"""Text alone, and workbooks that are read into the memory as a whole."""

_AS_DOCX = "open it in Word or WPS and save it as .docx"
_AS_XLSX = "open it in Excel or WPS and save it as .xlsx"
_AS_PDF = "open it in its reader and print it to PDF"
_NEXT_STEPS = {
    **dict.fromkeys((".docm", ".dot", ".dotx", ".wpt", ".uot", ".pages", ".fodt"), _AS_DOCX),
    **dict.fromkeys((".xlsm", ".xlsb", ".ett", ".ods", ".numbers"), _AS_XLSX),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz"), "unpack it and give the files in it"),
    **dict.fromkeys((".ceb", ".cebx", ".caj", ".epub"), _AS_PDF),
}
_WORD = (".doc", ".wps", ".docx", ".rtf")
_WORKBOOKS = (".xls", ".et", ".xlsx")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(rb"(?:MIME-Version|From|Content-Type|Subject):", re.IGNORECASE)
_LOOKED_AT = 2_000
"""Bytes at a file's beginning that tell what it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read.

    Attributes:
        text: Of all of it.
        sha256: Of its bytes, hexadecimal.
        layout: Where the lines of its pages stand in the text, of a file that has pages.
    """

    text: str
    sha256: str
    layout: Layout | None = None


def read_source(path: Path) -> Source:
    """Return the text of a plan's file.

    The text of ``.txt`` and ``.md`` is the decoded file, white space and line ends as they are in
    it; that of the other types is what a reader sees, a paragraph a line, a row of a table a line
    whose cells tabs close. An archive is read as one document with its attachments. What is named
    as a Word file or a workbook and is Rich Text, a saved page or one of another time is read as
    that.

    Args:
        path: A file of one of the ``SUFFIXES``.

    Raises:
        PlanError: the file is missing, of another type, too large, broken, locked with a
            password, a scan that nothing installed recognises, empty, or not text.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        next_step = _NEXT_STEPS.get(suffix, f"convert it to one of {', '.join(SUFFIXES)}")
        raise PlanError(f"{path}: cannot read this type of file; {next_step}")
    data = _bytes_of(path, _max_file_bytes(suffix))
    read = _read_archive(data, path) if suffix == ARCHIVE else _read(data, path)
    text = _text_of(read)
    if not any(split_lines(text)):
        raise PlanError(f"{path}: holds no text; give a file with the plan's words in it")
    layout = read if isinstance(read, Layout) else None
    return Source(text, hashlib.sha256(data).hexdigest(), layout)


def _read_archive(data: bytes, path: Path) -> str:
    """Return the text of an archive's files; where their pages are is not kept."""

    def read_member(content: bytes, place: Path) -> str:
        limit = _max_file_bytes(place.suffix.lower())
        if len(content) > limit:
            raise _too_large(place, len(content), limit)
        return _text_of(_read(content, place))

    return read_archive(data, path, dict.fromkeys(_READERS, read_member))


def _text_of(read: str | Layout) -> str:
    return read.text if isinstance(read, Layout) else read


def _read(data: bytes, path: Path) -> str | Layout:
    """Return the text of a file's bytes by its suffix, or by what they are."""
    suffix = path.suffix.lower()
    if suffix in _WORD:
        suffix = _kind(data, ".docx", ".doc") or suffix
    elif suffix in _WORKBOOKS:
        suffix = _kind(data, ".xlsx", ".xls") or suffix
    return _READERS[suffix](data, path)


def _kind(data: bytes, new: str, old: str) -> str:
    """Return the suffix of what a file is, whatever its name says; empty where unknown.

    Args:
        data: The file's bytes.
        new: The suffix of what is a ZIP package.
        old: That of what Office wrote before 2007.
    """
    start = data[:_LOOKED_AT].lstrip().removeprefix(codecs.BOM_UTF8)
    if start.startswith(b"{\\rtf"):
        return ".rtf"
    if start.startswith(b"PK\x03\x04") or (start.startswith(OLE) and ENCRYPTED in data):
        return new
    if start.startswith(OLE):
        return old
    if _WEB_ARCHIVE.match(start):
        return ".mht"
    return ".html" if _PAGE.search(start) else ""


def _max_file_bytes(suffix: str) -> int:
    """Return the size that a file of a type may have, in bytes."""
    return MAX_FILE_BYTES if suffix in _NO_PICTURES else MAX_PICTURE_FILE_BYTES


def _bytes_of(path: Path, limit: int) -> bytes:
    """Return a file's bytes, its kind and size looked at before it is opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PlanError(f"{path}: is not a file; give the file that holds the plan's text")
        if status.st_size > limit:
            raise _too_large(path, status.st_size, limit)
        return path.read_bytes()
    except OSError as error:
        raise PlanError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _too_large(path: Path, size: int, limit: int) -> PlanError:
    """Return the error of a file that is larger than one of its type may be, in bytes."""
    return PlanError(
        f"{path}: {size / 1e6:.0f} MB, over the limit of {limit / 1e6:.0f} MB for a plan; "
        "give the plan's own text"
    )
