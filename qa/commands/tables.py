"""Rows as an aligned table; a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Sequence

# What a plan holds could otherwise move the cursor, colour the screen or break a row.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_columns(character) for character in text)


def fit(text: str, width: int) -> str:
    """Return a text on one line, filled up or shortened with … to a width in columns."""
    line = " ".join(text.translate(_CONTROLS).split())
    if width_of(line) > width:
        kept, used = [], 1
        for character in line:
            used += _columns(character)
            if used > width:
                break
            kept.append(character)
        line = "".join(kept) + "…"
    return line + " " * (width - width_of(line))


def table_text(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """Return a table as lines, each column as wide as its widest cell needs.

    Args:
        header: A name a column.
        rows: Cells, as many a row as the header has.
        widths: The widest each column may become, in columns of the terminal.
    """
    lines = [list(header), *([" ".join(cell.split()) for cell in row] for row in rows)]
    columns = [
        min(limit, max(width_of(line[position]) for line in lines))
        for position, limit in enumerate(widths)
    ]
    shown = [
        "  ".join(fit(cell, width) for cell, width in zip(line, columns, strict=True)).rstrip()
        for line in lines
    ]
    rule = "  ".join("-" * width for width in columns)
    return "\n".join([shown[0], rule, *shown[1:]])


def _columns(character: str) -> int:
    """Return how many columns a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
