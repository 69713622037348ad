"""A table's lines as rows and columns under heads, whatever form the file has it in.

Rows of tabs, rows between bars, rows of spaces and a cell a line are read into one grid. A head
over several lines or columns is said for each column below it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.mentions.quantities import UNIT
from index.text.layout import read_text
from index.text.shadow import shadow_of

MAX_COLUMNS = 10
"""A list of cells, one a line, with more columns cannot be told from words one below the other."""
MAX_HEAD_ROWS = 3
MIN_ROWS = 2
"""So many rows alike make columns of cells that stand one below the other."""
MAX_LABELS = 3
MAX_WORDED_LABELS = 2
"""Of a table of words alone: an empty cell farther right says that there is nothing."""
MAX_NOTE_CELLS = 1
"""Behind the last row of such cells: a remark, the mark of a page."""

_NUMBER = re.compile(
    r"(?!(?:19|20)[0-9]{2}年?$)[^0-9A-Za-z.]{0,6}[0-9]+(?:[.,][0-9]+)*(?:[-~—至][0-9.]+)?"
    rf"[)\]]?(?:{UNIT})?(?:[及或]?以[上下内]|左右)?\)?"
)
_NOTHING = re.compile(r"[-—–/\\*无]*|持续改善|(?:保持)?稳定(?:达标)?|达标|完成")
_RULE = re.compile(r"[|\-:\s]+")
_NOTE = re.compile(r"注|备注|说明|单位|计量单位")
_WIDE_SPACE = re.compile(r"[ \u3000]*(?:\u3000|  )[ \u3000]*")
_ANY_SPACE = re.compile(r"[ \u3000]+")
MIN_SPACED, MIN_SPACED_ROWS = 3, 3
"""Cells of a row, and rows, where nothing but spaces sets cells apart."""
MAX_SPACED_CHARS = 30
"""Of such a cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Attributes:
        text: As searched, without white space.
        printed: As read.
        start: Offset into the plan's text; ``end`` is exclusive.
    """

    text: str
    printed: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it holds one number with what belongs to it; a year is none."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def is_value(self) -> bool:
        """Whether it is a number, or what stands in place of one: 持续改善, -."""
        return _is_value(self.text)

    def print(self, span: tuple[int, int]) -> str:
        """Return what stands in a range of the text, as printed where letters still match."""
        return (self.printed if len(self.printed) == len(self.text) else self.text)[slice(*span)]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        captions: What stands above the head: titles, 单位：….
        heads: A cell a column; of several lines the words are joined from above.
        rows: Below, each as long as the head.
    """

    captions: tuple[Cell, ...]
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_table(source: str, start: int, end: int, *, of_words: bool = False) -> Table | None:
    """Return the table that a range holds, None where no rows and columns can be told.

    The words of a merged cell stand in each row and below each head that it goes over.

    Args:
        source: The plan's text.
        start: Of the table's first line; ``end`` is exclusive.
        end: Of its last.
        of_words: A table without a number is one too, where its rows are marked.
    """
    while start and source[start - 1] == "\t":
        start -= 1  # its first cell is empty
    while source.startswith("\t", end):
        end += 1
    lines = [
        (start + match.start(), start + match.end())
        for match in re.finditer(r"[^\n]+", source[start:end])
    ]
    lines = [line for line in lines if source[slice(*line)].strip(" \u3000\r")]
    if space := spaces_between([source[slice(*line)] for line in lines]):
        return _from_rows([_spaced_row(source, *line, space) for line in lines], of_words)
    rows = [row for line in lines if len(row := _row(source, *line)) > 1 or not row]
    if 2 * len(rows) >= len(lines):
        return _from_rows([_row(source, *line) for line in lines], of_words)
    return _from_cells(list(_paragraphs(source, start, end)))


def spaces_between(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return what sets the cells of a table's lines apart, where that is nothing but spaces.

    Of each line as many cells, the first line without a number and a name in front of numbers in
    each other: 哈尔滨　47　37. None where the lines are no such table.
    """
    if len(lines) < MIN_SPACED_ROWS or any("\t" in line or "|" in line for line in lines):
        return None
    return next((s for s in (_WIDE_SPACE, _ANY_SPACE) if _are_rows(lines, s)), None)


def _are_rows(lines: Sequence[str], space: re.Pattern[str]) -> bool:
    """Tell whether lines are rows of a table, the first one its head."""
    width = len(space.split(lines[0].strip()))
    if width < MIN_SPACED or any(len(space.split(line.strip())) != width for line in lines):
        return False
    head, *rows = (
        ["".join(shadow_of(cell).text.split()) for cell in space.split(line.strip())]
        for line in lines
    )
    if any(map(_is_value, head)) or not all(map(_is_spaced_row, rows)):
        return False
    return 2 * sum(any(map(_NUMBER.fullmatch, row[1:])) for row in rows) >= len(rows)


def _is_spaced_row(row: Sequence[str]) -> bool:
    """Tell whether cells are a name, perhaps behind a serial number, in front of values."""
    label = 1 if row[0].isdigit() else 0
    return (
        all(0 < len(cell) <= MAX_SPACED_CHARS for cell in row)
        and not _is_value(row[label])
        and any(map(_is_value, row[label + 1 :]))
    )


def _is_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _NOTHING.fullmatch(text))


def _spaced_row(source: str, start: int, end: int, space: re.Pattern[str]) -> list[Cell]:
    """Return the cells of a line that spaces set apart."""
    line = source[start:end]
    start += len(line) - len(line.lstrip())
    line = line.strip()
    gaps = [match.span() for match in space.finditer(line)]
    bounds = pairwise([0, *(place for gap in gaps for place in gap), len(line)])
    return [_cell(source, start + a, start + b) for a, b in list(bounds)[::2]]


def _row(source: str, start: int, end: int) -> list[Cell]:
    """Return the cells of a line; a line that only rules a table has none."""
    line = source[start:end]
    mark = "\t" if "\t" in line else "|"
    if mark == "|" and _RULE.fullmatch(line):
        return []
    if mark == "|" and (bar := re.match(r"\s*\|", line)):
        start += bar.end()
        line = line[bar.end() :]
    cells = []
    for piece in line.split(mark):
        cells.append(_cell(source, start, start + len(piece)))
        start += len(piece) + 1
    return cells


def _cell(source: str, start: int, end: int) -> Cell:
    """Return the cell in a range of a plan, without the white space around it."""
    words = source[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    text, printed = ("".join(form.split()) for form in (shadow_of(words).text, read_text(words)))
    return Cell(text, printed, start, start + len(words))


def _paragraphs(source: str, start: int, end: int) -> Iterator[Cell]:
    """Yield cells that stand one below the other; blank lines between them close them."""
    text = source[start:end].strip()
    offset = source.index(text, start)
    blank = r"\n[ \t\r\u3000]*\n"
    is_spaced = 3 * len(re.findall(blank, text)) >= len(re.findall(r"\n+\s*(?=\S)", text))
    for match in re.finditer(rf"\S(?:(?!{blank if is_spaced else chr(10)}).)*", text, re.DOTALL):
        yield _cell(source, offset + match.start(), offset + match.end())


def _from_rows(rows: Sequence[Sequence[Cell]], of_words: bool) -> Table | None:
    """Return the table of rows; those that are not as long as most are filled up or left out."""
    rows = [row for row in rows if row]
    if all(not row[-1].text for row in rows):
        rows = [row[:-1] for row in rows]  # a row's last mark closes it
    body = next((n for n, row in enumerate(rows) if sum(bool(c.text) for c in row) > 1), len(rows))
    captions = [cell for row in rows[:body] for cell in row if cell.text]
    rows = rows[body:]
    numbers = [row for row in rows[1:] if any(cell.is_number for cell in row)]
    if len(rows) < MIN_ROWS or not (numbers or of_words):
        return None
    width = max(n for row in rows for n, cell in enumerate(row, start=1) if cell.text)
    rows = [row[:width] for row in rows]
    heads = [rows[0]]
    while (
        len(heads) < min(MAX_HEAD_ROWS, len(rows) - 1)
        and (_goes_on(rows, len(heads)) or len(rows[len(heads)]) < width == len(rows[-1]))
        and not any(cell.is_number for cell in rows[len(heads)])
    ):
        heads.append(rows[len(heads)])
    whole = [row for row in rows[len(heads) :] if len(row) == width]
    labels = _label_columns(whole, width) if numbers else min(MAX_WORDED_LABELS, width)
    filled = [_fill(row, width, labels) for row in rows[len(heads) :]]
    joined = _joined(heads, width)
    if not whole or joined is None:
        return None
    return Table(tuple(captions), joined, tuple(_downward([row for row in filled if row], labels)))


def _goes_on(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Tell whether the first cell of a row, or of the head's last column, is that of the head."""
    own, head = rows[number], rows[0]
    if not own[0].text or own[0].text == head[0].text:
        return True
    is_whole = len(own) == len(head) > 1 and bool(own[-1].text)
    return is_whole and own[-1].text == head[-1].text and rows[number - 1] is head


def _label_columns(rows: Sequence[Sequence[Cell]], width: int) -> int:
    """Return how many columns stand before the first that holds values; serial numbers are none."""
    for column in range(width):
        cells = [row[column] for row in rows]
        is_serial = column == 0 and width > 2 and [cell.text for cell in cells][:2] == ["1", "2"]
        if any(cell.is_number for cell in cells) and not is_serial:
            return column
    return width


def _fill(row: Sequence[Cell], width: int, labels: int) -> tuple[Cell, ...]:
    """Return a row of full length; where labels are merged with those above they are empty."""
    short = width - len(row)
    if not short:
        return tuple(row)
    if short < labels and all(cell.is_value for cell in row[labels - short :]) and row[0].text:
        empty = Cell("", "", row[0].start, row[0].start)
        return (*[empty] * short, *row)
    return ()


def _downward(rows: Sequence[Sequence[Cell]], labels: int) -> Iterator[tuple[Cell, ...]]:
    """Yield rows in which an empty label has the words of the one above it."""
    above: Sequence[Cell] = ()
    for row in rows:
        filled = [
            replace(cell, text=above[n].text, printed=above[n].printed)
            if n < labels and above and not cell.text and any(c.text for c in row)
            else cell
            for n, cell in enumerate(row)
        ]
        above = filled
        yield tuple(filled)


def _joined(heads: Sequence[Sequence[Cell]], width: int) -> tuple[Cell, ...] | None:
    """Return a head a column: what stands above it, and what goes on above it from the left."""
    lines = []
    for number, head in enumerate(heads):
        line = _spread(head, heads[number + 1 :], width)
        if len(line) != width:
            return None
        for column in range(1, width):
            if not line[column].text and any(
                len(other) < width or other[column].text for other in heads[number + 1 :]
            ):
                line[column] = line[column - 1]
        lines.append(line)
    return tuple(_join([line[column] for line in lines]) for column in range(width))


def _spread(head: Sequence[Cell], below: Sequence[Sequence[Cell]], width: int) -> list[Cell]:
    """Return a line of a head over all columns, where a file has merged cells once.

    县区|PM2.5|优良天数 above 2024年|2025年|2024年|2025年: each measure has two years.
    """
    if len(head) == width or len(head) < 2:
        return list(head)
    if not below:
        return [Cell("", "", head[0].start, head[0].start)] * (width - len(head)) + list(head)
    labels = width - len(below[0]) or 1
    if len(head) <= labels or (width - labels) % (len(head) - labels):
        return []
    share = (width - labels) // (len(head) - labels)
    return [*head[:labels], *(cell for cell in head[labels:] for _ in range(share))]


def _join(cells: Sequence[Cell]) -> Cell:
    """Return a head whose words stand in several cells, those that repeat once."""
    cells = list({cell.text: cell for cell in cells if cell.text}.values()) or list(cells[:1])
    return Cell(
        "".join(cell.text for cell in cells),
        "".join(cell.printed for cell in cells),
        cells[0].start,
        cells[-1].end,
    )


def _from_cells(cells: Sequence[Cell]) -> Table | None:
    """Return the table of cells that stand one below the other, by the rows that are alike."""
    first = next((n for n, cell in enumerate(cells) if cell.is_value), len(cells))
    for width in range(2, MAX_COLUMNS + 1):
        for begin in range(max(width, first - width + 1), first + 1):
            rows = _periods(cells[begin:], width)
            heads = _heads(cells[:begin], width) if rows else None
            if heads:
                captions = cells[: max(0, begin - sum(map(len, heads)))]
                joined = tuple(_join(head) for head in heads)
                labels = _label_columns(rows, width)
                return Table(tuple(captions), joined, tuple(_downward(rows, labels)))
    return _from_runs(cells, first)


def _from_runs(cells: Sequence[Cell], first: int) -> Table | None:
    """Return the table of cells of which some labels are merged: each row ends with its values."""
    bounds = [n for n in range(first, len(cells)) if cells[n - 1].is_value > cells[n].is_value]
    runs = [cells[start:end] for start, end in pairwise([0, *bounds, len(cells)])]
    values = {sum(cell.is_value for cell in run) for run in runs}
    if len(runs) <= MIN_ROWS or len(values) != 1:
        return None
    labels = max(len(run) - max(values) for run in runs[1:])
    width = labels + max(values)
    heads = _heads(runs[0][:-width], width)
    if labels > MAX_LABELS or not heads or not any(cell.is_number for cell in cells):
        return None
    rows = [_fill(run, width, labels) for run in (runs[0][-width:], *runs[1:])]
    joined = tuple(_join(head) for head in heads)
    captions = runs[0][: -width - sum(map(len, heads))]
    return Table(tuple(captions), joined, tuple(_downward([row for row in rows if row], labels)))


def _periods(cells: Sequence[Cell], width: int) -> list[tuple[Cell, ...]]:
    """Return the rows of a width if each column is of one kind: labels that differ, or values."""
    rest = cells[len(cells) - len(cells) % width :]
    rows = [tuple(cells[n : n + width]) for n in range(0, len(cells) - width + 1, width)]
    if len(rows) < MIN_ROWS or (len(rest) > MAX_NOTE_CELLS and not _NOTE.match(rest[0].text)):
        return []
    columns = list(zip(*rows, strict=True))
    kinds = [_is_values(column) for column in columns]
    names = next((n for n, kind in enumerate(kinds) if kind is False), None)
    if None in kinds or names is None or names > 1 or True not in kinds[names:]:
        return []
    return rows if len({cell.text for cell in columns[names]}) == len(rows) else []


def _is_values(column: Sequence[Cell]) -> bool | None:
    """Tell whether a column holds values, False for one of labels; None where it mixes both."""
    numbers = sum(cell.is_number for cell in column)
    is_whole = all(cell.is_value for cell in column)
    return True if is_whole else (None if numbers else False)


def _heads(cells: Sequence[Cell], width: int) -> list[list[Cell]] | None:
    """Return the cells of each head; a unit in brackets stands below the words it belongs to."""
    heads: list[list[Cell]] = []
    for cell in cells:
        if heads and cell.text.startswith("("):
            heads[-1].append(cell)
        else:
            heads.append([cell])
    return heads[-width:] if len(heads) >= width else None
