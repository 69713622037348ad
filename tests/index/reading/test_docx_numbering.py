from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from index.reading.docx import read_docx
from tests.index.reading import documents
from tests.index.reading.documents import level

PATH = Path("plan.docx")
OUTLINE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)
NOTHING = '<w:suff w:val="nothing"/>'

# what is difficult, levels, levels of the paragraphs, numbers in front of them
LISTS = {
    "an outline": (OUTLINE, "0 1 2 2 1 2 3 3 0 1", "一、|（一）|1.|2.|（二）|1.|①|②|二、|（一）"),
    "a level passed over": (OUTLINE, "0 2 2 1", "一、|1.|2.|（二）"),
    "numbers of several levels": (
        level(0, "decimal", "%1") + level(1, "decimal", "%1.%2"),
        "0 1 1 0 1",
        "1|1.1|1.2|2|2.1",
    ),
    "the same in Arabic digits": (
        level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        "0 0 1",
        "第一章|第二章|2.1",
    ),
    "another start": (level(0, "decimal", "%1.", start=35), "0 0", "35.|36."),
    "a level that never starts again": (
        level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
        "0 1 1 0 1",
        "一、|1.|2.|二、|3.",
    ),
    "a level that starts again with the first only": (
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>'),
        "0 1 2 1 2 0 1 2",
        "一、|（一）|1.|（二）|2.|二、|（一）|1.",
    ),
    "bullets": (level(0, "bullet", "\uf0b7") + level(1, "bullet", "—"), "0 1", "|—"),
    "a level without a look": (level(0, "decimal", ""), "0 0", "|"),
    "a level that the list has not": (level(0, "decimal", "%1."), "0 5 0", "1.||2."),
    "hidden numbers": (level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), "0", ""),
    "words around a number": (level(0, "ideographDigital", "第%1条"), "0", "第一条"),
    "wide digits": (level(0, "decimalFullWidth", "%1．"), "0", "\uff11．"),
}


def document_with(levels):
    document = docx.Document()
    documents.add_lists(
        document, f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{levels}</w:abstractNum>'
    )
    return document


def numbers_of(document):
    """What stands in front of the word 甲 in each paragraph."""
    lines = read_docx(documents.saved(document), PATH).split("\n")
    return [line.partition("甲")[0].rstrip() for line in lines]


def add(document, list_id, position=0):
    documents.number_paragraph(document.add_paragraph("甲"), list_id, position)


@pytest.mark.parametrize("case", LISTS)
def test_lists(case):
    levels, positions, numbers = LISTS[case]
    document = document_with(levels)
    list_id = documents.add_list(document, 0)
    for position in positions.split():
        add(document, list_id, int(position))
    assert numbers_of(document) == numbers.split("|")


def test_lists_that_look_alike_count_on_unless_one_starts_anew():
    document = document_with(OUTLINE)
    first, second = documents.add_list(document, 0), documents.add_list(document, 0)
    third = documents.add_list(document, 0, start=5)
    for list_id in (first, second, third, third, first):
        add(document, list_id)
    assert numbers_of(document) == ["一、", "二、", "五、", "六、", "七、"]


def test_paragraphs_between_do_not_count():
    document = document_with(OUTLINE)
    list_id = documents.add_list(document, 0)
    add(document, list_id)
    document.add_paragraph("甲")
    documents.number_paragraph(document.add_paragraph("甲"), 0)  # list 0 is no list
    documents.number_paragraph(document.add_paragraph("甲"), 12345)  # nor is one that is not there
    add(document, list_id)
    assert numbers_of(document) == ["一、", "", "", "", "二、"]


def test_the_gap_after_a_number():
    document = document_with(level(0, "decimal", "%1.", NOTHING) + level(1, "decimal", "%2."))
    list_id = documents.add_list(document, 0)
    add(document, list_id)
    add(document, list_id, 1)
    assert read_docx(documents.saved(document), PATH) == "1.甲\n1. 甲"


def style_with(document, name, base, properties):
    style = document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    style.element.get_or_add_pPr().append(
        parse_xml(f"<w:numPr {nsdecls('w')}>{properties}</w:numPr>")
    )
    return style


def test_a_style_numbers_its_paragraphs_at_the_level_the_list_keeps_for_it():
    document = document_with(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Chapter"/>')
        + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Section"/>')
    )
    list_id = documents.add_list(document, 0)
    style_with(document, "Chapter", "Normal", f'<w:numId w:val="{list_id}"/>')
    style_with(document, "Section", "Normal", f'<w:numId w:val="{list_id}"/>')
    document.styles.add_style(
        "Sub", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH
    ).base_style = document.styles["Section"]
    for style in ("Chapter", "Section", "Sub", "Normal", "Chapter", "Section"):
        document.add_paragraph("甲", style=style)
    assert numbers_of(document) == ["一、", "（一）", "（二）", "", "二、", "（一）"]


def test_a_paragraph_can_leave_the_list_of_its_style():
    document = document_with(OUTLINE)
    list_id = documents.add_list(document, 0)
    style_with(document, "Chapter", "Normal", f'<w:numId w:val="{list_id}"/>')
    documents.number_paragraph(document.add_paragraph("甲", style="Chapter"), 0)
    document.add_paragraph("甲", style="Chapter")
    assert numbers_of(document) == ["", "一、"]


def test_styles_based_on_one_another_in_a_circle():
    document = document_with(OUTLINE)
    one, two = (
        document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH) for name in "AB"
    )
    one.base_style, two.base_style = two, one
    document.add_paragraph("甲", style="A")
    assert numbers_of(document) == [""]


def test_a_list_by_way_of_a_list_style():
    document = document_with(OUTLINE)
    documents.add_lists(
        document,
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="901"><w:numStyleLink w:val="Outline"/>'
        "</w:abstractNum>",
    )
    own = documents.add_list(document, 0)
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="numbering" w:styleId="Outline"><w:pPr><w:numPr>'
            f'<w:numId w:val="{own}"/></w:numPr></w:pPr></w:style>'
        )
    )
    linked = documents.add_list(document, 1)
    add(document, linked)
    add(document, own)
    assert numbers_of(document) == ["一、", "二、"]
