"""Rows as an aligned table; a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

# What a plan holds could otherwise move the cursor, colour the screen or break a row.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
_BREAK_AFTER = "、，,；; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how wide it may become, and how many lines a cell may have."""

    name: str
    max_width: int
    max_lines: int | None = None


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(map(_width, text))


def table_text(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as lines, each column as wide as its widest cell needs.

    Args:
        columns: From left to right.
        rows: Cells, as many a row as there are columns. A cell that is wider than its column
            goes on below; one with more lines than its column allows ends with ….
    """
    cells = [[" ".join(cell.translate(_CONTROLS).split()) for cell in row] for row in rows]
    widths = [
        min(column.max_width, max(width_of(text) for text in (column.name, *texts)))
        for column, *texts in zip(columns, *cells, strict=True)
    ]
    lines = [_line([column.name for column in columns], widths)]
    lines.append("  ".join("-" * width for width in widths))
    for row in cells:
        wrapped = [
            _shorten(list(_wrap(text, width)), column.max_lines, width)
            for text, width, column in zip(row, widths, columns, strict=True)
        ]
        lines += [_line(parts, widths) for parts in zip_longest(*wrapped, fillvalue="")]
    return "\n".join(lines)


def _line(parts: Sequence[str], widths: Sequence[int]) -> str:
    """Return one line of a table."""
    filled = (
        part + " " * (width - width_of(part)) for part, width in zip(parts, widths, strict=True)
    )
    return "  ".join(filled).rstrip()


def _wrap(text: str, width: int) -> Iterator[str]:
    """Yield a text in lines, broken behind a comma where that wastes no more than half a line."""
    start = position = used = 0
    while position < len(text):
        used += _width(text[position])
        if used > width and position > start:
            cut = max((text.rfind(mark, start, position) for mark in _BREAK_AFTER), default=-1) + 1
            position = cut if cut > start + (position - start) // 2 else position
            yield text[start:position].strip()
            start, used = position, 0
        else:
            position += 1
    yield text[start:].strip()


def _shorten(lines: list[str], max_lines: int | None, width: int) -> list[str]:
    """Return the first lines of a cell, with … where there are more."""
    if max_lines is None or len(lines) <= max_lines:
        return lines
    last = lines[max_lines - 1]
    while width_of(last) >= width:
        last = last[:-1]
    return [*lines[: max_lines - 1], f"{last}…"]


def _width(character: str) -> int:
    """Return how many columns a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
