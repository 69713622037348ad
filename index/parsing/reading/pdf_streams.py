"""Whether a PDF's pages are whole: PDFium shows what it can decode and says nothing of the rest."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError

if TYPE_CHECKING:
    from pikepdf import Object

MAX_PAGE_BYTES = 50_000_000
"""A page whose drawing instructions are longer is no page of text (longest seen: 60,000)."""


def require_whole_pages(data: bytes, path: Path) -> None:
    """Refuse a PDF one of whose pages cannot be decoded to its end, or unpacks without end.

    A file that cannot be opened at all passes: who opens it next says why.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the content of a page is damaged or too large; the message names the page.
    """
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return
    with document:
        for number, page in enumerate(document.pages, start=1):
            try:
                for stream in _streams(page.obj.get("/Contents")):
                    _decode(stream)
            except (pikepdf.PdfError, zlib.error) as error:
                raise PlanError(
                    f"{path}: page {number} is damaged, part of its text is lost; fetch the file "
                    "again, or print it to a new PDF from a reader that shows the page whole"
                ) from error
            except OverflowError as error:
                raise PlanError(
                    f"{path}: page {number} unpacks to more than {MAX_PAGE_BYTES:,} bytes, which "
                    "no page of text does; print the plan's own pages to a new PDF"
                ) from error


def _streams(contents: Object | None) -> Iterator[Object]:
    """Yield the streams of a page, which has one, several or none."""
    import pikepdf

    if isinstance(contents, pikepdf.Array):
        yield from contents
    elif isinstance(contents, pikepdf.Stream):
        yield contents


def _decode(stream: Object) -> None:
    """Decode a stream, and a deflated one piece by piece, so that a bomb fills no memory.

    Raises:
        OverflowError: it is longer than ``MAX_PAGE_BYTES``.
        pikepdf.PdfError, zlib.error: it is damaged.
    """
    if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        stream.read_bytes()
        return
    decoder = zlib.decompressobj()
    packed, length = stream.read_raw_bytes(), 0
    while packed and not decoder.eof:
        length += len(decoder.decompress(packed, 1_000_000))
        if length > MAX_PAGE_BYTES:
            raise OverflowError
        packed = decoder.unconsumed_tail
