"""The same paragraphs and tables in each format, written by its standard's rules.

Blocks are as ``made_cells`` has them.
"""

import csv
import html
import io
import quopri
from xml.sax.saxutils import escape

import docx
import xlsxwriter
import xlwt

from tests.index.reading.documents import saved
from tests.index.reading.made_cells import cell_of, filled, placed, width_of, zipped
from tests.index.reading.made_pages import ofd, pdf

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


def txt(blocks):
    """Words in the first of a merged cell's fields only, as a person types a table with tabs."""
    lines = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        grid = [[""] * width_of(block) for _ in block]
        for row, column, words, _, _ in placed(block):
            grid[row][column] = words
        lines += ["\t".join(row) for row in grid]
    return "\n".join(lines).encode()


def md(blocks):
    lines = []
    for block in blocks:
        if isinstance(block, str):
            lines += [block, ""]
            continue
        head, *rows = filled(block)
        lines += [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)] + [""]
    return "\n".join(lines).encode()


def page(blocks):
    """A web page."""
    body = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"<p>{html.escape(block)}</p>")
            continue
        rows = (
            "".join(
                f'<td colspan="{columns}" rowspan="{height}">{html.escape(words)}</td>'
                for words, columns, height in map(cell_of, row)
            )
            for row in block
        )
        body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
        f"{''.join(body)}</body></html>"
    ).encode()


def mht(blocks):
    """The page in a web archive, as a browser saves it."""
    content = quopri.encodestring(page(blocks)).decode("ascii")
    return (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E6=96=B9=E6=A1=88?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_Part_0"\r\n'
        "\r\n------=_Part_0\r\nContent-Type: text/html\r\nContent-ID: <frame-0@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://example.org/plan.html\r\n\r\n{content}\r\n"
        "------=_Part_0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "iVBORw0KGgo=\r\n------=_Part_0--\r\n"
    ).encode()


def word(blocks):
    """A Word file."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=width_of(block))
        for row, column, words, columns, height in placed(block):
            cell = table.cell(row, column)
            cell.merge(table.cell(row + height - 1, column + columns - 1)).text = words
    return saved(document)


def odt(blocks):
    """An OpenDocument text."""
    body = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"<text:p>{_spaced(block)}</text:p>")
            continue
        rows, covered = [], set()
        cells = {(row, column): rest for row, column, *rest in placed(block)}
        for row in range(len(block)):
            line = ""
            for column in range(width_of(block)):
                if (row, column) in covered:
                    line += "<table:covered-table-cell/>"
                    continue
                words, columns, height = cells[row, column]
                covered |= {(row + y, column + x) for y in range(height) for x in range(columns)}
                line += (
                    f'<table:table-cell table:number-columns-spanned="{columns}" '
                    f'table:number-rows-spanned="{height}"><text:p>{escape(words)}</text:p>'
                    "</table:table-cell>"
                )
            rows.append(f"<table:table-row>{line}</table:table-row>")
        body.append(f"<table:table>{''.join(rows)}</table:table>")
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} '
        f'office:version="1.3"><office:body><office:text>{"".join(body)}</office:text>'
        "</office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _spaced(text):
    """White space as OpenDocument has it."""
    return escape(text).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')


def rtf(blocks):
    """Rich Text, Chinese in GBK as Word for Chinese writes it, other characters by their code."""
    body = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"\\pard\\f1 {_escaped(block)}\\par\n")
            continue
        width = width_of(block)
        cells = {(row, column): rest for row, column, *rest in placed(block)}
        for row in range(len(block)):
            edges, words = "", ""
            column = 0
            while column < width:
                above = next((y for y in range(row, -1, -1) if (y, column) in cells), None)
                text, columns, height = cells[above, column]
                if height > 1:
                    edges += "\\clvmgf" if above == row else "\\clvmrg"
                column += columns
                edges += f"\\cellx{1500 * column}"
                words += f"\\pard\\intbl {_escaped(text if above == row else '')}\\cell\n"
            body.append(f"\\trowd\\trgaph108{edges}\n{words}\\row\n")
    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0\\uc1{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}"
        "{\\f1\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}{\\*\\generator Riched20;}\n"
        f"{''.join(body)}}}"
    ).encode("ascii")


def _escaped(text):
    out = ""
    for character in text:
        if character in "\\{}":
            out += f"\\{character}"
        elif character == "\t":
            out += "\\tab "
        elif character.isascii():
            out += character
        else:
            try:
                out += "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
            except UnicodeEncodeError:
                units = character.encode("utf-16-le")
                for place in range(0, len(units), 2):
                    unit = int.from_bytes(units[place : place + 2], "little")
                    out += f"\\u{unit - 0x10000 if unit > 0x7FFF else unit}?"
    return out


def xlsx(blocks):
    """A workbook: a line a row in the first column, numbers as numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    percent = book.add_format({"num_format": "0.0%"})
    sheet = book.add_worksheet("附件")
    line = 0
    for block in blocks:
        if isinstance(block, str):
            sheet.write_string(line, 0, block)
            line += 1
            continue
        for row, column, words, columns, height in placed(block):
            if columns > 1 or height > 1:
                sheet.merge_range(
                    line + row, column, line + row + height - 1, column + columns - 1, words
                )
            elif words.endswith("%") and words[:-1].replace(".", "", 1).isdigit():
                sheet.write_number(line + row, column, float(words[:-1]) / 100, percent)
            elif words.replace(".", "", 1).isdigit():
                sheet.write_number(line + row, column, float(words))
            else:
                sheet.write_string(line + row, column, words)
        line += len(block)
    book.close()
    return buffer.getvalue()


def xls(blocks):
    """A workbook of Excel 97 to 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    percent = xlwt.easyxf(num_format_str="0.0%")
    sheet = book.add_sheet("附件")
    line = 0
    for block in blocks:
        if isinstance(block, str):
            sheet.write(line, 0, block)
            line += 1
            continue
        for row, column, words, columns, height in placed(block):
            top, left = line + row, column
            if columns > 1 or height > 1:
                sheet.write_merge(top, top + height - 1, left, left + columns - 1, words)
            elif words.endswith("%") and words[:-1].replace(".", "", 1).isdigit():
                sheet.write(top, left, float(words[:-1]) / 100, percent)
            elif words.replace(".", "", 1).isdigit():
                sheet.write(top, left, float(words))
            else:
                sheet.write(top, left, words)
        line += len(block)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def separated(blocks):
    """Separated values, as a Chinese Excel writes them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for block in blocks:
        writer.writerows([[block]] if isinstance(block, str) else filled(block))
    return buffer.getvalue().encode("gb18030")


MAKERS = {
    ".txt": txt,
    ".md": md,
    ".html": page,
    ".mht": mht,
    ".pdf": pdf,
    ".ofd": ofd,
    ".docx": word,
    ".odt": odt,
    ".rtf": rtf,
    ".xlsx": xlsx,
    ".xls": xls,
    ".csv": separated,
}
"""What writes blocks in a format, by suffix."""
