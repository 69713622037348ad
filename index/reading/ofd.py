"""OFD, the fixed layout of China's offices (.ofd): characters with their places, to lines.

Source: GB/T 33190-2016. Lengths are millimetres from the upper left of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import PlanError
from index.reading.package import LOCKED, Package, open_package
from index.reading.page_checks import MIN_SCAN_SHARE, require_page_count, require_text
from index.reading.page_columns import in_reading_order
from index.reading.page_layout import lay_out
from index.reading.page_lines import Glyph, Page
from index.reading.ruled import Rule, lines_with_tables, rule_of
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
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_PATH = re.compile(r"([SMLQBAC])|([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))")

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(data: bytes, path: Path) -> str:
    """Return the text of an OFD file, a paragraph a line, without page numbers and headers.

    Characters are read by their place, from above and from the left; a ruled table's row is a
    line. Seals and annotations are left out.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no OFD, broken, locked, too long, or has a page that is a picture
            of its text.
    """
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
    scans = [number for number, page in enumerate(pages, start=1) if page.is_scan]
    read = [replace(page.page, number=n) for n, page in enumerate(pages, start=1)]
    require_text(read, scans, path)
    return lay_out(in_reading_order(read)).text


def _documents(package: Package) -> Iterator[str]:
    """Yield the parts that are documents; a file may hold several, one behind the other."""
    for root in _all(package.xml("OFD.xml"), "DocRoot"):
        yield package.resolve((root.text or "").strip(), "OFD.xml")


def _all(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the elements of a name anywhere below."""
    return (inner for inner in element.iter() if local_name(inner) == name)


def _numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute or an element."""
    return [float(number) for number in _NUMBER.findall(text or "")]


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height, None where they are not given."""
    numbers = _numbers(text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) >= 4 else None


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it was read, and whether it is a picture of its text."""

    page: Page
    is_scan: bool


@dataclass(slots=True)
class _Sheet:
    """What stands on a page, in points from its lower left."""

    height: float
    runs: list[list[Glyph]]
    rules: list[Rule]
    picture_area: float = 0.0


class _Document:
    """A document of a file: its pages, and the templates behind them."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._root = package.xml(name)
        common = next(_all(self._root, "CommonData"), None)
        self._area = _area(common) if common is not None else None
        self._templates = {
            template.get("ID") or "": package.resolve(template.get("BaseLoc") or "", name)
            for template in _all(self._root, "TemplatePage")
        }
        self._count = 0

    def pages(self, path: Path) -> list[_Read]:
        """Return the pages in order."""
        pages = next(_all(self._root, "Pages"), None)
        found = [own for own in pages if local_name(own) == "Page"] if pages is not None else []
        require_page_count(len(found), path)
        return [
            self._page(self._package.resolve(own.get("BaseLoc") or "", self._name)) for own in found
        ]

    def _page(self, name: str) -> _Read:
        """Return a page with what its templates put behind or before it."""
        root = self._package.xml(name)
        area = _area(root) or self._area or (0.0, 0.0, 210.0, 297.0)
        left, top, width, height = area
        sheet = _Sheet(height * POINTS, [], [])
        place: Matrix = (1.0, 0.0, 0.0, 1.0, -left, -top)
        for template in _all(root, "Template"):
            behind = self._templates.get(template.get("TemplateID") or "")
            if behind:
                self._add(self._package.xml(behind), sheet, place)
        self._add(root, sheet, place)
        glyphs = list(_in_reading_order(sheet.runs))
        if len(glyphs) > MAX_PAGE_GLYPHS:
            raise OverflowError
        lines = lines_with_tables(glyphs, sheet.rules)
        share = sheet.picture_area / (width * height) if width * height else 0.0
        return _Read(Page(sheet.height, lines, number=1), not lines and share >= MIN_SCAN_SHARE)

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
            elif name == "ImageObject" and (box := _box(element.get("Boundary"))):
                sheet.picture_area = max(sheet.picture_area, box[2] * box[3])

    def _runs(self, element: XmlElement, sheet: _Sheet, place: Matrix) -> Iterator[list[Glyph]]:
        """Yield the characters of a text object, those of each of its pieces together."""
        size = (_numbers(element.get("Size")) or [0.0])[0]
        scale = (_numbers(element.get("HScale")) or [1.0])[0]
        matrix = _matrix(element, place)
        upright = abs(matrix[3]) or abs(matrix[1]) or 1.0
        x = y = 0.0
        for code in element:
            if local_name(code) != "TextCode":
                continue
            x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
            across = _deltas(code.get("DeltaX"), len(code.text or ""))
            down = _deltas(code.get("DeltaY"), len(code.text or ""))
            own_x, own_y = x, y
            glyphs: list[Glyph] = []
            text = code.text or ""
            self._count += len(text)
            if self._count > MAX_GLYPHS:
                raise OverflowError
            for number, character in enumerate(text):
                usual = size * scale * (0.5 if character.isascii() else 1.0)
                at_x, at_y = _moved(own_x, own_y, matrix)
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


def _area(element: XmlElement) -> tuple[float, float, float, float] | None:
    """Return the paper of a page or of all pages."""
    for box in _all(element, "PhysicalBox"):
        return _box(box.text)
    return None


def _matrix(element: XmlElement, place: Matrix) -> Matrix:
    """Return how an object's own lengths become those of the page."""
    box = _box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    numbers = _numbers(element.get("CTM"))
    own: Matrix = (
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
        if len(numbers) >= 6
        else _SAME
    )
    return (*own[:4], own[4] + box[0] + place[4], own[5] + box[1] + place[5])


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Return a place on the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _deltas(text: str | None, count: int) -> list[float]:
    """Return the steps from character to character: ``g 3 5`` stands for ``5 5 5``."""
    found: list[float] = []
    words = (text or "").split()
    position = 0
    while position < len(words) and len(found) < count:
        if words[position] == "g" and position + 2 < len(words):
            times, step = int(words[position + 1]), float(words[position + 2])
            found += [step] * max(0, min(times, count - len(found)))
            position += 3
        else:
            found.append(float(words[position]))
            position += 1
    return found


def _rules(element: XmlElement, sheet: _Sheet, place: Matrix) -> list[Rule]:
    """Return the lines that a path draws: straight ones, and thin fields that are filled."""
    matrix = _matrix(element, place)
    is_drawn = element.get("Stroke") not in ("false", "0")
    is_filled = element.get("Fill") in ("true", "1")
    found: list[Rule] = []
    for points, is_closed in _figures(element):
        shown = [_moved(x, y, matrix) for x, y in points]
        flat = [(x * POINTS, sheet.height - y * POINTS) for x, y in shown]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        box = (min(xs), min(ys), max(xs), max(ys))
        if (is_filled or len(flat) == 2) and (rule := rule_of(*box)):
            found.append(rule)
        elif is_drawn:
            pairs = list(zip(flat, [*flat[1:], flat[0]] if is_closed else flat[1:], strict=False))
            found += [rule for a, b in pairs if (rule := rule_of(*a, *b))]
    return found


def _figures(element: XmlElement) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the corners of each figure of a path, and whether it returns to its first."""
    for data in element:
        if local_name(data) != "AbbreviatedData":
            continue
        points: list[tuple[float, float]] = []
        is_closed, is_curved = False, False
        command, numbers = "", []
        for sign, number in [*_PATH.findall(data.text or ""), ("S", "")]:
            if number:
                numbers.append(float(number))
                continue
            if command in ("M", "S", "L") and len(numbers) >= 2:
                points.append((numbers[0], numbers[1]))
            elif command in ("Q", "B", "A"):
                is_curved = True
            is_closed = is_closed or command == "C"
            if sign in ("M", "S"):
                if len(points) > 1 and not is_curved:
                    yield points, is_closed
                points, is_closed, is_curved = [], False, False
            command, numbers = sign, []


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
