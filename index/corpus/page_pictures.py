"""The picture of a scanned page where a quotation stands, cut out for who compares the two."""

import io
from pathlib import Path

import numpy as np

from index.corpus.folder import Corpus
from index.reading.ofd import ofd_picture
from index.reading.pdf import pdf_picture
from index.reading.pictures import file_picture
from index.reading.recognition import DPI
from index.reading.scans import POINTS
from index.storage.segment import sha256_of
from index.types import Plan, ScannedLine

ROOM = 14.0
"""Points shown above and below: a page that lies askew by a degree shifts its lines by ten."""


def lines_at(plan: Plan, start: int, end: int) -> tuple[ScannedLine, ...]:
    """Return the recognised lines that hold a range of a plan's text, those of its first page.

    Args:
        plan: Of the text; one that was no scan has none.
        start: In code points; ``end`` is exclusive.
        end: See ``start``.
    """
    found = [own for own in plan.scanned if own.start < end and start < own.end]
    return tuple(own for own in found if own.page == found[0].page)


def picture_at(corpus: Corpus, plan: Plan, start: int, end: int) -> bytes | None:
    """Return the part of a scanned page that shows a range of a plan's text, as PNG.

    Args:
        corpus: Of the plan's file.
        plan: As it was read.
        start: In code points; ``end`` is exclusive.
        end: See ``start``.

    Returns:
        None where the text was no scan, or its file is gone or another by now.
    """
    from PIL import Image

    lines = lines_at(plan, start, end)
    path = corpus.files().get(plan.id)
    if not lines or path is None or sha256_of(path) != plan.sha256:
        return None
    page = np.rot90(_page(path, lines[0].page), lines[0].turns)
    dots = DPI / POINTS
    top = max(0, round((min(own.top for own in lines) - ROOM) * dots))
    bottom = round((max(own.bottom for own in lines) + ROOM) * dots)
    shown = page[top:bottom]
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(shown[..., ::-1])).save(file, "PNG")
    return file.getvalue()


def _page(path: Path, number: int) -> np.ndarray:
    """Return the picture of a page of a file."""
    data = path.read_bytes()
    if path.suffix.lower() == ".pdf":
        return pdf_picture(data, number)
    if path.suffix.lower() == ".ofd":
        return ofd_picture(data, number, path)
    return file_picture(data, number)
