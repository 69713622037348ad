"""OFD, the fixed layout of China's offices (.ofd): characters with their places, to lines.

Source: GB/T 33190-2016. Lengths are millimetres from the upper left of a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from index.errors import PlanError
from index.reading.ofd_geometry import (
    Matrix,
    all_named,
    area_of,
    box_of,
    deltas,
    figures_of,
    matrix_of,
    moved,
    numbers_in,
)
from index.reading.ofd_pictures import (
    PlacedImage,
    drawn,
    drawn_scale,
    images_of,
    resources_of,
)
from index.reading.package import LOCKED, Package, open_package
from index.reading.page_checks import MIN_SCAN_SHARE, require_characters, require_page_count
from index.reading.page_columns import in_reading_order
from index.reading.page_layout import Layout, lay_out
from index.reading.page_lines import Glyph, Page
from index.reading.recognition import DPI, Picture
from index.reading.ruled import Rule, lines_with_tables, rule_of
from index.reading.scans import POINTS as POINTS_AN_INCH
from index.reading.scans import recognised_pages, require_recognition
from index.reading.xml_element import XmlElement, local_name

POINTS = 72 / 25.4
"""Of a millimetre."""
ASCENT, DESCENT = 0.88, 0.12
"""Of a character above and below the line that it stands on, in its size."""
MAX_DEPTH = 40
"""Blocks of objects inside one another."""
MAX_GLYPHS, MAX_PAGE_GLYPHS = 1_000_000, 50_000
"""Of a file, and of a page; one of text has 700."""
_BROKEN = (
    "is not an OFD file or is broken; open it in an OFD reader and print it to PDF, "
    "or save its text as .docx"
)
_LOCKS = ("encryptions.xml", "decryptseed.dat", "entriesmap.dat")
"""Parts of a file that is encrypted (GM/T 0099)."""


def read_ofd(data: bytes, path: Path) -> Layout:
    """Return the text of an OFD file, a paragraph a line, without page numbers and headers.

    Characters are read by their place, from above and from the left; a ruled table's row is a
    line. Pages that are pictures are recognised. Seals and annotations are left out.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no OFD, broken, locked, too long, or has a page that is a picture
            of its text and nothing is installed that recognises it.
    """
    with _opened(data, path) as (package, read):
        pages = {n: replace(own.page, number=n) for n, own in enumerate(read, start=1)}
        scans = [number for number, own in enumerate(read, start=1) if own.is_scan]
        if scans:
            which = "" if len(scans) == len(read) else ", ".join(map(str, scans))
            require_recognition(path, which)
            wanted = [
                (number, partial(_drawn, package, own, path), own.drawn_size)
                for number, own in enumerate(read, start=1)
                if own.is_scan
            ]
            pages |= recognised_pages(wanted, hashlib.sha256(data).hexdigest(), path.name)
    found = list(pages.values())
    require_characters(found, path)
    return lay_out(in_reading_order(found))


def ofd_picture(data: bytes, number: int, path: Path) -> Picture:
    """Return a page's picture at ``DPI``: its images.

    Args:
        data: Of a file that was read before.
        number: Of the page, from 1.
        path: Of the file, for the message.

    Raises:
        PlanError: the file cannot be read any more.
    """
    with _opened(data, path) as (package, read):
        return _drawn(package, read[number - 1], path)


@contextmanager
def _opened(data: bytes, path: Path) -> Iterator[tuple[Package, list[_Read]]]:
    """Open a file and read what its pages say; there is one at least."""
    with open_package(data, path, _BROKEN) as package:
        if any(name.rpartition("/")[2].lower() in _LOCKS for name in package.names):
            raise PlanError(f"{path}: {LOCKED}")
        try:
            pages = [
                page
                for root in _documents(package)
                for page in _Document(package, root).pages(path)
            ]
        except (LookupError, ValueError, OverflowError, RecursionError) as error:
            raise PlanError(f"{path}: {_BROKEN}") from error
        if not pages:
            raise PlanError(f"{path}: {_BROKEN}")
        yield package, pages


def _drawn(package: Package, own: _Read, path: Path) -> Picture:
    """Return what the images of a page show."""
    return drawn(package, own.images, *own.size, path)


def _documents(package: Package) -> Iterator[str]:
    """Yield the parts that are documents; a file may hold several, one behind the other."""
    for root in all_named(package.xml("OFD.xml"), "DocRoot"):
        yield package.resolve((root.text or "").strip(), "OFD.xml")


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it was read.

    Attributes:
        is_scan: It is a picture of its text.
        size: Width and height, in millimetres.
    """

    page: Page
    is_scan: bool
    size: tuple[float, float]
    images: tuple[PlacedImage, ...]

    @property
    def drawn_size(self) -> tuple[float, float]:
        """Width and height, in points, as it is drawn, a large page's reduced."""
        points = drawn_scale(*self.size) * POINTS_AN_INCH / DPI
        return self.size[0] * points, self.size[1] * points


@dataclass(slots=True)
class _Sheet:
    """What stands on a page, in points from its lower left."""

    height: float
    runs: list[list[Glyph]]
    rules: list[Rule]
    images: list[PlacedImage] = field(default_factory=list)
    picture_area: float = 0.0


class _Document:
    """A document of a file: its pages, and the templates behind them."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._root = package.xml(name)
        common = next(all_named(self._root, "CommonData"), None)
        self._area = area_of(common) if common is not None else None
        self._templates = {
            template.get("ID") or "": package.resolve(template.get("BaseLoc") or "", name)
            for template in all_named(self._root, "TemplatePage")
        }
        self._images = dict(images_of(package, resources_of(package, name, self._root)))
        self._count = 0

    def pages(self, path: Path) -> list[_Read]:
        """Return the pages in order."""
        pages = next(all_named(self._root, "Pages"), None)
        found = [own for own in pages if local_name(own) == "Page"] if pages is not None else []
        require_page_count(len(found), path)
        return [
            self._page(self._package.resolve(own.get("BaseLoc") or "", self._name)) for own in found
        ]

    def _page(self, name: str) -> _Read:
        """Return a page with what its templates put behind or before it."""
        root = self._package.xml(name)
        area = area_of(root) or self._area or (0.0, 0.0, 210.0, 297.0)
        left, top, width, height = area
        self._images |= images_of(self._package, resources_of(self._package, name, root))
        sheet = _Sheet(height * POINTS, [], [])
        place: Matrix = (1.0, 0.0, 0.0, 1.0, -left, -top)
        for template in all_named(root, "Template"):
            behind = self._templates.get(template.get("TemplateID") or "")
            if behind:
                self._add(self._package.xml(behind), sheet, place)
        self._add(root, sheet, place)
        glyphs = list(_in_reading_order(sheet.runs))
        if len(glyphs) > MAX_PAGE_GLYPHS:
            raise OverflowError
        lines = lines_with_tables(glyphs, sheet.rules)
        share = sheet.picture_area / (width * height) if width * height else 0.0
        is_scan = not lines and share >= MIN_SCAN_SHARE
        images = tuple(sheet.images) if is_scan else ()
        return _Read(Page(sheet.height, lines, number=1), is_scan, (width, height), images)

    def _add(self, root: XmlElement, sheet: _Sheet, place: Matrix) -> None:
        """Add the objects of a page's content."""
        for content in root:
            if local_name(content) == "Content":
                self._add_objects(content, sheet, place, 0)

    def _add_objects(self, parent: XmlElement, sheet: _Sheet, place: Matrix, depth: int) -> None:
        """Add the objects in a layer or a block."""
        if depth > MAX_DEPTH:
            raise ValueError("blocks inside one another without end")
        for element in parent:
            name = local_name(element)
            if element.get("Visible") in ("false", "0"):
                continue
            if name in ("Layer", "PageBlock"):
                self._add_objects(element, sheet, place, depth + 1)
            elif name == "TextObject":
                sheet.runs += self._runs(element, sheet, place)
            elif name == "PathObject":
                sheet.rules += _rules(element, sheet, place)
            elif name == "ImageObject" and (box := box_of(element.get("Boundary"))):
                sheet.picture_area = max(sheet.picture_area, box[2] * box[3])
                part = self._images.get(element.get("ResourceID") or "")
                if part:
                    filling = None if element.get("CTM") else (box[2], 0.0, 0.0, box[3], 0.0, 0.0)
                    sheet.images.append(PlacedImage(part, matrix_of(element, place, filling)))

    def _runs(self, element: XmlElement, sheet: _Sheet, place: Matrix) -> Iterator[list[Glyph]]:
        """Yield the characters of a text object, those of each of its pieces together."""
        size = (numbers_in(element.get("Size")) or [0.0])[0]
        scale = (numbers_in(element.get("HScale")) or [1.0])[0]
        matrix = matrix_of(element, place)
        upright = abs(matrix[3]) or abs(matrix[1]) or 1.0
        x = y = 0.0
        for code in element:
            if local_name(code) != "TextCode":
                continue
            x, y = (numbers_in(code.get("X")) or [x])[0], (numbers_in(code.get("Y")) or [y])[0]
            across = deltas(code.get("DeltaX"), len(code.text or ""))
            down = deltas(code.get("DeltaY"), len(code.text or ""))
            own_x, own_y = x, y
            glyphs: list[Glyph] = []
            text = code.text or ""
            self._count += len(text)
            if self._count > MAX_GLYPHS:
                raise OverflowError
            for number, character in enumerate(text):
                usual = size * scale * (0.5 if character.isascii() else 1.0)
                at_x, at_y = moved(own_x, own_y, matrix)
                width = usual * (abs(matrix[0]) or abs(matrix[2]) or 1.0)
                left, base = at_x * POINTS, sheet.height - at_y * POINTS
                height = size * upright * POINTS
                glyphs.append(
                    Glyph(
                        character,
                        left,
                        left + width * POINTS,
                        base - DESCENT * height,
                        base + ASCENT * height,
                    )
                )
                step = across[number] if number < len(across) else None
                fall = down[number] if number < len(down) else None
                own_x += step if step is not None else (0.0 if fall else usual)
                own_y += fall or 0.0
            if glyphs:
                yield glyphs


def _rules(element: XmlElement, sheet: _Sheet, place: Matrix) -> list[Rule]:
    """Return the lines that a path draws: straight ones, and thin fields that are filled."""
    matrix = matrix_of(element, place)
    is_drawn = element.get("Stroke") not in ("false", "0")
    is_filled = element.get("Fill") in ("true", "1")
    found: list[Rule] = []
    for points, is_closed in figures_of(element):
        shown = [moved(x, y, matrix) for x, y in points]
        flat = [(x * POINTS, sheet.height - y * POINTS) for x, y in shown]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        box = (min(xs), min(ys), max(xs), max(ys))
        if (is_filled or len(flat) == 2) and (rule := rule_of(*box)):
            found.append(rule)
        elif is_drawn:
            pairs = list(zip(flat, [*flat[1:], flat[0]] if is_closed else flat[1:], strict=False))
            found += [rule for a, b in pairs if (rule := rule_of(*a, *b))]
    return found


def _in_reading_order(runs: Iterable[Sequence[Glyph]]) -> Iterator[Glyph]:
    """Yield characters from above and, on a line, from the left, whatever the file's order."""
    kept = sorted((run for run in runs), key=lambda run: -(run[0].top + run[0].bottom))
    line: list[Sequence[Glyph]] = []
    for run in kept:
        if line and not _is_level(line[0][0], run[0]):
            yield from _line(line)
            line = []
        line.append(run)
    yield from _line(line)


def _is_level(first: Glyph, other: Glyph) -> bool:
    """Tell whether two characters stand on one line; one may be raised or lowered."""
    middle = (other.bottom + other.top) / 2
    own = (first.bottom + first.top) / 2
    return first.bottom <= middle <= first.top or other.bottom <= own <= other.top


def _line(runs: list[Sequence[Glyph]]) -> Iterator[Glyph]:
    for run in sorted(runs, key=lambda run: run[0].left):
        yield from run
