"""Files to text: plain text unchanged, pages and documents as a reader sees them."""

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import PlanError
from index.reading.docx import read_docx
from index.reading.html import read_html
from index.reading.page_layout import Layout
from index.reading.pdf import read_pdf
from index.reading.pictures import read_picture
from index.reading.plain import read_plain
from index.text.headings import split_lines

__all__ = ["SUFFIXES", "Source", "read_source"]

_READERS: dict[str, Callable[[bytes, Path], str | Layout]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".png": read_picture,
    ".jpg": read_picture,
    ".jpeg": read_picture,
    ".tif": read_picture,
    ".tiff": read_picture,
}
SUFFIXES = tuple(_READERS)
"""File types that can be read, lower case."""

MAX_FILE_BYTES = 20_000_000
"""The longest plan seen has 55 kB of text, and a saved page twice that; a file beyond this is some
other thing."""
MAX_PICTURE_FILE_BYTES = 100_000_000
"""A PDF or a Word file carries pictures and fonts beside its text: maps, seals, photographs."""
_WITH_PICTURES = (".pdf", ".docx", ".png", ".jpg", ".jpeg", ".tif", ".tiff")

_NEXT_STEPS = {
    ".doc": "open it in Word or WPS and save it as .docx",
    ".wps": "open it in WPS and save it as .docx",
    ".rtf": "open it in Word or WPS and save it as .docx",
    ".mht": "open it in a browser and save it as .html",
    ".mhtml": "open it in a browser and save it as .html",
}


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
    it; that of the other types is what a reader sees, a paragraph a line.

    Args:
        path: A file of one of the ``SUFFIXES``.

    Raises:
        PlanError: the file is missing, of another type, too large, broken, locked with a
            password, a scan, empty, or not text.
    """
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        next_step = _NEXT_STEPS.get(suffix, f"convert it to one of {', '.join(SUFFIXES)}")
        raise PlanError(f"{path}: cannot read this type of file; {next_step}")
    data = _bytes_of(path, _max_file_bytes(suffix))
    read = _READERS[suffix](data, path)
    text = read.text if isinstance(read, Layout) else read
    if not any(split_lines(text)):
        raise PlanError(f"{path}: holds no text; give a file with the plan's words in it")
    layout = read if isinstance(read, Layout) else None
    return Source(text, hashlib.sha256(data).hexdigest(), layout)


def _max_file_bytes(suffix: str) -> int:
    """Return the size that a file of a type may have, in bytes."""
    return MAX_PICTURE_FILE_BYTES if suffix in _WITH_PICTURES else MAX_FILE_BYTES


def _bytes_of(path: Path, limit: int) -> bytes:
    """Return a file's bytes, its kind and size looked at before it is opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PlanError(f"{path}: is not a file; give the file that holds the plan's text")
        if status.st_size > limit:
            raise PlanError(
                f"{path}: {status.st_size / 1e6:.0f} MB, over the limit of {limit / 1e6:.0f} MB "
                "for a plan; give the plan's own text"
            )
        return path.read_bytes()
    except OSError as error:
        raise PlanError(f"{path}: cannot be read ({error.strerror}); check the path") from error
