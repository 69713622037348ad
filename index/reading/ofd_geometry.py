"""Lengths of OFD: numbers of attributes, boxes, steps of characters, matrices, paths.

Source: GB/T 33190-2016. Lengths are millimetres from the upper left of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.reading.xml_element import XmlElement, local_name

Matrix = tuple[float, float, float, float, float, float]
"""(x, y) becomes (a x + c y + e, b x + d y + f)."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_SEPARATORS = re.compile("[,;，；]")
_PATH = re.compile(r"([SMLQBAC])|([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))")
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def all_named(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the elements of a name anywhere below."""
    return (inner for inner in element.iter() if local_name(inner) == name)


def numbers_in(text: str | None) -> list[float]:
    """Return the numbers of an attribute or an element."""
    return [float(number) for number in _NUMBER.findall(text or "")]


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height, None where they are not given."""
    numbers = numbers_in(text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) >= 4 else None


def area_of(element: XmlElement) -> tuple[float, float, float, float] | None:
    """Return the paper of a page or of all pages."""
    for box in all_named(element, "PhysicalBox"):
        return box_of(box.text)
    return None


def matrix_of(element: XmlElement, place: Matrix, usual: Matrix | None = None) -> Matrix:
    """Return how an object's own lengths become those of the page."""
    box = box_of(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    numbers = numbers_in(element.get("CTM"))
    own: Matrix = (
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
        if len(numbers) >= 6
        else usual or _SAME
    )
    return (*own[:4], own[4] + box[0] + place[4], own[5] + box[1] + place[5])


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Return a place on the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def deltas(text: str | None, count: int) -> list[float]:
    """Return the steps from character to character: ``g 3 5`` stands for ``5 5 5``.

    At what is no step they end: the characters behind it are as far apart as they are wide.
    """
    found: list[float] = []
    words = iter(_SEPARATORS.sub(" ", text or "").split())
    for word in words:
        times, step = (next(words, ""), next(words, "")) if word == "g" else ("1", word)
        if not (_NUMBER.fullmatch(times) and _NUMBER.fullmatch(step)):
            break
        found += [float(step)] * max(0, int(min(float(times), count - len(found))))
    return found


def figures_of(element: XmlElement) -> Iterator[tuple[list[tuple[float, float]], bool]]:
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
