"""The attachments of a page: links in it that lead to documents."""

from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from index.reading import SUFFIXES
from index.reading.html import decode_page

MAX_ATTACHMENTS = 20
_NO_DOCUMENTS = (".html", ".htm", ".txt", ".md", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""Other pages, and the pictures of this one."""


def suffix_of(address: str) -> str:
    """Return how the file at an address ends, lower case: ``.pdf``."""
    return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()


def attachments_of(data: bytes, address: str) -> tuple[str, ...]:
    """Return the addresses of the documents that a page links to, in order, each once.

    Args:
        data: The page.
        address: Where it was.
    """
    reader = _Links(address)
    reader.feed(decode_page(data) or "")
    documents = frozenset(SUFFIXES) - frozenset(_NO_DOCUMENTS)
    found = dict.fromkeys(link for link in reader.found if suffix_of(link) in documents)
    return tuple(found)[:MAX_ATTACHMENTS]


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._base = address
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads."""
        href = dict(attrs).get("href")
        if not href:
            return
        try:
            address = urljoin(self._base, href.strip())
            scheme = urlsplit(address).scheme
        except ValueError:  # a link that is none
            return
        if tag == "base":
            self._base = address
        elif tag == "a" and scheme in ("http", "https"):
            self.found.append(address.partition("#")[0])
