"""Cells asked for by their row and column, over tables of ten formats with merged cells."""

import re

import pytest

from index import PlanIndex
from qa import ask
from tests.index.reading.made_cells import filled
from tests.index.reading.made_files import MAKERS
from tests.qa.table_documents import DOCUMENTS

MIN_RIGHT = 27

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    plans = folder / "plans"
    plans.mkdir()
    for document in DOCUMENTS:
        path = plans / f"{document.name}{document.suffix}"
        path.write_bytes(MAKERS[document.suffix](document.blocks))
    return PlanIndex.build(folder, folder / "index", progress=False)


def is_right(answer, document, expected):
    """The cell and nothing else of its column stands in the answer, quoted from the document."""
    said = "".join(answer.text.split())
    grid = filled(document.rows)
    columns = [own for own in zip(*grid, strict=True) if expected in own or f"{expected}%" in own]
    others = {cell for column in columns for cell in column if expected not in cell}
    return (
        answer.status == "answered"
        and has(said, expected)
        and not any(has(said, other) for other in others if other not in expected)
        and {citation.plan_id for citation in answer.citations} == {document.name}
    )


def has(said, words):
    """Whether words stand in a text, a number not as a part of a longer one."""
    return re.search(rf"(?<![\d.]){re.escape(words)}(?![\d.])", said) is not None


def test_cells_by_row_and_column(index):
    wrong = []
    for document in DOCUMENTS:
        for question, expected in document.questions:
            answer = ask(index, question)
            if not is_right(answer, document, expected):
                wrong.append((question, expected, answer.status, answer.text))
    count = sum(len(document.questions) for document in DOCUMENTS)
    assert count == 30
    assert count - len(wrong) >= MIN_RIGHT, wrong
