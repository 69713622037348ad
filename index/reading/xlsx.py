"""Workbooks (.xlsx) as lines: each sheet's title and table, values as the sheet shows them.

Source: ECMA-376, part 1, 18.3 (worksheets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import PlanError
from index.reading.number_formats import BUILT_IN, EPOCH, EPOCH_1904, number_shown
from index.reading.package import Package, open_package
from index.reading.sheets import Area, Grid, sheet_lines
from index.reading.table_lines import Cell
from index.reading.xml_element import XmlElement, local_name

_BROKEN = "is not a workbook or is broken; open it in Excel or WPS and save it as .xlsx again"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_xlsx(data: bytes, path: Path) -> str:
    """Return the text of a workbook, a row a line, its cells closed by tabs.

    Hidden sheets are left out, formulas stand with the value that was kept, macros and links to
    other files are left alone.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no workbook, broken, locked with a password, or has too many cells.
    """
    with open_package(data, path, _BROKEN) as package:
        try:
            book = _Book(package, path)
            return "\n".join(line for sheet in book.sheets() for line in sheet_lines(sheet))
        except (LookupError, ValueError, OverflowError) as error:
            raise PlanError(f"{path}: {_BROKEN}") from error


def _below(element: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the elements of a name at the end of a path of names."""
    for inner in element:
        if local_name(inner) == names[0]:
            if len(names) == 1:
                yield inner
            else:
                yield from _below(inner, *names[1:])


class _Book:
    """A workbook: what its sheets share."""

    def __init__(self, package: Package, path: Path) -> None:
        self._package = package
        self._grid = Grid(path)
        self._main = self._first("officeDocument", "_rels/.rels", "")
        self._related = self._relations(self._main)
        self._root = package.xml(self._main)
        properties = next(_below(self._root, "workbookPr"), None)
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = EPOCH_1904 if is_1904 else EPOCH
        self._strings = [_rich_text(item) for item in self._items("sharedStrings", "si")]
        self._formats = self._read_formats()

    def sheets(self) -> Iterator[list[list[Cell]]]:
        """Yield the rows of each sheet that is shown."""
        for sheet in _below(self._root, "sheets", "sheet"):
            if sheet.get("state", "visible") == "visible":
                name = self._related.get(sheet.get(_RELATION) or "", ("", ""))[1]
                if name in self._package.names:
                    root = self._package.xml(name)
                    if local_name(root) == "worksheet":
                        yield self._rows(root)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the kinds and names of the parts that a part refers to, by id."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self._package.names:
            return {}
        return {
            own.get("Id") or "": (
                (own.get("Type") or "").rpartition("/")[2],
                self._package.resolve(own.get("Target") or "", part),
            )
            for own in self._package.xml(relations)
            if own.get("TargetMode") != "External"
        }

    def _first(self, kind: str, relations: str, base: str) -> str:
        """Return the part of a kind that relations name."""
        for own in self._package.xml(relations):
            if (own.get("Type") or "").rpartition("/")[2] == kind:
                return self._package.resolve(own.get("Target") or "", base)
        raise LookupError(kind)

    def _part(self, kind: str) -> XmlElement | None:
        """Return the root of a part that the workbook may have."""
        name = next((name for own, name in self._related.values() if own == kind), None)
        return self._package.xml(name) if name in self._package.names else None

    def _items(self, kind: str, name: str) -> Iterator[XmlElement]:
        """Yield the elements of a name below such a root."""
        root = self._part(kind)
        if root is not None:
            yield from _below(root, name)

    def _read_formats(self) -> list[str]:
        """Return the number format of each style of a cell."""
        root = self._part("styles")
        if root is None:
            return []
        own = {
            int(item.get("numFmtId") or 0): item.get("formatCode") or ""
            for item in _below(root, "numFmts", "numFmt")
        }
        ids = (int(item.get("numFmtId") or 0) for item in _below(root, "cellXfs", "xf"))
        return [own.get(number, BUILT_IN.get(number, "")) for number in ids]

    def _rows(self, root: XmlElement) -> list[list[Cell]]:
        """Return a sheet's rows; a merged area is one cell that goes on below."""
        areas = [
            area
            for item in _below(root, "mergeCells", "mergeCell")
            if (area := _area_of(item.get("ref") or ""))
        ]
        return self._grid.rows(self._numbered(root), areas)

    def _numbered(self, root: XmlElement) -> Iterator[tuple[int, dict[int, str]]]:
        """Yield the numbers of a sheet's rows and what their cells show."""
        before = 0
        for element in _below(root, "sheetData", "row"):
            number = int(element.get("r") or before + 1)
            yield number, self._values(element, number)
            before = number

    def _values(self, row: XmlElement, number: int) -> dict[int, str]:
        """Return what the cells of a row show, by column from 1."""
        found: dict[int, str] = {}
        column = 0
        for cell in _below(row, "c"):
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            if place and int(place[2]) != number:
                raise ValueError(f"a cell {cell.get('r')} on row {number}")
            found[column] = self._shown(cell).strip()
        return found

    def _shown(self, cell: XmlElement) -> str:
        """Return what a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_rich_text(item) for item in _below(cell, "is"))
        printed = next((item.text or "" for item in _below(cell, "v")), "")
        if kind == "s":
            return self._strings[int(printed)] if printed else ""
        if kind == "b":
            return {"1": "是", "0": "否"}.get(printed, printed)
        if kind in ("str", "e", "d") or not printed:
            return printed
        style = int(cell.get("s") or 0)
        code = self._formats[style] if style < len(self._formats) else ""
        return number_shown(float(printed), code, self._epoch)


def _rich_text(item: XmlElement) -> str:
    """Return the words of a string, without the readings that stand above it."""
    pieces = []
    for inner in item:
        name = local_name(inner)
        if name == "t":
            pieces.append(inner.text or "")
        elif name == "r":
            pieces += [text.text or "" for text in _below(inner, "t")]
    return "".join(pieces)


def _column(letters: str) -> int:
    """Return the number of a column, from 1: B is 2, AA 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _area_of(reference: str) -> Area | None:
    """Return the area of a reference such as A2:B3."""
    first, _, last = reference.partition(":")
    begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not begin or not end:
        return None
    return Area(int(begin[2]), _column(begin[1]), int(end[2]), _column(end[1]))
