"""Files to text: the bytes decoded, and nothing else changed."""

import codecs
import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

from index.errors import PlanError
from index.parsing.headings import split_lines

SUFFIXES = (".txt", ".md")
"""File types that can be read, lower case."""

MAX_FILE_BYTES = 20_000_000
"""The longest plan seen has 55 kB; a file beyond this is some other thing."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its text, and the SHA-256 of its bytes in hexadecimal."""

    text: str
    sha256: str


def read_source(path: Path) -> Source:
    """Return the text of a plan's file, white space and line ends as they are in it.

    Args:
        path: A ``.txt`` or ``.md`` file in UTF-8, UTF-16 with a byte order mark, or GB18030.

    Raises:
        PlanError: the file is missing, of another type, too large, empty, or not text.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise PlanError(
            f"{path}: cannot read this type of file; convert it to {' or '.join(SUFFIXES)}"
        )
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PlanError(f"{path}: is not a file; give the file that holds the plan's text")
        size = status.st_size
        if size > MAX_FILE_BYTES:
            raise PlanError(
                f"{path}: {size / 1e6:.0f} MB, over the limit of {MAX_FILE_BYTES / 1e6:.0f} MB "
                "for a plan; give the plan's own text"
            )
        data = path.read_bytes()
    except OSError as error:
        raise PlanError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    text = _decode(data, path)
    if not any(split_lines(text)):
        raise PlanError(f"{path}: holds no text; give a file with the plan's words in it")
    return Source(text=text, sha256=hashlib.sha256(data).hexdigest())


def _decode(data: bytes, path: Path) -> str:
    """Decode strictly: a wrong guess would move every offset and misspell every quotation."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise PlanError(
        f"{path}: is not text in UTF-8, UTF-16 or GB18030; save it as UTF-8 and try again"
    )
