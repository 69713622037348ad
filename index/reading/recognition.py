"""Pictures of pages to characters with their places, by RapidOCR.

Its models (PP-OCRv6, Apache 2.0) lie in its package: nothing is fetched. It is an optional part,
``requirements-scans.txt``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.reading.page_lines import Glyph

if TYPE_CHECKING:
    from rapidocr import RapidOCR

ENGINE = "rapidocr-3.10-ppocr6-small-4"
"""Tells what was recognised by other models, or cut up otherwise, from what is recognised now."""

DPI = 150
"""Dots an inch of the pictures that are read: at 11 points a character is 23 dots high. More made
the reading slower and, of scans at 300, not better."""
MAX_PICTURE_SIDE = 4_000
"""Dots of the longer side of a page's picture: a poster is drawn smaller."""

Picture = NDArray[np.uint8]
"""Shape (height, width, 3), blue, green, red."""

MIN_SEAL, MAX_SEAL = 0.1, 0.35
"""Diameter of a seal as a share of the page's width: 4.2 cm of 21, and those of other offices."""
UPRIGHT_SCORE = 0.8
"""Half of the lines of a page that stands upright are recognised more surely (of clean print 0.99);
of one upside down none is."""
_RED_OVER_OTHERS = 40
"""By how much red is above green and blue where ink is red."""

_Box = Sequence[Sequence[float]]
"""Four corners, x and y in dots from the upper left: left, right, right, left; upper ones first."""


def is_available() -> bool:
    """Tell whether the library is installed."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def engine() -> RapidOCR:
    """Return what recognises pages, one after the other, on one core."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture of a page shows.

    Attributes:
        runs: Characters that stand together, upright; a line is one of them, or several where
            there is room between them.
        turns: Quarter turns to the left that brought the page upright.
    """

    runs: tuple[tuple[Glyph, ...], ...]
    turns: int


def recognised(own: RapidOCR, picture: Picture, scale: float) -> Recognised:
    """Return the characters of a page; one that lies on its side or its head is turned first.

    Args:
        own: As ``engine`` returned it; not used by two threads at once.
        picture: Of the page; seals are taken out of it.
        scale: Dots a point.
    """
    cleaned = _without_seals(picture)
    turns, found = 0, _found(own, cleaned)
    if found.boxes is not None and not _is_upright(found):
        tried = [(turns, found), *((n, _found(own, np.rot90(cleaned, n))) for n in (1, 2, 3))]
        turns, found = max(tried, key=lambda one: _certainty(one[1]) * _length(one[1]))
    if found.boxes is None:
        return Recognised((), 0)
    slant = _slant(found.boxes)
    height = picture.shape[turns % 2]
    runs = [words for words in found.word_results if words]
    return Recognised(tuple(tuple(_glyphs(own, slant, height, scale)) for own in runs), turns)


def _found(own: RapidOCR, picture: Picture) -> Any:  # noqa: ANN401 - the library's own kinds
    """Return what the library finds; its guess whether a line is upside down is often wrong."""
    return own(np.ascontiguousarray(picture), use_cls=False, return_word_box=True)


def _certainty(found: Any) -> float:  # noqa: ANN401
    """Return how surely lines were recognised, in [0, 1]; half of them less."""
    return median(found.scores) if found.boxes is not None else 0.0


def _length(found: Any) -> int:  # noqa: ANN401
    """Return how many characters were recognised on lines that run from left to right.

    Of a page on its side the library turns lines upright by itself, one way round, and is sure.
    """
    if found.boxes is None:
        return 0
    return sum(
        len(text) for box, text in zip(found.boxes, found.txts, strict=True) if _is_wide(box)
    )


def _is_upright(found: Any) -> bool:  # noqa: ANN401
    """Tell whether a page was recognised surely, and its lines run from left to right."""
    return _certainty(found) >= UPRIGHT_SCORE and _length(found) * 2 >= sum(map(len, found.txts))


def _is_wide(box: _Box) -> bool:
    """Tell whether a line is at least as wide as it is high."""
    return math.dist(box[0], box[1]) >= math.dist(box[0], box[3])


def _slant(boxes: Sequence[_Box]) -> float:
    """Return by which angle, in radians, the lines of a page fall; of long ones, half are below."""
    longest = sorted(boxes, key=lambda box: box[0][0] - box[1][0])[:20]
    return median(math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box in longest)


def _glyphs(
    words: Sequence[tuple[str, float, _Box]], slant: float, height: int, scale: float
) -> Iterator[Glyph]:
    """Yield the characters of a line; those of a Latin word share its width."""
    across, down = math.cos(slant), math.sin(slant)
    for text, score, box in words:
        upright = [(x * across + y * down, y * across - x * down) for x, y in box]
        left = (upright[0][0] + upright[3][0]) / 2
        right = (upright[1][0] + upright[2][0]) / 2
        top = (upright[0][1] + upright[1][1]) / 2
        bottom = (upright[2][1] + upright[3][1]) / 2
        width = (right - left) / len(text)
        for place, character in enumerate(text):
            yield Glyph(
                character,
                (left + place * width) / scale,
                (left + (place + 1) * width) / scale,
                (height - bottom) / scale,
                (height - top) / scale,
                float(score),
            )


def _without_seals(picture: Picture) -> Picture:
    """Return a page with the ink of round red seals bleached, so that the words below are read.

    Red headings and rules stay: no other red thing is as wide and as high as a seal.
    """
    import cv2

    values = picture.astype(np.int16)
    blue, green, red = values[..., 0], values[..., 1], values[..., 2]
    is_red = red - np.maximum(blue, green) > _RED_OVER_OTHERS
    if not is_red.any():
        return picture
    joined = cv2.dilate(is_red.astype(np.uint8), np.ones((5, 5), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    cleaned, page_width = picture.copy(), picture.shape[1]
    for left, top, width, height, _ in boxes[1:count].tolist():
        is_round = 0.7 < width / height < 1.4
        if is_round and MIN_SEAL < width / page_width < MAX_SEAL:
            part = cleaned[top : top + height, left : left + width]
            part[...] = part[..., 2:3]  # red ink is white in its own colour
    return cleaned
