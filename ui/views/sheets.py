"""A table to take away: CSV and XLSX, a row each with its citation."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from ui.sheet_texts import HEADS

Cell = str | int | float | date | None

# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNFIT = re.compile(r"[^\w.-]+")
"""What a file's name does without."""
LINKS, MAX_LINKS = "address", 65_000
"""Column of this server's own addresses, and how many a workbook can have as links."""
MAX_WIDTH = 60
"""Characters of a column; a longer cell is wrapped."""
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        name: Of the file, without its ending; what does not fit in one is replaced.
        columns: Their heads; a workbook has those that it is known to have in the language that is
            spoken.
        rows: Cells, as many a row as there are columns.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def csv(self) -> bytes:
        """Return the table as CSV, in UTF-8 with the mark by which spreadsheets know it."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return text.getvalue().encode("utf-8-sig", "replace")

    def xlsx(self) -> bytes:
        """Return the table as a workbook: heads that stay in view, filters, wrapped text."""
        import xlsxwriter

        kept = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(kept, options) as book:
            sheet = book.add_worksheet("Lantian")
            head = book.add_format({"bold": True, "bg_color": "#E6F0F9", "valign": "top"})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            linked = book.add_format({"font_color": "#1F5FA8", "underline": 1, "valign": "top"})
            heads = [str(HEADS.get(name, name)) for name in self.columns]
            sheet.write_row(0, 0, heads, head)
            for number, row in enumerate(self.rows, 1):
                for column, cell in enumerate(row):
                    is_link = self.columns[column] == LINKS and number <= MAX_LINKS and cell
                    if not is_link or sheet.write_url(number, column, str(cell), linked) < 0:
                        sheet.write(number, column, _of_workbook(cell), wrapped)
            for column, name in enumerate(heads):
                longest = max([len(name), *(len(str(row[column] or "")) for row in self.rows)])
                sheet.set_column(column, column, min(MAX_WIDTH, 2 * longest + 2))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(self.rows)), len(self.columns) - 1)
        return kept.getvalue()

    def download(self, request: Request) -> Response:
        """Return the table as the file that an address asks for, by its ending."""
        ending = request.url.path.rpartition(".")[2]
        content = self.xlsx() if ending == "xlsx" else self.csv()
        name = quote(f"{re.sub(_UNFIT, '_', self.name)}.{ending}")
        headers = {  # RFC 5987: the name may be Chinese
            "content-disposition": f"attachment; filename*=UTF-8''{name}",
            "cache-control": "no-store",
        }
        return Response(content, media_type=KINDS[ending], headers=headers)


def _plain(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def _of_workbook(cell: Cell) -> str | int | float:
    """Return a cell as a workbook has it; characters that XML cannot have are marked."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return (
            "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in cell)
            .encode("utf-8", "replace")
            .decode("utf-8")
        )
    return "" if cell is None else cell
