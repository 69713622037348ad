"""Which encoding a web page is in: what its bytes say goes before what the page says of itself."""

import codecs
import re

from index.parsing.reading.plain import common_share, decode, decode_as

PRESCAN_BYTES = 4_096
"""Browsers look for the declaration in the first 1,024 bytes; pages of content systems have it
after some scripts."""
MAX_DAMAGED_SHARE = 0.01
"""A page with more characters out of place is in another encoding."""

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(
    rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_-]+)"
    rb"|<\?xml\b[^>]*?encoding\s*=\s*[\"']([a-z0-9_-]+)",
    re.IGNORECASE,
)
# Names that stand for a larger set, as browsers read them (https://encoding.spec.whatwg.org).
_LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "cp950"),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-8"),
}


def decode_page(data: bytes) -> str | None:
    """Return a page's bytes as text, None where no encoding fits.

    A byte order mark decides, then valid UTF-8, then the page's declaration. A page that is wrong
    about itself is read as what it is; a few damaged characters become replacement characters.
    """
    if data.startswith(codecs.BOM_UTF8):
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    declared = declared_encoding(data)
    own = decode_as(data, declared) if declared else None
    text = decode(data)
    if own is not None and (text is None or common_share(own) > common_share(text)):
        return own
    if text is not None or declared is None:
        return text
    damaged = data.decode(declared, "replace")
    is_page = damaged.count("\ufffd") <= MAX_DAMAGED_SHARE * len(damaged) and "\0" not in damaged
    return damaged if is_page else None


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page names in a ``meta`` element or an XML declaration."""
    match = _DECLARATION.search(_COMMENT.sub(b"", data[:PRESCAN_BYTES]))
    if match is None:
        return None
    label = (match.group(1) or match.group(2)).decode("ascii").lower()
    try:
        return _LABELS.get(label) or codecs.lookup(label).name
    except LookupError:
        return None
