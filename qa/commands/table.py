"""Rows as an aligned table for a terminal, where a Chinese character takes two columns."""

import unicodedata
from collections.abc import Sequence

# A plan could otherwise move the cursor or rename the window.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
GAP = "  "


def format_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as lines, its columns aligned; the last column is as long as it is.

    Args:
        headers: Of the columns.
        rows: As many cells each as there are headers.
    """
    lines = [[_harmless(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        GAP.join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    """Return the columns of one character."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _harmless(text: str) -> str:
    """Return a text on one line without what steers a terminal."""
    return text.translate(_CONTROLS)
