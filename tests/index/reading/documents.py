"""The same paragraphs as a page, a Word file and, by hand, a PDF."""

import html
import io
import re
import zlib

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from index.text.headings import find_heading, split_lines

FOOTER = (
    '<div style="font-size:9px;width:100%;text-align:center">'
    "— <span class=pageNumber></span> —</div>"
)
HEADER = '<div style="font-size:9px;width:100%;text-align:center">大气污染防治文件汇编</div>'
FORMATS = {
    "cjk": ("chineseCountingThousand", "%1、"),
    "cjk_paren": ("chineseCounting", "(%1)"),
    "arabic": ("decimal", "%1."),
    "paren": ("decimal", "(%1)"),
}


def paragraphs_of(path):
    """The lines of a plan's file that hold more than white space."""
    text = path.read_text(encoding="utf-8")
    return [text[line.start : line.end] for line in split_lines(text)]


def page_of(paragraphs, style=""):
    """A saved web page."""
    body = "\n".join(f"  <p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>标题</title>'
        f"<style>{style}</style></head><body>\n{body}\n</body></html>"
    )


def saved(document):
    """A Word file's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def typed_docx(paragraphs):
    """A Word file with its numbers typed."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def numbered_docx(paragraphs):
    """A Word file in which Word numbers the clauses, each run of numbers a list of its own."""
    document = docx.Document()
    add_lists(document, "".join(abstract_list(*item) for item in enumerate(FORMATS.values())))
    families = list(FORMATS)
    reached = {}
    for paragraph in paragraphs:
        (line,) = split_lines(paragraph)
        heading = find_heading(paragraph, line)
        template = FORMATS.get(heading.family, ("", ""))[1] if heading else ""
        is_automatic = heading and heading.label == re.sub(
            "%1", lambda _, own=heading: own.label.strip("(). 、（）"), template
        )
        if not is_automatic:
            document.add_paragraph(paragraph)
            continue
        list_id, previous = reached.get(heading.family, (0, 0))
        if not list_id or heading.number != previous + 1:
            list_id = add_list(document, families.index(heading.family), heading.number)
        reached[heading.family] = (list_id, heading.number)
        rest = paragraph[len(heading.label) :].lstrip()
        number_paragraph(document.add_paragraph(rest), list_id)
    return saved(document)


def abstract_list(abstract_id, look):
    """A list of one level."""
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{900 + abstract_id}">'
        f"{level(0, *look)}</w:abstractNum>"
    )


def level(position, style, template, *others, start=1):
    """A level of a list; ``others`` are elements that follow its format."""
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'{"".join(others)}<w:lvlText w:val="{template}"/></w:lvl>'
    )


def lists_of(document):
    """The root of a document's lists."""
    return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element


def add_lists(document, xml):
    """Put abstract lists, given as XML, in front of a document's lists."""
    root = lists_of(document)
    for element in reversed(parse_xml(f"<w:x {nsdecls('w')}>{xml}</w:x>")):
        root.insert(0, element)


def add_list(document, abstract_id, start=None, position=0):
    """Add a list that looks like an abstract one, and return its id."""
    root = lists_of(document)
    list_id = 900 + len(root)
    override = (
        f'<w:lvlOverride w:ilvl="{position}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        if start is not None
        else ""
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{list_id}">'
            f'<w:abstractNumId w:val="{900 + abstract_id}"/>{override}</w:num>'
        )
    )
    return list_id


def number_paragraph(paragraph, list_id, position=0):
    """Put a paragraph into a list."""
    paragraph._p.get_or_add_pPr().insert(
        0,
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{position}"/><w:numId w:val="{list_id}"/>'
            "</w:numPr>"
        ),
    )


def handmade_pdf(*contents, rotate=0, encrypt="", font="/Type1 /BaseFont /Helvetica", filters=""):
    """A PDF with a page for each content stream; font F1 has Latin letters only."""
    count = len(contents)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Count {count} /Kids [{kids}]>>",
        f"<</Type /Font /Subtype {font}>>",
    ]
    for number, content in enumerate(contents):
        objects += [
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} "
            f"/Resources <</Font <</F1 3 0 R>>>> /Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(content)} {filters}>>\nstream\n{content}\nendstream",
        ]
    data, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        f"{data}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size} /Root 1 0 R "
        f"{encrypt}>>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


def deflated(content):
    """A content stream as ``/FlateDecode`` has it, a byte a character."""
    return zlib.compress(content.encode("latin-1")).decode("latin-1")


def text_at(text, x, y, size=12):
    """A line of a content stream."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
"""A content stream that covers the page with a picture."""
LOCKED = (
    f"/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}>>> "
    f"/ID [<{'22' * 16}><{'22' * 16}>]"
)
"""What a trailer says when a password is needed."""
