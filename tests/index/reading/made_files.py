"""The same paragraphs and tables in each format, written by its standard's rules.

A block is a line of text, or a table: rows of cells. A cell is its words, or the words and over how
many columns and rows it goes; the cells that it covers are not written down.
"""

import csv
import html
import io
import quopri
import re
import zipfile
from xml.sax.saxutils import escape

import docx
import pikepdf
import xlsxwriter

from tests.index.reading.documents import saved

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


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


def zipped(parts):
    """A package of parts, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


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


def separated(blocks):
    """Separated values, as a Chinese Excel writes them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for block in blocks:
        writer.writerows([[block]] if isinstance(block, str) else filled(block))
    return buffer.getvalue().encode("gb18030")


SIZE, PAGE_WIDTH, PAGE_HEIGHT, LEFT, TOP, PITCH, ROOM = 5.0, 210.0, 297.0, 25.0, 30.0, 9.0, 32
"""Millimetres of a character, the paper, its margins, from line to line; characters of a line."""


UNBROKEN = re.compile(r"[（(《“]*(?:[!-~]+|[^ ])[，。、；：？！）》”％,.;:?!)]*| +")


def wide(text):
    """How wide a text is, in characters of full width."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def wrapped(text, room):
    """Lines of a room, in characters of full width, broken where a typesetter breaks them."""
    lines = [""]
    for piece in UNBROKEN.findall(text):
        if lines[-1] and wide(lines[-1] + piece) > room and not piece.isspace():
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
        lines[-1] += piece
    return lines


def laid_out(blocks):
    """Yield pages: words with the place of their base line and the space between their characters,
    and lines drawn, in mm from above. A line that goes on ends at the right margin."""
    words, drawn, y = [], [], TOP
    bottom = PAGE_HEIGHT - 30.0

    for block in blocks:
        if isinstance(block, str):
            first, *others = wrapped("\u3000\u3000" + " ".join(block.split()), ROOM)
            lines = [first[2:], *others]
            for number, line in enumerate(lines):
                if y > bottom:
                    yield words, drawn
                    words, drawn, y = [], [], TOP
                indent = 2 if number == 0 else 0
                slack = ROOM - indent - wide(line) if number + 1 < len(lines) else 0.0
                between = slack * SIZE / max(len(line) - 1, 1)
                words.append((LEFT + indent * SIZE, y, line, between))
                y += PITCH
            continue
        step = ROOM * SIZE / width_of(block)
        most = max(
            len(wrapped(text, int(columns * step / SIZE) - 1))
            for _, _, text, columns, _ in placed(block)
        )
        height = SIZE + most * (SIZE + 0.5)
        if y + height * len(block) > bottom:
            yield words, drawn
            words, drawn, y = [], [], TOP
        top = y - SIZE
        for row, column, text, columns, rows in placed(block):
            left, up = LEFT + column * step, top + row * height
            right, down = left + columns * step, up + rows * height
            drawn += [(left, up, right, up), (left, down, right, down)]
            drawn += [(left, up, left, down), (right, up, right, down)]
            for number, line in enumerate(wrapped(text, int(columns * step / SIZE) - 1)):
                words.append((left + 1.0, up + SIZE + number * (SIZE + 0.5), line, 0.0))
        y = top + height * len(block) + 2 * PITCH
    yield words, drawn


def ofd(blocks, *, shuffled=False):
    """An OFD file (GB/T 33190): pages of text objects and paths, page numbers in a template."""
    parts = {
        "OFD.xml": '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD '
        'xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    pages = []
    for number, (words, drawn) in enumerate(laid_out(blocks)):
        objects = [_text_object(*own) for own in words] + [_path_object(*own) for own in drawn]
        if shuffled:
            objects = objects[1::2] + objects[::2]
        objects.append(_text_object(100.0, 285.0, f"— {number + 1} —", 0.0))
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area><ofd:PhysicalBox>0 0 '
            f"{PAGE_WIDTH} {PAGE_HEIGHT}</ofd:PhysicalBox></ofd:Area>"
            '<ofd:Content><ofd:Layer ID="1" Type="Body">' + "".join(objects) + "</ofd:Layer>"
            "</ofd:Content></ofd:Page>"
        )
        pages.append(f'<ofd:Page ID="{number + 2}" BaseLoc="Pages/Page_{number}/Content.xml"/>')
    parts["Doc_0/Document.xml"] = (
        '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea>'
        f"<ofd:PhysicalBox>0 0 {PAGE_WIDTH} {PAGE_HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{''.join(pages)}</ofd:Pages></ofd:Document>"
    )
    return zipped(parts)


def _text_object(x, y, text, between):
    """A text object: its box on the page, its base line and steps inside that."""
    steps = [round(wide(character) * SIZE + between, 4) for character in text[:-1]]
    same = len(set(steps)) == 1 and len(steps) > 1
    delta = f"g {len(steps)} {steps[0]}" if same else " ".join(map(str, steps))
    given = f' DeltaX="{delta}"' if steps else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - SIZE} {len(text) * SIZE} {SIZE * 1.2}" '
        f'Font="2" Size="{SIZE}"><ofd:TextCode X="0" Y="{SIZE}"{given}>{escape(text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _path_object(left, top, right, bottom):
    """A line."""
    return (
        f'<ofd:PathObject ID="8" Boundary="{left} {top} {right - left} {bottom - top}" '
        f'LineWidth="0.3"><ofd:AbbreviatedData>M 0 0 L {right - left} {bottom - top}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def pdf(blocks):
    """A PDF with a Chinese font that every reader knows, its tables ruled."""
    points = 72 / 25.4
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Object.parse(
            b"<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
            b"/DescendantFonts [<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 4>> /DW 1000 "
            b"/W [1 [500] 2 95 500 814 939 500] "
            b"/FontDescriptor <</Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
            b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
            b"/CapHeight 880 /StemV 93>> >>] >>"
        )
    )
    for words, drawn in laid_out(blocks):
        content = ""
        for x, y, text, between in words:
            code = text.encode("utf-16-be").hex()
            content += (
                f"BT /F1 {SIZE * points:.2f} Tf {between * points:.4f} Tc {x * points:.2f} "
                f"{(PAGE_HEIGHT - y) * points:.2f} Td <{code}> Tj ET\n"
            )
        for left, top, right, bottom in drawn:
            content += (
                f"{left * points:.2f} {(PAGE_HEIGHT - top) * points:.2f} m "
                f"{right * points:.2f} {(PAGE_HEIGHT - bottom) * points:.2f} l S\n"
            )
        own = document.add_blank_page(page_size=(PAGE_WIDTH * points, PAGE_HEIGHT * points))
        own.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        own.Contents = document.make_stream(content.encode("ascii"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


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
    ".csv": separated,
}
"""What writes blocks in a format, by suffix."""
