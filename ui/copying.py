"""Buttons that copy a citation in one of its forms."""

import json

from ui.citation import Cited, format_footnote, format_markdown, format_quotation
from ui.markup import escape
from ui.texts import (
    AS_FOOTNOTE,
    AS_LINK,
    AS_MARKDOWN,
    COPIED,
    COPY,
    COPY_ADDRESS,
    COPY_BY_HAND,
    COPYING,
    Text,
)


def copy_buttons(cited: Cited) -> str:
    """Return the HTML of the buttons that copy a citation."""
    address = cited.address
    forms = (
        (COPY, format_quotation(cited)),
        (AS_FOOTNOTE, format_footnote(cited)),
        (AS_MARKDOWN, format_markdown(cited)),
        (AS_LINK, address),
    )
    buttons = "".join(_button(label, text, address) for label, text in forms)
    return f'<div class="copying" role="group" aria-label="{escape(str(COPYING))}">{buttons}</div>'


def copy_address(address: str) -> str:
    """Return the HTML of the button that copies the address of a view."""
    return f'<span class="copying">{_button(COPY_ADDRESS, address, address)}</span>'


def _button(label: Text, text: str, address: str) -> str:
    """Return a button.

    What it copies travels as ASCII JSON: HTML would change carriage returns and lone surrogates,
    and a quotation must be exact. The browser puts its own server before the address in it.
    """
    copied = escape(json.dumps(text, ensure_ascii=True))
    return (
        f'<button type="button" class="copy" data-copy="{copied}" data-address="{escape(address)}" '
        f'data-copied="{escape(str(COPIED))}" data-by-hand="{escape(str(COPY_BY_HAND))}">'
        f"{label.html}</button>"
    )
