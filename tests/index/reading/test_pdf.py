from pathlib import Path

import pytest

from index import PlanError
from index.reading import page_checks
from index.reading.pdf import IDEOGRAPHS, read_pdf
from tests.effort import effort
from tests.index.reading.documents import (
    LOCKED,
    deflated,
    handmade_pdf,
    text_at,
)

PATH = Path("plan.pdf")
WORDS = text_at("1. Overall requirements of the plan", 72, 700)

# what is wrong, bytes, message
BROKEN = {
    "a password": (handmade_pdf(WORDS, encrypt=LOCKED), "is locked with a password; save it"),
    "no PDF": (b"plan", "is not a PDF or is broken; open it in a PDF reader and print it"),
    "nothing": (b"", "is not a PDF or is broken"),
    **{
        f"{share} of a hundred bytes": (
            handmade_pdf(WORDS)[: len(handmade_pdf(WORDS)) * share // 100],
            "is not a PDF or is broken",
        )
        for share in (10, 50, 90)
    },
}


def text_of(data):
    return read_pdf(data, PATH).text


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(case):
    data, message = BROKEN[case]

    def read():
        with pytest.raises(PlanError, match=message) as raised:
            read_pdf(data, PATH)
        assert str(raised.value).startswith("plan.pdf: ")

    assert effort(read) < 250


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr(page_checks, "MAX_PAGES", 2)
    with pytest.raises(PlanError, match="3 pages, over the limit of 2"):
        read_pdf(handmade_pdf(WORDS, WORDS, WORDS), PATH)


def test_blank_pages_are_no_scans():
    assert text_of(handmade_pdf(WORDS, "")) == "1. Overall requirements of the plan"
    assert text_of(handmade_pdf("", "")) == ""


def body(first, second="the end of it."):
    return text_at(first, 72, 700) + text_at(second, 72, 684)


def pages(*, header="Air quality plans", footer="- {} -", start=1):
    return handmade_pdf(
        *(
            text_at(header, 250, 810, 9)
            + body(f"Page {word} of")
            + text_at(footer.format(n), 290, 30, 9)
            for n, word in enumerate(("one", "two", "three"), start=start)
        )
    )


# how the pages are numbered
@pytest.mark.parametrize("footer", ["{}", "- {} -", "\\227 {} \\227", "{} / 3", "Page {}"])
@pytest.mark.parametrize("start", [1, 17])
def test_page_numbers_and_running_headers_are_left_out(footer, start):
    text = text_of(pages(footer=footer, start=start))
    assert "Air quality plans" not in text
    assert text.splitlines()[0] == "Page one of"
    assert not any(str(start + n) in text for n in range(3))


def test_what_differs_from_page_to_page_stays():
    data = handmade_pdf(
        *(
            text_at(f"Title {w}", 72, 810) + body("Text") + text_at(n, 72, 30)
            for n, w in zip("283", "abc", strict=True)
        )
    )
    text = text_of(data)
    assert all(f"Title {word}" in text for word in "abc")
    assert all(number in text.split("\n") for number in "283")


def test_cells_of_a_row_are_lines_and_go_on_with_nothing():
    row = (
        text_at("City", 72, 700)
        + text_at("Target", 300, 700)
        + text_at("Xianyang", 72, 684)
        + text_at("53", 300, 684)
    )
    assert text_of(handmade_pdf(row)).split("\n") == ["City", "Target", "Xianyang", "53"]


def test_a_lowered_number_stays_in_its_line():
    line = "BT /F1 12 Tf 72 700 Td (PM) Tj /F1 8 Tf -3 Ts (2.5) Tj 0 Ts /F1 12 Tf ( of 35) Tj ET"
    assert text_of(handmade_pdf(line)) == "PM2.5 of 35"


@pytest.mark.parametrize(
    ("rotate", "matrix"),
    [(90, "0 1 -1 0 595 0"), (180, "-1 0 0 -1 595 842"), (270, "0 -1 1 0 0 842")],
)
def test_rotated_pages(rotate, matrix):
    content = f"q {matrix} cm {text_at('First line', 72, 300)}{text_at('Second', 72, 250)}Q"
    assert text_of(handmade_pdf(content, rotate=rotate)) == "First line\nSecond"


def test_radicals_are_characters():
    assert "".join(IDEOGRAPHS[radical] for radical in "⽬⼀⽓⻓⻛⻘") == "目一气长风青"
    assert len(IDEOGRAPHS) > 214


def test_a_page_that_cannot_be_decoded_to_its_end_is_named():
    """PDFium would give the first lines and keep silent about the rest."""
    whole = deflated("".join(text_at(f"Line {line} of the plan", 72, line) for line in range(700)))
    damaged = whole[:900] + "damaged" + whole[907:]
    assert "Line 699" in text_of(handmade_pdf(whole, filters="/Filter /FlateDecode"))
    with pytest.raises(PlanError, match="page 2 is damaged, part of its text is lost; fetch"):
        read_pdf(handmade_pdf(whole, damaged, filters="/Filter /FlateDecode"), PATH)


def test_a_page_that_unpacks_without_end_is_refused():
    bomb = deflated(" " * 60_000_000)
    with pytest.raises(PlanError, match="page 1 unpacks to more than 50,000,000 bytes"):
        read_pdf(handmade_pdf(bomb, filters="/Filter /FlateDecode"), PATH)
