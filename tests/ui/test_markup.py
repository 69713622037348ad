import html
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.markup import escape

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{}}",
    "${alert(1)}",
    "&lt;",
    "<!-- -->",
]


class Reader(HTMLParser):
    """Reads back what a browser would see."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_escaped_is_read_back_and_is_no_markup(text):
    reader = Reader()
    reader.feed(f'<p title="{escape(text)}">{escape(text)}</p>')
    reader.close()
    assert reader.tags == [("p", {"title": text})]
    assert reader.text == text


@given(st.text())
def test_nothing_that_has_a_meaning_is_left(text):
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'${}")
    escaped.encode("utf-8")


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\ud800"])
def test_what_cannot_be_printed_is_replaced(character):
    assert escape(f"煤{character}炭") == "煤\ufffd炭"


def test_line_breaks_and_tabs_are_kept():
    assert html.unescape(escape("煤\n\t\r炭")) == "煤\n\t\r炭"
