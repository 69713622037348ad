"""A page and its attachments, fetched to be put into a collection as they were sent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from index.corpus.web.addresses import FetchError
from index.corpus.web.pages import attachments_of, suffix_of
from index.corpus.web.requests import Got, Limits, get
from index.corpus.web.robots import Robots
from index.reading import MAX_FILE_BYTES, MAX_PICTURE_FILE_BYTES, SUFFIXES

_OFFICE = "application/vnd.openxmlformats-officedocument"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "multipart/related": ".mht",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/vnd.ms-excel": ".xls",
    "application/pdf": ".pdf",
    "application/ofd": ".ofd",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}

_TEXTS = ("", ".html", ".htm", ".txt", ".md", ".csv", ".xls", ".et")
_WITH_PICTURES = MAX_PICTURE_FILE_BYTES // MAX_FILE_BYTES


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file of the web.

    Attributes:
        name: To keep it under, with the ending that says how it is read.
        address: Where it was in the end.
        data: All of it, as it was sent.
    """

    name: str
    address: str
    data: bytes


def fetch_page(address: str, limits: Limits) -> Iterator[Fetched | FetchError]:
    """Yield the file at an address, then, where it is a page, the documents that it links to.

    An attachment that cannot be fetched yields its error; the page is there without it.

    Args:
        address: Of http or https.
        limits: For each file; a document with pictures may be as large as such files may.

    Raises:
        FetchError: the address itself cannot be fetched, or is of no type that can be read.
    """
    robots = Robots(limits)
    large = replace(limits, max_bytes=limits.max_bytes * _WITH_PICTURES)
    first = limits if suffix_of(address) in _TEXTS else large
    got = get(address, first, robots.require_welcome)
    page = _fetched(got)
    yield page
    if not page.name.endswith(".html"):
        return
    for link in attachments_of(got.data, got.url):
        try:
            yield _fetched(get(link, large, robots.require_welcome))
        except FetchError as error:
            yield error


def _fetched(got: Got) -> Fetched:
    """Return a file under a name that says where it is from, and how it is read."""
    suffix = _SUFFIXES.get(got.kind) or suffix_of(got.url)
    suffix = ".html" if suffix == ".htm" else suffix
    if suffix not in SUFFIXES:
        kind = got.kind or suffix or "a file of unknown type"
        raise FetchError(f"{got.url}: is {kind}, which cannot be read; {', '.join(SUFFIXES)} can")
    url = urlsplit(got.url)
    stem = PurePosixPath(unquote(url.path)).stem or "index"
    return Fetched(f"{url.hostname}-{stem}{suffix}", got.url, got.data)
