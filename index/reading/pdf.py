"""PDF files: whether each page can be decoded to its end, and the text layer as lines."""

from __future__ import annotations

import ctypes
import hashlib
import io
import threading
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import PlanError
from index.reading.package import LOCKED
from index.reading.page_checks import MIN_SCAN_SHARE, is_unreadable, require_page_count
from index.reading.page_columns import in_reading_order
from index.reading.page_layout import Layout, lay_out
from index.reading.page_lines import Glyph, Page
from index.reading.pdf_rules import rules_of
from index.reading.recognition import DPI, MAX_PICTURE_SIDE, Picture
from index.reading.ruled import lines_with_tables
from index.reading.scans import POINTS, recognised_pages, require_recognition

if TYPE_CHECKING:
    from pikepdf import Object
    from pypdfium2 import PdfDocument, PdfPage

MAX_PAGE_BYTES = 50_000_000
"""A page whose drawing instructions are longer is no page of text (longest seen: 60,000)."""

# Those of the supplement that stand for a character of their own; Unicode's
# EquivalentUnifiedIdeograph.txt has them all.
_SUPPLEMENT = (
    "⺁厂⺈刀⺊卜⺌小⺎兀⺒巳⺓幺⺕彐⺗心⺙攵⺝月⺟母⺠民⺤爪⺩王⺪疋⺬示⺮竹⺲罒⺶羊⺷羊⺸羊⺹老⺼肉"
    "⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
)

IDEOGRAPHS = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)),
}
"""The character for each radical of Unicode's two blocks; some PDFs have ⽬ in place of 目."""

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ONE_AT_A_TIME = threading.Lock()  # PDFium may not be called from two threads


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


def read_pdf(data: bytes, path: Path) -> Layout:
    """Return the text of a PDF, a paragraph a line, without page numbers and running headers.

    Pages that are pictures, and all of them where the fonts do not say which characters they show,
    are recognised.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file or a page of it is broken, it is locked with a password, too long, or
            has a page that is a picture of its text and nothing is installed that recognises it.
    """
    import pypdfium2

    require_whole_pages(data, path)
    with _ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(data) as document:
                pages, scans = _pages(document, path)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                raise PlanError(f"{path}: {LOCKED}") from error
            raise PlanError(
                f"{path}: is not a PDF or is broken; open it in a PDF reader and print it to a "
                "new PDF"
            ) from error
    if is_unreadable(pages.values()):
        scans = sorted(pages)
    if scans:
        pages |= _recognised(data, scans, len(pages), path)
    return lay_out(in_reading_order([pages[number] for number in sorted(pages)]))


def _pages(document: PdfDocument, path: Path) -> tuple[dict[int, Page], list[int]]:
    """Return the pages with their lines, by number from 1, and the numbers of those scanned."""
    require_page_count(len(document), path)
    found: dict[int, Page] = {}
    scans: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        lines = lines_with_tables(list(_glyphs(page)), rules_of(page))
        found[number] = Page(page.get_height(), lines, number)
        if not lines and _picture_share(page) >= MIN_SCAN_SHARE:
            scans.append(number)
        page.close()
    return found, scans


def _recognised(data: bytes, scans: Sequence[int], count: int, path: Path) -> dict[int, Page]:
    """Return the pages, by number, that pictures show.

    Raises:
        PlanError: nothing is installed that recognises them.
    """
    import pypdfium2

    which = "" if len(scans) == count else ", ".join(map(str, scans))
    require_recognition(path, which)
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(data)
        sizes = {number: _drawn_size(document[number - 1]) for number in scans}
    try:
        pages = [(number, partial(_picture, document, number), sizes[number]) for number in scans]
        return recognised_pages(pages, hashlib.sha256(data).hexdigest(), path.name)
    finally:
        with _ONE_AT_A_TIME:
            document.close()


def pdf_picture(data: bytes, number: int) -> Picture:
    """Return a page's picture at ``DPI``.

    Args:
        data: Of a PDF that was read before.
        number: Of the page, from 1.
    """
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(data) as document:
        return _drawn(document[number - 1])


def _picture(document: PdfDocument, number: int) -> Picture:
    """Return a page's picture, whichever thread asks for it."""
    with _ONE_AT_A_TIME:
        return _drawn(document[number - 1])


def _drawn(page: PdfPage) -> Picture:
    """Return a page's picture at ``DPI``, a large one's reduced."""
    bitmap = page.render(scale=_reduction(page) * DPI / POINTS, rev_byteorder=False)
    picture: Picture = np.array(bitmap.to_numpy()[..., :3])
    page.close()
    return picture


def _drawn_size(page: PdfPage) -> tuple[float, float]:
    """Return a page's width and height in points, as it is drawn."""
    width, height = page.get_size()
    reduction = _reduction(page)
    return width * reduction, height * reduction


def _reduction(page: PdfPage) -> float:
    """Return to which share of its size a page is brought before it is drawn."""
    width, height = page.get_size()
    reduction: float = min(1.0, MAX_PICTURE_SIDE / max(width, height) * POINTS / DPI)
    return reduction


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    """Yield a page's characters in the order of its content, upright whatever its rotation."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    rotation, (width, height) = page.get_rotation(), page.get_size()
    box = raw.FS_RECTF()
    for position in range(text_page.count_chars()):
        code_point = raw.FPDFText_GetUnicode(text_page, position)
        character = chr(code_point) if code_point <= 0x10FFFF else "\ufffd"
        if character in "\r\n\0" or raw.FPDFText_IsHyphen(text_page, position) == 1:
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, position, ctypes.byref(box)):
            continue
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if rotation == 90:
            left, bottom, right, top = bottom, height - right, top, height - left
        elif rotation == 180:
            left, bottom, right, top = width - right, height - top, width - left, height - bottom
        elif rotation == 270:
            left, bottom, right, top = width - top, left, width - bottom, right
        # Fonts shared by several scripts give the radical ⽬ for the character 目.
        yield Glyph(IDEOGRAPHS.get(character, character), left, right, bottom, top)
    text_page.close()


def _picture_share(page: PdfPage) -> float:
    """Return which share of a page its largest picture covers."""
    from pypdfium2 import raw

    width, height = page.get_size()
    shares = [0.0]
    for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = picture.get_bounds()
        shares.append((right - left) * (top - bottom) / (width * height))
    return max(shares)
