"""Tables of made documents.

A block is a line of text, or a table: rows of cells. A cell is its words, or the words and over how
many columns and rows it goes; the cells that it covers are not written down.
"""

import io
import zipfile


def cell_of(cell):
    """Words, columns and rows."""
    return cell if isinstance(cell, tuple) else (cell, 1, 1)


def placed(rows):
    """Yield row, column, words, columns and rows of each cell."""
    taken = set()
    for row, cells in enumerate(rows):
        column = 0
        for words, columns, height in map(cell_of, cells):
            while (row, column) in taken:
                column += 1
            yield row, column, words, columns, height
            taken |= {(row + y, column + x) for y in range(height) for x in range(columns)}
            column += columns


def width_of(rows):
    return max(column + columns for _, column, _, columns, _ in placed(rows))


def filled(rows):
    """A grid with the words of each cell in every field that it goes over."""
    grid = [[""] * width_of(rows) for _ in rows]
    for row, column, words, columns, height in placed(rows):
        for y in range(height):
            for x in range(columns):
                grid[row + y][column + x] = words
    return grid


def zipped(parts, *, stored=False):
    """A package of parts, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    ) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
