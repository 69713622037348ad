"""Prints as a scanner gives them back: pictures, slightly turned, with noise."""

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

SEAL = (204, 24, 30)


def pictures_of(printed, dpi, *, turn=0.5, noise=12.0, stamp=None):
    """The pages of a print, turned by some degrees one way and the other.

    Args:
        printed: Path of the PDF.
        dpi: Dots an inch.
        turn: Degrees.
        noise: Standard deviation of the brightness, of 255.
        stamp: Where on each page the middle of a round red seal is, as shares of its size.
    """
    random = np.random.default_rng(0)
    with pypdfium2.PdfDocument(printed) as document:
        pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    for number, page in enumerate(pages):
        if stamp:
            _stamp(page, stamp, dpi)
        way = 1 if number % 2 else -1
        page = page.rotate(way * turn, Image.Resampling.BICUBIC, fillcolor="white")
        dots = np.asarray(page, dtype=np.float32)
        dots = dots + random.normal(0, noise, (*dots.shape[:2], 1))
        noisy = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
        pages[number] = noisy.filter(ImageFilter.GaussianBlur(dpi / 400))
    return pages


def _stamp(page, place, dpi):
    """Put a seal of 4 cm on a page: a ring with a star, over what is printed there."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    x, y = (share * side for share, side in zip(place, page.size, strict=True))
    radius = 2 / 2.54 * dpi
    ring = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(ring, outline=SEAL, width=round(dpi / 25))
    draw.regular_polygon((x, y, radius / 3), 5, fill=SEAL)
    draw.line((x - radius, y, x + radius, y), fill=SEAL, width=round(dpi / 30))
    page.paste(Image.fromarray(np.minimum(np.asarray(page), np.asarray(ink))))


def pdf_of(pages, dpi):
    """The bytes of a PDF whose pages are pictures."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return file.getvalue()
