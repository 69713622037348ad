"""Rich Text Format (.rtf) as lines: paragraphs, their printed numbers, tables with merged cells.

Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import PlanError
from index.reading.table_lines import TableLines

MAX_DEPTH = 2_000
"""Groups inside one another; a file of Word has a dozen."""
MAX_TOKENS = 1_500_000
"""Words, codes and braces; 200 pages have some 300,000, and a million takes four seconds."""
MAX_SKIPPED = 10
"""Characters behind one by its code that stand in for it."""
NEAR_TWIPS = 20
"""Edges of cells this near to each other are one: a millimetre has 57."""

_BROKEN = "is no Rich Text or is broken; open it in Word or WPS and save it as .docx"
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups whose words are not the document's: fonts, styles, pictures, what Word keeps for itself
_LEFT_OUT = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "info"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("pict", "object", "fldinst", "sp", "themedata", "datastore", "filetbl", "annotation"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "revtbl", "xe", "tc"),
        *("nonesttables", "objdata", "atnid", "atnauthor", "nonshppict", "pnseclvl", "bkmkstart"),
    )
)
_STARRED = frozenset(("shpinst", "shptxt", "footnote", "listtext", "pntext"))
"""Groups marked as unknown to old readers that hold words of the document."""
_TARGETS = {"listtext": "number", "pntext": "number", "footnote": "footnote"}
_SIGNS = {"~": "\u00a0", "_": "-", "-": "", "\n": "\n", "\r": "\n", "\t": "\t"}
_CHARACTERS = {
    **{"line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "softline": "\n"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003"},
    **{"enspace": "\u2002", "qmspace": "\u2005"},
}
_CODE_PAGES = {
    **{0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""Of the character sets of fonts."""


@dataclass(slots=True)
class _State:
    """What holds inside a group and ends with it."""

    font: int = -1
    skipped: int = 1
    is_left_out: bool = False
    is_hidden: bool = False
    target: str = ""


@dataclass(slots=True)
class _CellEdge:
    """Where a cell of a row ends, in twips, and how it goes on from those around it."""

    right: int
    goes_on: bool = False
    is_beside: bool = False


@dataclass(slots=True)
class _Row:
    """A row: the edges of its cells and the lines in each."""

    edges: list[_CellEdge] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)


def read_rtf(data: bytes, path: Path) -> str:
    """Return the text of a Rich Text file, a paragraph a line, a row of a table a line.

    Notes come at the end; page headers and footers, comments, hidden and deleted text are left
    out. Numbers of lists stand as the program that wrote the file has written them out.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no Rich Text, ends before its last group does, is nested without
            end, or far longer than a plan.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise PlanError(f"{path}: {_BROKEN}")
    reader = _Reader()
    try:
        is_whole = reader.read(data.decode("latin-1"))
    except OverflowError as error:
        raise PlanError(
            f"{path}: more than {MAX_TOKENS:,} words and codes of layout, which no plan has; "
            "open it in Word or WPS and save it as .docx"
        ) from error
    if not is_whole:
        raise PlanError(f"{path}: {_BROKEN}")
    return "\n".join(reader.lines())


class _Reader:
    """Lines that grow as a file is read."""

    def __init__(self) -> None:
        self._states = [_State()]
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._declared: int | None = None
        self._bytes = bytearray()
        self._pieces: list[str] = []
        self._number: list[str] = []
        self._lines: list[str] = []
        self._notes: list[str] = []
        self._rows: list[_Row] = []
        self._edges: list[_CellEdge] = []
        self._edge = _CellEdge(0)
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._in_table = False
        self._is_starred = False
        self._to_skip = 0

    def read(self, source: str) -> bool:
        """Read a file, a byte a character; tell whether it is whole.

        Raises:
            OverflowError: it has more than ``MAX_TOKENS``.
        """
        position = tokens = 0
        while position < len(source) and self._states:
            tokens += 1
            if tokens > MAX_TOKENS:
                raise OverflowError
            match = _TOKEN.match(source, position)
            if match is None:
                position += 1  # a line's end, or a backslash at the end
                continue
            position = match.end()
            if match["brace"]:
                self._to_skip = 0
                if not self._brace(match["brace"]):
                    return False
            elif match["word"] == "bin":
                position += max(0, int(match["number"] or 0))
            else:
                self._token(match)
        self._end_paragraph()
        self._end_table()
        return not self._states

    def _token(self, match: re.Match[str]) -> None:
        """Read text, a byte by its code, a sign or a control word."""
        if match["text"]:
            words = match["text"][self._to_skip :]
            self._to_skip = max(0, self._to_skip - len(match["text"]))
            self._add_bytes(words.encode("latin-1"))
        elif match["hex"]:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._add_bytes(bytes([int(match["hex"], 16)]))
        elif match["sign"] == "*":
            self._is_starred = True
        elif match["sign"]:
            self._add(_SIGNS.get(match["sign"], match["sign"]))
        elif match["word"] == "u":
            self._add_code(int(match["number"] or 0))
            self._to_skip = self._states[-1].skipped
        else:
            self._control(match["word"], match["number"])

    def lines(self) -> list[str]:
        """Return the lines, then those of the notes."""
        return [*self._lines, *self._notes]

    def _brace(self, brace: str) -> bool:
        """Open or close a group; tell whether that can be."""
        self._flush()
        if brace == "{":
            self._states.append(replace(self._states[-1]))
            self._is_starred = False
            return len(self._states) <= MAX_DEPTH
        closed = self._states.pop()
        if not self._states:
            return False
        if closed.target != self._states[-1].target:
            self._close_target(closed.target)
        if len(self._states) == 1:
            self._states.pop()  # the last group of the file
        return True

    def _close_target(self, target: str) -> None:
        """End what a group was for: a note, or the number in front of a paragraph."""
        if target == "footnote":
            text = _joined_units("".join(self._number)).strip()
            self._notes += [line.rstrip() for line in text.split("\n") if line.strip()]
            self._number = []
        elif target == "number":
            label = "".join(self._number).strip()
            self._pieces.append(f"{label} " if label else "")
            self._number = []

    def _control(self, word: str, number: str | None) -> None:
        """Do what a control word says."""
        self._flush()
        starred, self._is_starred = self._is_starred, False
        state = self._states[-1]
        if word in _LEFT_OUT or (starred and word not in _STARRED):
            state.is_left_out = True
        elif word in _TARGETS:
            state.target = _TARGETS[word]
        elif word in ("v", "deleted"):
            state.is_hidden = number != "0"
        elif word == "plain":
            state.is_hidden = False
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word == "par" and state.target:
            self._add("\n")
        elif not self._declare(word, int(number or 0)) and not (state.is_left_out or state.target):
            self._layout(word, int(number or 0))

    def _declare(self, word: str, value: int) -> bool:
        """Take what a word says of fonts and code pages; tell whether it says any."""
        state = self._states[-1]
        if word == "uc":
            state.skipped = max(0, min(value, MAX_SKIPPED))
        elif word == "f":
            self._declared = state.font = value
        elif word == "fcharset" and self._declared is not None:
            self._fonts[self._declared] = _CODE_PAGES.get(value, "")
        elif word == "ansicpg":
            self._code_page = _code_page(value)
        else:
            return False
        return True

    def _layout(self, word: str, value: int) -> None:
        """End a paragraph, a cell or a row, or say where the cells of a row end."""
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word == "nestcell":
            self._add(" ")
        elif word == "cell":
            self._end_paragraph(in_cell=True)
            self._cells.append(self._cell)
            self._cell = []
        elif word == "row":
            self._rows.append(_Row(list(self._edges), self._cells))
            self._cells = []
        elif word in ("pard", "intbl"):
            self._in_table = word == "intbl"
        else:
            self._edges_of_row(word, value)

    def _edges_of_row(self, word: str, value: int) -> None:
        """Note where the cells of the rows that follow end, and which go on from others."""
        if word == "trowd":
            self._edges, self._edge = [], _CellEdge(0)
        elif word == "cellx":
            self._edges.append(replace(self._edge, right=value))
            self._edge = _CellEdge(0)
        elif word == "clvmrg":
            self._edge.goes_on = True
        elif word == "clmrg":
            self._edge.is_beside = True

    def _add_code(self, number: int) -> None:
        """Add a character by its UTF-16 unit, which is negative beyond 32767."""
        self._flush()
        self._is_starred = False
        self._add(chr(number % 0x10000))

    def _add_bytes(self, data: bytes) -> None:
        """Add bytes in the code page of the font; a character's may come in two tokens."""
        self._is_starred = False
        state = self._states[-1]
        if not (state.is_left_out or state.is_hidden):
            self._bytes += data

    def _flush(self) -> None:
        """Add what the bytes so far say."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            encoding = self._fonts.get(self._states[-1].font) or self._code_page
            self._add(data.decode(encoding, "replace"))

    def _add(self, words: str) -> None:
        """Add words where they belong, if they are shown."""
        if self._bytes:
            self._flush()
        state = self._states[-1]
        if state.is_left_out or state.is_hidden:
            return
        (self._number if state.target else self._pieces).append(words)

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        """Add the paragraph's lines to the cell or to the text."""
        words = _joined_units("".join(self._pieces))
        self._pieces = []
        lines = [line.rstrip() for line in words.split("\n") if line.strip()]
        if in_cell or self._in_table or self._cells:
            self._cell += lines
            return
        if lines:
            self._end_table()
            self._lines += lines

    def _end_table(self) -> None:
        """Add the rows so far."""
        if self._cell or self._cells:
            self._rows.append(_Row(list(self._edges), [*self._cells, self._cell]))
            self._cells, self._cell = [], []
        if self._rows:
            self._lines += _table(self._rows)
            self._rows = []


def _code_page(number: int) -> str:
    """Return a code page, if there is such a one; 936 with all that was added to it."""
    name = {936: "gb18030", 0: "cp1252", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _table(rows: Sequence[_Row]) -> list[str]:
    """Return the lines of rows; a column is what lies between two edges of any row."""
    places: list[int] = []
    for right in sorted(edge.right for row in rows for edge in row.edges):
        if not places or right - places[-1] > NEAR_TWIPS:
            places.append(right)
    lines = TableLines()
    lines.open_table()
    for row in rows:
        lines.open_row()
        for first, end, goes_on, words in _cells(row, places):
            lines.open_cell(end - first, goes_on=goes_on)
            for line in words:
                lines.add(line)
    lines.close_table()
    return lines.lines()


def _cells(row: _Row, places: Sequence[int]) -> list[tuple[int, int, bool, list[str]]]:
    """Return the cells of a row: their first column, their last exclusive, and their words."""
    found: list[tuple[int, int, bool, list[str]]] = []
    first = 0
    for number, words in enumerate(row.cells):
        edge = row.edges[number] if number < len(row.edges) else _CellEdge(0)
        end = max(first + 1, bisect_right(places, edge.right + NEAR_TWIPS))
        if edge.is_beside and found:
            begin, _, goes_on, own = found.pop()
            found.append((begin, end, goes_on, own))
        else:
            found.append((first, end, edge.goes_on, words))
        first = end
    return found


def _joined_units(text: str) -> str:
    """Return a text whose characters beyond the first plane came as two units each."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
