import contextlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from index import PlanError
from index.reading.docx import read_docx
from tests.effort import effort
from tests.index.reading.documents import saved, typed_docx

PATH = Path("plan.docx")
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r>"
    "</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
    "<w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
ROW = "<w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"


HIDDEN = "<w:vanish/>"
SHOWN = '<w:vanish w:val="0"/>'


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# what is in the body, its XML, lines
BODIES = {
    "runs": (f"<w:p>{run('一')}{run('、')}{run('总体 要求 ')}</w:p>", "一、总体 要求"),
    "an empty paragraph": (f"<w:p/><w:p>{run(' ')}</w:p><w:p>{run('甲')}</w:p>", "甲"),
    "breaks and tabs": (
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t>"
        "<w:tab/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>"
        "</w:p>",
        "甲|乙\t丙|丁",
    ),
    "hyphens and symbols": (
        "<w:p><w:r><w:t>2018</w:t><w:noBreakHyphen/><w:t>2020</w:t><w:softHyphen/>"
        '<w:sym w:font="Arial" w:char="2103"/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        "</w:p>",
        "2018-2020℃",
    ),
    "a hyperlink and a field": (
        f"<w:p><w:hyperlink>{run('附件')}</w:hyperlink><w:fldSimple>{run('1')}</w:fldSimple>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "附件1",
    ),
    "tracked changes": (
        f"<w:p>{run('到')}<w:ins>{run('2025')}</w:ins><w:del><w:r><w:delText>2024</w:delText></w:r>"
        f"</w:del><w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo></w:p>",
        "到2025来",
    ),
    "a deleted paragraph mark": (
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p><w:p>{run('乙')}</w:p>",
        "甲乙",
    ),
    "the last paragraph mark deleted": (
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>",
        "甲",
    ),
    "a deleted row": (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr>"
        f"{ROW.format(run('乙'), run('丙'))}</w:tbl>",
        "乙|丙",
    ),
    "hidden text": (
        f"<w:p>{run('甲', HIDDEN)}{run('乙', SHOWN)}</w:p>",
        "乙",
    ),
    "a table among paragraphs": (
        f"<w:p>{run('前')}</w:p><w:tbl>{ROW.format(run('甲'), run('乙'))}"
        f"{ROW.format(run('丙'), '')}</w:tbl><w:p>{run('后')}</w:p>",
        "前|甲|乙|丙|后",
    ),
    "a table of rows": (
        f"<w:tbl>{ROW.format(run('一、'), run('乙'))}{ROW.format('', run('丙'))}"
        f"{ROW.format(run('二、'), run('丁'))}</w:tbl><w:p>{run('后')}</w:p>",
        "一、\t乙\t|\t丙\t|二、\t丁\t|后",
    ),
    "a cell over two columns": (
        f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc>"
        f"<w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>{run('乙')}</w:p></w:tc></w:tr>"
        f"{ROW.format(run('丙'), run('丁'))}</w:tbl>",
        "甲\t乙\t乙\t|丙\t丁\t",
    ),
    "a table in a table": (
        f"<w:tbl><w:tr><w:tc><w:tbl>{ROW.format(run('甲'), run('乙'))}</w:tbl>"
        f"<w:p>{run('丙')}</w:p></w:tc></w:tr></w:tbl>",
        "甲|乙|丙",
    ),
    "a content control": (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent>"
        "</w:sdt>",
        "甲",
    ),
    "a table of contents": (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent><w:p>{run('一、总体要求 1')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p>{run('一、总体要求')}</w:p>",
        "一、总体要求",
    ),
    "a text box": (f"<w:p>{run('甲')}{BOX}{run('乙')}</w:p><w:p>{run('丙')}</w:p>", "甲乙|框内|丙"),
    "ruby": (
        f"<w:p><w:r><w:ruby><w:rt>{run('lán')}</w:rt><w:rubyBase>{run('蓝')}</w:rubyBase></w:ruby></w:r></w:p>",
        "蓝",
    ),
    "a formula": (
        "<w:p><m:oMath><m:r><m:t>PM</m:t></m:r><m:r><m:t>2.5</m:t></m:r></m:oMath></w:p>",
        "PM2.5",
    ),
    "a comment in the XML": (f"<w:p><!-- 注 -->{run('甲')}</w:p><!-- 注 -->", "甲"),
}


def document_of(xml):
    document = docx.Document()
    body = document.element.body
    markup = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    names = nsdecls("w", "m")
    for element in reversed(list(parse_xml(f"<w:x {names} {markup}>{xml}</w:x>"))):
        body.insert(0, element)
    return document


@pytest.mark.parametrize("case", BODIES)
def test_bodies(case):
    xml, lines = BODIES[case]
    assert read_docx(saved(document_of(xml)), PATH) == "\n".join(lines.split("|"))


def test_footnotes_come_last_and_page_headers_not_at_all():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("甲")
    xml = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator'><w:p>{run('线')}</w:p>"
        "</w:footnote>"
        f"<w:footnote w:id='1'><w:p>{run('注')}</w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(name, kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read_docx(saved(document), PATH) == "甲\n注"


WORD_FILE = typed_docx(["一、总体要求", "到2025年完成。"])


def repacked(change, *, without=(), compression=zipfile.ZIP_DEFLATED):
    """A Word file with some of its parts changed, left out or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD_FILE)) as old:
        parts = {name: old.read(name) for name in old.namelist() if name not in without}
    with zipfile.ZipFile(buffer, "w", compression) as new:
        for name, data in {**parts, **change}.items():
            new.writestr(name, data)
    return buffer.getvalue()


def zip_of(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_a_lie_about_its_size(data):
    """An archive whose directory says that each part has one byte."""
    changed, start = bytearray(data), 0
    while (start := changed.find(b"PK\x01\x02", start)) >= 0:
        changed[start + 24 : start + 28] = (1).to_bytes(4, "little")
        start += 4
    return bytes(changed)


DOCUMENT = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
# what is wrong, bytes, message
BROKEN = {
    "no archive": (lambda: b"plan", "is not a Word file or is broken; open it in Word or WPS"),
    "nothing": (lambda: b"", "is not a Word file or is broken"),
    "cut short": (lambda: WORD_FILE[: len(WORD_FILE) // 2], "is not a Word file or is broken"),
    "a byte changed": (
        lambda: repacked({}, compression=zipfile.ZIP_STORED).replace("总".encode(), b"abc"),
        "is not a Word file or is broken",
    ),
    "another archive": (lambda: zip_of(a="a"), "is not a Word file or is broken"),
    "no document": (lambda: repacked({}, without=[DOCUMENT]), "is not a Word file or is broken"),
    "no XML": (lambda: repacked({DOCUMENT: "<w:document"}), "is not a Word file or is broken"),
    "another XML": (lambda: repacked({DOCUMENT: "<a/>"}), "is not a Word file or is broken"),
    "a list that is none": (
        lambda: repacked({"word/numbering.xml": "<"}),
        "is not a Word file or is broken",
    ),
    "the old format": (lambda: OLE + bytes(512), "is not a Word file or is broken"),
    "a password": (
        lambda: OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        "locked with a password",
    ),
    "a bomb of text": (
        lambda: repacked({DOCUMENT: bytes(60_000_000)}),
        "60 MB of text and formatting, over the limit of 50 for a plan; give the plan's own text",
    ),
    "a bomb of pictures": (
        lambda: repacked({"word/media/a.png": bytes(310_000_000)}),
        "310 MB expanded, over the limit of 300",
    ),
    "a bomb that lies about its size": (
        lambda: with_a_lie_about_its_size(repacked({DOCUMENT: bytes(60_000_000)})),
        "is not a Word file or is broken",
    ),
    "a bomb of parts": (
        lambda: repacked({f"word/media/{n}.png": b"" for n in range(6_000)}),
        "60.. parts, over the limit of 5000",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(case):
    make, message = BROKEN[case]
    data = make()

    def read():
        with pytest.raises(PlanError, match=message) as raised:
            read_docx(data, PATH)
        assert str(raised.value).startswith("plan.docx: ")

    assert effort(read) < 250


def test_entities_are_not_expanded():
    with zipfile.ZipFile(io.BytesIO(WORD_FILE)) as archive:
        xml = archive.read(DOCUMENT).decode()
    declaration, _, rest = xml.partition("?>")
    data = repacked({DOCUMENT: f"{declaration}?>{ENTITIES}{rest.replace('总体', '&i;')}"})
    with contextlib.suppress(PlanError):
        assert len(read_docx(data, PATH)) < 100
