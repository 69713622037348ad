"""Workbooks of Excel before 2007 and of WPS (.xls, .et) as lines, by xlrd: as those of today."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError
from index.reading.number_formats import BUILT_IN, EPOCH, EPOCH_1904, number_shown
from index.reading.package import LOCKED
from index.reading.sheets import Area, Grid, sheet_lines

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_BROKEN = "is not a workbook or is broken; open it in Excel or WPS and save it as .xlsx"
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)
"""Kinds of cells, as xlrd has them."""


def read_xls(data: bytes, path: Path) -> str:
    """Return the text of a workbook, a row a line, its cells closed by tabs.

    Hidden sheets are left out, formulas stand with the value that was kept.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no workbook of Excel 5 to 2003, broken, locked with a password, or
            has too many cells.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        return "\n".join(_lines(book, path))
    except PlanError:
        raise
    except xlrd.XLRDError as error:
        is_locked = "encrypted" in str(error).lower()
        raise PlanError(f"{path}: {LOCKED if is_locked else _BROKEN}") from error
    except Exception as error:  # what is damaged makes the library fail in any way
        raise PlanError(f"{path}: {_BROKEN}") from error


def _lines(book: Book, path: Path) -> Iterator[str]:
    """Yield the lines of the sheets that are shown."""
    grid = Grid(path)
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        if sheet.visibility == 0:
            areas = [
                Area(top + 1, left + 1, bottom, right)
                for top, bottom, left, right in sheet.merged_cells
            ]
            yield from sheet_lines(grid.rows(_numbered(book, sheet, areas), areas))
        book.unload_sheet(number)


def _numbered(book: Book, sheet: Sheet, areas: list[Area]) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the numbers of a sheet's rows and what their cells show."""
    starts = {(area.top, area.left) for area in areas}
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        yield (
            row + 1,
            {
                column + 1: _shown(book, sheet, row, column)
                for column, kind in enumerate(kinds)
                if kind not in (_EMPTY, _BLANK) or (row + 1, column + 1) in starts
            },
        )


def _shown(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """Return what a cell shows."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == _BOOLEAN:
        return "是" if value else "否"
    if kind in (_NUMBER, _DATE):
        form = book.format_map.get(book.xf_list[sheet.cell_xf_index(row, column)].format_key)
        epoch = EPOCH_1904 if book.datemode else EPOCH
        # Of a format by number that only an Excel of East Asia has, nothing is written down.
        code = (form.format_str or BUILT_IN.get(form.format_key, "")) if form else ""
        return number_shown(float(value), code, epoch)
    return str(value).strip() if kind == _TEXT else ""
