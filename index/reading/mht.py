"""Pages saved with all they need in one file (.mht, .mhtml): the page in it."""

from __future__ import annotations

import codecs
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from index.errors import PlanError
from index.reading.html import read_html

MAX_PARTS = 5_000
MAX_PAGE_BYTES = 20_000_000
"""As for a page that is saved alone."""
_BROKEN = (
    "is not a saved page or is broken; open it in a browser and save it again, "
    "or save its text as .txt"
)


def read_mht(data: bytes, path: Path) -> str:
    """Return the text of the page in a web archive.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: it holds no page, is broken or cut off, or its page is too large or cannot be
            read.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(data.lstrip())
        page = _page_of(message)
        content = page.get_payload(decode=True) if page is not None else None
    except (MessageError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise PlanError(f"{path}: {_BROKEN}") from error
    if page is None or not isinstance(content, bytes) or _is_cut_off(message):
        raise PlanError(f"{path}: {_BROKEN}")
    if len(content) > MAX_PAGE_BYTES:
        raise PlanError(
            f"{path}: its page has {len(content) / 1e6:.0f} MB, over the limit of "
            f"{MAX_PAGE_BYTES / 1e6:.0f} MB for a plan; give the plan's own text"
        )
    return read_html(_with_encoding(content, page.get_content_charset()), path)


def _page_of(message: EmailMessage) -> EmailMessage | None:
    """Return the part that is the page: the one that the archive starts with, or the first."""
    if not message.is_multipart():
        return message if message.get_content_type() == "text/html" else None
    start = str(message.get_param("start") or "").strip("<> ")
    pages = []
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            return None
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            pages.append(part)
    named = (own for own in pages if start and start in str(own.get("Content-ID") or ""))
    return next(named, pages[0] if pages else None)


def _is_cut_off(message: EmailMessage) -> bool:
    """Tell whether the line that ends an archive is missing."""
    return any("CloseBoundaryNotFound" in type(defect).__name__ for defect in message.defects)


def _with_encoding(content: bytes, name: str | None) -> bytes:
    """Return a page that says its encoding: the archive may say it, and not the page."""
    if not name or content.startswith(codecs.BOM_UTF8):
        return content
    try:
        label = codecs.lookup(name).name
    except LookupError:
        return content
    known = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950"}.get(label, label)
    if known == "utf-8" or b"charset" in content[:4096].lower():
        return content
    try:
        return codecs.BOM_UTF8 + content.decode(known).encode("utf-8")
    except UnicodeDecodeError:
        return content
