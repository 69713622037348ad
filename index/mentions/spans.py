"""Ranges of a query that were read already, and what is left of it."""

import re
from collections.abc import Iterable

Range = tuple[int, int]
"""Half-open, in the query's shadow."""

BLANK = "\0"
"""Stands for each character that was read already; no query holds it."""

_QUOTED_TITLE = re.compile(r"《([^《》]{2,80})》")


def without(text: str, ranges: Iterable[Range]) -> str:
    """Return a text of the same length in which some ranges are blank."""
    for start, end in ranges:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def quoted_titles(text: str) -> tuple[Range, ...]:
    """Return what stands between 《 and 》."""
    return tuple(match.span(1) for match in _QUOTED_TITLE.finditer(text))


def is_within(inner: Range, outer: Iterable[Range]) -> bool:
    """Tell whether a range lies inside one of others."""
    return any(start <= inner[0] and inner[1] <= end for start, end in outer)
