"""The straight lines that a page of a PDF draws, of which tables are made."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from index.reading.ruled import MAX_RULES, Rule, rule_of

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_DEPTH = 3
"""Of forms in forms, in which some programs draw."""

Point = tuple[float, float]


def rules_of(page: PdfPage) -> list[Rule]:
    """Return the lines of a page, in points from its lower left; none of one that is turned.

    Args:
        page: Of a document that is open.
    """
    from pypdfium2 import raw

    if page.get_rotation():
        return []
    found: list[Rule] = []
    for drawn in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=MAX_DEPTH):
        for points, is_filled in _figures(drawn.raw):
            if is_filled:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                if rule := rule_of(min(xs), min(ys), max(xs), max(ys)):
                    found.append(rule)
            else:
                found += [rule for a, b in pairwise(points) if (rule := rule_of(*a, *b))]
        if len(found) > MAX_RULES:
            return []  # a map, a chart
    return found


def _figures(path: object) -> Iterator[tuple[list[Point], bool]]:
    """Yield the corners of each figure of a path, and whether it is filled and not drawn around."""
    from pypdfium2 import raw

    fill, stroke, matrix = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    raw.FPDFPageObj_GetMatrix(path, matrix)
    count = raw.FPDFPath_CountSegments(path)
    if count > MAX_RULES:
        return
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, bool(fill.value) and not stroke.value
            points = []
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, bool(fill.value) and not stroke.value
