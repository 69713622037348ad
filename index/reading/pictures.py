"""Pictures of pages: PNG, JPEG and TIFF, which may hold several pages."""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import PlanError
from index.reading.page_columns import in_reading_order
from index.reading.page_layout import Layout, lay_out
from index.reading.recognition import DPI, Picture
from index.reading.scans import POINTS, recognised_pages, require_recognition

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_DOTS = 100_000_000
"""Of a page: A3 at 600 dots an inch has 70 million; more fills the memory."""
_PAGE_WIDTH = 8.27 * DPI
"""Of A4, in dots: what a picture is brought to, for few say truly how large their page is."""
DAMAGED = (OSError, ValueError, SyntaxError, EOFError)
"""What Pillow raises of a damaged file, by format and place."""
_ONE_AT_A_TIME = threading.Lock()  # a file of several pages is read from one to the next


def read_picture(data: bytes, path: Path) -> Layout:
    """Return the text that a picture of pages shows.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: it is broken or too large, or nothing is installed that recognises it.
    """
    from PIL import Image, UnidentifiedImageError

    require_recognition(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        sizes = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            sizes.append(image.size)
    except Image.DecompressionBombError as error:
        raise PlanError(
            f"{path}: a page has too many dots ({error}); save it at 300 dots an inch"
        ) from error
    except (UnidentifiedImageError, *DAMAGED) as error:
        raise PlanError(
            f"{path}: is not a picture or is broken; open it in a viewer and save it as .png, or "
            "as .pdf"
        ) from error
    for width, height in sizes:
        brought = _PAGE_WIDTH**2 * max(width, height) / min(width, height)  # a rule of 2 by 800
        if max(width * height, brought) > MAX_DOTS:
            raise PlanError(
                f"{path}: a page has too many dots ({width} by {height}, over the limit of "
                f"{MAX_DOTS / 1e6:.0f} million); save it at 300 dots an inch"
            )

    pages = []
    for number, (width, height) in enumerate(sizes):
        factor = _PAGE_WIDTH / min(width, height) * POINTS / DPI
        size = (width * factor, height * factor)
        pages.append((number + 1, partial(_picture, image, number), size))
    try:
        found = recognised_pages(pages, hashlib.sha256(data).hexdigest(), path.name)
    except DAMAGED as error:  # what is cut off is only found when it is unpacked
        raise PlanError(f"{path}: is cut off or broken ({error}); fetch the file again") from error
    return lay_out(in_reading_order([found[number] for number in sorted(found)]))


def file_picture(data: bytes, number: int) -> Picture:
    """Return a page's picture at ``DPI``.

    Args:
        data: Of a file of pictures that was read before.
        number: Of the page, from 1.
    """
    from PIL import Image

    return _picture(Image.open(io.BytesIO(data)), number - 1)


def _picture(image: Image, number: int) -> Picture:
    """Return a page of a file, counted from 0, as wide as A4 at ``DPI``."""
    with _ONE_AT_A_TIME:
        image.seek(number)
        page = image.convert("RGB")
    width, height = page.size
    factor = _PAGE_WIDTH / min(width, height)  # some lie on their side
    page = page.resize((round(width * factor), round(height * factor)))
    picture: Picture = np.asarray(page)[..., ::-1].copy()
    return picture
