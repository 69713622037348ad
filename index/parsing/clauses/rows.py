"""Lines that are rows of a table: what stands in a cell numbers a row, never a clause."""

import re

from index.parsing.clauses.headings import Line

_BARS = re.compile(r"\|.*\|")


def is_row(text: str, line: Line) -> bool:
    """Tell whether a line is a row of cells: between bars, closed by tabs, or of three and more.

    One tab alone may stand between a clause's number and its title, and a sentence may have more.
    """
    if text[line.start] == "|":
        return _BARS.fullmatch(text, line.start, line.end) is not None
    tabs = text.count("\t", line.start, line.end)
    closed = line.end
    while text.startswith("\t", closed):
        closed += 1
    if closed == line.end:
        cells = max(tabs, text.count(" | ", line.start, line.end))
        return cells > 1 and text.find("。", line.start, line.end) < 0
    is_first_empty = line.start > 0 and text[line.start - 1] == "\t"
    return tabs + closed - line.end + is_first_empty > 1
