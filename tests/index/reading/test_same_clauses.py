"""The five plans as text, page, Word file and print: the same clauses and passages."""

from pathlib import Path

import pytest

from index import parse_plan
from index.structure.passages import split_passages
from tests.index.reading import documents

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))
DOCUMENTS = Path(__file__).parents[2] / "documents" / "practice"
# How word processors and web pages set paragraphs apart.
STYLES = {
    "indented": "p { margin: 0; text-indent: 2em; text-align: justify }",
    "apart": "p { margin: 1em 0; text-align: justify }",
    "flush": "p { margin: 0; text-align: justify }",
    "ragged": "p { margin: 0; text-indent: 2em }",
    "smaller": "p { margin: 0 0 .8em; font-size: 12px; line-height: 1.3 }",
}


def clauses(plan):
    """What must not depend on the type of file; spaces inside a heading may."""
    return [
        (clause.id, clause.label, clause.level, "".join(clause.heading.split()))
        for clause in plan.clauses
    ]


def passages(plan):
    return ["".join(passage.text.split()) for passage in split_passages(plan)]


def assert_same(path, name):
    plan, original = parse_plan(path), parse_plan(PLANS / f"{name}.txt")
    assert clauses(plan) == clauses(original)
    assert passages(plan) == passages(original)


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_page(tmp_path, name):
    path = tmp_path / f"{name}.html"
    path.write_text(documents.page_of(documents.paragraphs_of(PLANS / f"{name}.txt")), "utf-8")
    assert_same(path, name)


@pytest.mark.parametrize("make", [documents.typed_docx, documents.numbered_docx])
@pytest.mark.parametrize("name", NAMES)
def test_a_word_file(tmp_path, name, make):
    path = tmp_path / f"{name}.docx"
    path.write_bytes(make(documents.paragraphs_of(PLANS / f"{name}.txt")))
    assert_same(path, name)


@pytest.mark.browser
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_a_print(tmp_path, printer, name, style):
    css = "body { font: 16px/1.75 'Noto Serif CJK SC', 'Songti SC', SimSun, serif }" + STYLES[style]
    markup = documents.page_of(documents.paragraphs_of(PLANS / f"{name}.txt"), css)
    header = documents.HEADER if style == "indented" else "<span></span>"
    path = printer(tmp_path / f"{name}.pdf", markup, header=header)
    assert_same(path, name)
    text = parse_plan(path).text
    assert "大气污染防治文件汇编" not in text
    assert "— 2 —" not in text


def test_a_page_as_it_was_found():
    page, text = map(parse_plan, sorted(DOCUMENTS.glob("36_*")))
    assert clauses(page) == clauses(text)
    assert passages(page) == passages(text)
