"""The same paragraphs and tables as pages, each character at its place: PDF and OFD.

Blocks are as ``made_cells`` has them.
"""

import io
import re
from xml.sax.saxutils import escape

import pikepdf

from tests.index.reading.made_cells import placed, width_of, zipped

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


def scanned_ofd(pages, *, turned=False):
    """An OFD file whose pages are pictures over all of them, as a scanner's program writes it.

    Args:
        pages: Pictures, of Pillow.
        turned: The pictures lie on their head in the file, and a matrix turns them back.
    """
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f'<ofd:OFD {namespace} DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    media, names = "", ""
    for number, page in enumerate(pages):
        file = io.BytesIO()
        (page.rotate(180) if turned else page).save(file, "JPEG", quality=90)
        parts[f"Doc_0/Res/page_{number}.jpg"] = file.getvalue()
        media += (
            f'<ofd:MultiMedia ID="{100 + number}" Type="Image" Format="JPEG">'
            f"<ofd:MediaFile>page_{number}.jpg</ofd:MediaFile></ofd:MultiMedia>"
        )
        names += f'<ofd:Page ID="{number + 2}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        matrix = f"{-PAGE_WIDTH} 0 0 {-PAGE_HEIGHT} {PAGE_WIDTH} {PAGE_HEIGHT}"
        given = f' CTM="{matrix}"' if turned else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {namespace}><ofd:Content><ofd:Layer ID="1"><ofd:ImageObject ID="9" '
            f'ResourceID="{100 + number}" Boundary="0 0 {PAGE_WIDTH} {PAGE_HEIGHT}"{given}/>'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    parts["Doc_0/DocumentRes.xml"] = (
        f'<ofd:Res {namespace} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    )
    parts["Doc_0/Document.xml"] = (
        f"<ofd:Document {namespace}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 "
        f"{PAGE_WIDTH} {PAGE_HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        f"<ofd:Pages>{names}</ofd:Pages></ofd:Document>"
    )
    return zipped(parts)
