"""Pages of OFD that are pictures of their text: what their images show, drawn together."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import PlanError
from index.reading.ofd_geometry import Matrix
from index.reading.package import Package
from index.reading.pictures import DAMAGED, MAX_DOTS
from index.reading.recognition import DPI, MAX_PICTURE_SIDE, Picture
from index.reading.xml_element import XmlElement, local_name

if TYPE_CHECKING:
    from PIL.Image import Image

MM_AN_INCH = 25.4


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page.

    Attributes:
        part: Of the package, which holds it.
        matrix: From its unit square, whose origin is the upper left, to millimetres from the upper
            left of the page: (x, y) is at (a x + c y + e, b x + d y + f).
    """

    part: str
    matrix: Matrix


def images_of(package: Package, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the ids of images that parts with resources tell, and the parts that hold them.

    Raises:
        PlanError: such a part is missing or damaged.
    """
    for name in names:
        root = package.xml(name)
        folder = (root.get("BaseLoc") or "").rstrip("/")
        for media in root.iter():
            if local_name(media) == "MultiMedia":
                for file in media:
                    if local_name(file) == "MediaFile":
                        place = "/".join(filter(None, (folder, (file.text or "").strip())))
                        yield media.get("ID") or "", package.resolve(place, name)


def resources_of(package: Package, name: str, root: XmlElement) -> Iterator[str]:
    """Yield the parts with resources that a document or a page names.

    Args:
        package: Of the file.
        name: Of the part that names them.
        root: Its content.
    """
    for element in root.iter():
        if local_name(element) in ("PublicRes", "DocumentRes", "PageRes"):
            part = package.resolve((element.text or "").strip(), name)
            if part in package.names:
                yield part


def drawn_scale(width: float, height: float) -> float:
    """Return the dots a millimetre of a page's picture, fewer for a large page.

    Args:
        width: In millimetres.
        height: In millimetres.
    """
    return min(DPI / MM_AN_INCH, MAX_PICTURE_SIDE / max(width, height))


def drawn(
    package: Package, images: Iterable[PlacedImage], width: float, height: float, path: Path
) -> Picture:
    """Return what the images of a page show.

    Args:
        package: Of the file.
        images: In the order in which they are drawn.
        width: Of the page, in millimetres.
        height: Of the page, in millimetres.
        path: Of the file, for the message.

    Raises:
        PlanError: an image is missing, damaged, too large or of a kind that is not read.
    """
    from PIL import Image

    scale = drawn_scale(width, height)
    page = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for own in images:
        _draw(page, _image(package, own.part, path), own.matrix, scale)
    picture: Picture = np.asarray(page)[..., ::-1].copy()
    return picture


def _image(package: Package, part: str, path: Path) -> Image:
    """Return an image on white."""
    from PIL import Image

    data = package.read(part)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        if image.width * image.height > MAX_DOTS:
            raise PlanError(
                f"{path}: its image {part} has too many dots ({image.width} by {image.height}); "
                "print it to PDF"
            )
        whole = image.convert("RGBA")
    except (*DAMAGED, Image.DecompressionBombError) as error:
        raise PlanError(
            f"{path}: its image {part} is damaged or of a kind that is not read; open it in an OFD "
            "reader and print it to PDF"
        ) from error
    shown = Image.new("RGB", whole.size, "white")
    shown.paste(whole, mask=whole.getchannel("A"))
    return shown


def _draw(page: Image, image: Image, matrix: Matrix, scale: float) -> None:
    """Draw an image where it is; what lies outside the page is lost."""
    from PIL import Image

    a, b, c, d, e, f = (scale * own for own in matrix)
    determinant = a * d - b * c
    width, height = round(math.hypot(a, b)), round(math.hypot(c, d))
    if not (abs(determinant) >= 1 and 0 < width * height <= MAX_DOTS):
        return  # next to nothing of it is on the page
    resized = image.resize((width, height), Image.Resampling.LANCZOS)
    if b == c == 0 and a > 0 and d > 0:
        page.paste(resized, (round(e), round(f)))
        return
    back = (
        *(d * width / determinant, -c * width / determinant),
        (c * f - d * e) * width / determinant,
        *(-b * height / determinant, a * height / determinant),
        (b * e - a * f) * height / determinant,
    )
    way = (page.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    page.paste(resized.transform(*way), mask=Image.new("L", resized.size, 255).transform(*way))
