"""Tables to take away, read back as a spreadsheet reads them."""

import csv
import io
import zipfile
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ui.texts import speaking
from ui.views.sheets import Sheet

SHEET = Sheet(
    "name", ("地点", "值"), [("咸阳市", 53.0), ("=1+1", None), ("a\x00b", date(2020, 1, 2))]
)


def test_csv_is_read_back_and_holds_no_formula():
    text = SHEET.csv().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["地点", "值"],
        ["咸阳市", "53.0"],
        ["'=1+1", ""],
        ["a\x00b", "2020-01-02"],
    ]


def test_a_workbook_holds_text_numbers_and_no_formula():
    with zipfile.ZipFile(io.BytesIO(SHEET.xlsx())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<v>53</v>" in sheet
    assert "<f>" not in sheet
    for text in ("咸阳市", "=1+1", "a\ufffdb", "2020-01-02"):
        assert f">{text}<" in words


def test_a_workbook_has_heads_in_the_language_that_is_spoken_and_links():
    place = "http://127.0.0.1:7860/plan/a"
    sheet = Sheet("name", ("place", "address"), [("咸阳市", place), ("海东市", None)])
    for language, heads in (("zh", ("地点", "链接")), ("en", ("Place", "Link"))):
        with speaking(language), zipfile.ZipFile(io.BytesIO(sheet.xlsx())) as book:
            words = book.read("xl/sharedStrings.xml").decode()
            assert all(f">{head}<" in words for head in heads)
            assert place in book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert sheet.csv().decode("utf-8-sig").startswith("place,address")


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_any_text_can_be_taken_away(rows):
    sheet = Sheet("name", ("a", "b"), rows)
    assert sheet.csv().startswith(b"\xef\xbb\xbf")
    assert zipfile.is_zipfile(io.BytesIO(sheet.xlsx()))
