"""What pages of characters must be to be read: their text is text, and no picture of it."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from index.errors import PlanError
from index.reading.page_lines import Page

MIN_SCAN_SHARE = 0.5
"""A page without text whose pictures cover this share of it is a scan, else a blank page."""
MAX_UNREADABLE_SHARE = 0.05
"""With more characters than this that are none, the fonts do not say what they show."""
MAX_PAGES = 1_000
"""The longest plan seen prints on 20 pages."""

_PRINT = "print it to PDF, whose pages are recognised then"


def require_page_count(count: int, path: Path) -> None:
    """Refuse a file with more pages than a plan has.

    Raises:
        PlanError: there are more than ``MAX_PAGES``.
    """
    if count > MAX_PAGES:
        raise PlanError(
            f"{path}: {count} pages, over the limit of {MAX_PAGES}; give the plan's own"
        )


def require_characters(pages: Iterable[Page], path: Path) -> None:
    """Refuse text that is not made of characters.

    Args:
        pages: All of a file's.
        path: Of the file, for the message.

    Raises:
        PlanError: the fonts do not say which characters they show.
    """
    if is_unreadable(pages):
        raise PlanError(f"{path}: its fonts do not say which characters they show; {_PRINT}")


def is_unreadable(pages: Iterable[Page]) -> bool:
    """Tell whether a text is not made of characters."""
    text = "".join(line.text for page in pages for line in page.lines)
    unreadable = sum(unicodedata.category(character) in ("Co", "Cn", "Cs") for character in text)
    unreadable += text.count("\ufffd")
    return unreadable > MAX_UNREADABLE_SHARE * len(text)
