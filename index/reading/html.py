"""Saved web pages as lines: their encoding, their blocks and tables, their text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError
from index.reading.plain import common_share, decode, decode_as
from index.reading.table_lines import TableLines
from index.text.headings import Line, has_label
from index.text.numerals import format_ordinal

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


_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol"),
        *("optgroup", "option", "p", "plaintext", "pre", "search", "section", "select"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    )
)
_KEPT_SPACE = frozenset(("pre", "listing", "plaintext", "xmp", "textarea"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_LIST_TYPES = {
    **{"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"},
    **{"I": "upperRoman", "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter"},
    **{"lower-latin": "lowerLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman"},
    **{"upper-roman": "upperRoman", "decimal": "decimal", "decimal-leading-zero": "decimalZero"},
    **dict.fromkeys(
        ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "chineseCounting"
    ),
    "cjk-decimal": "ideographDigital",
}
_UNNUMBERED = frozenset(("none", "disc", "circle", "square"))


@dataclass(slots=True)
class _List:
    """A list that is open: the style of its numbers, empty where it has none, and the next one."""

    style: str
    number: int
    step: int = 1


class PageLines:
    """Lines that grow as a page is walked through."""

    def __init__(self) -> None:
        self._lines = TableLines()
        self._pieces: list[str] = []
        self._lists: list[_List] = []
        self._number = ""
        self._kept_space = 0

    def open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Note that an element starts."""
        if tag == "br" or tag in _BLOCKS:
            self._break()
        if tag == "table":
            self._lines.open_table()
        elif tag == "tr":
            self._lines.open_row()
        elif tag in ("td", "th"):
            self._lines.open_cell(_span(attributes, "colspan"), _span(attributes, "rowspan"))
        if tag in ("ol", "ul", "menu", "dir"):
            self._lists.append(_list_of(tag, attributes))
        elif tag == "li":
            self._count(attributes)
        self._kept_space += tag in _KEPT_SPACE

    def close(self, tag: str) -> None:
        """Note that an element ends."""
        if tag in _BLOCKS:
            self._break()
        if tag == "table":
            self._lines.close_table()
        if tag in ("ol", "ul", "menu", "dir") and self._lists:
            self._lists.pop()
        if tag == "li":
            self._number = ""
        self._kept_space -= tag in _KEPT_SPACE

    def add_text(self, text: str) -> None:
        """Add text to the line, its white space collapsed unless the element keeps it."""
        if not self._kept_space:
            self._pieces.append(_SPACE.sub(" ", text))
            return
        first, *others = _LINE_BREAK.split(text)
        self._pieces.append(first)
        for line in others:
            self._break()
            self._pieces.append(line)

    def text(self) -> str:
        """Return the lines so far."""
        self._break()
        return "\n".join(self._lines.lines())

    def _break(self) -> None:
        """End the line; a line without words is none."""
        line = "".join(self._pieces)
        self._pieces.clear()
        if not self._kept_space:
            line = _SPACE.sub(" ", line)
        line = line.strip(" ") if not self._kept_space else line.rstrip()
        if not line.strip():
            return
        if self._number:
            # Many pages type the number into an item and hide the list's own by a style sheet.
            words = line.lstrip()
            line = line if has_label(words, Line(0, len(words))) else self._number + line
            self._number = ""
        self._lines.add(line)

    def _count(self, attributes: Mapping[str, str | None]) -> None:
        """Put the next number of the list in front of the line that follows."""
        if not self._lists:
            return
        own = self._lists[-1]
        own.number = _integer(attributes.get("value"), own.number)
        declared = _style_of(attributes)
        style = own.style if declared is None else declared
        self._number = _marker(own.number, style) if style else ""
        own.number += own.step


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    """Return over how many columns or rows a cell goes."""
    printed = (attributes.get(name) or "").strip()
    return int(printed[:4]) if printed.isascii() and printed.isdigit() else 1


def _list_of(tag: str, attributes: Mapping[str, str | None]) -> _List:
    """Return the list that an element starts."""
    if tag != "ol":
        return _List("", 1)
    style = _style_of(attributes)
    step = -1 if "reversed" in attributes else 1
    return _List("decimal" if style is None else style, _integer(attributes.get("start"), 1), step)


def _style_of(attributes: Mapping[str, str | None]) -> str | None:
    """Return how an element numbers: a style's name, empty for not at all, None if it is silent."""
    declared = _LIST_STYLE.search(attributes.get("style") or "")
    words = declared.group(1).lower().split() if declared else []
    if _UNNUMBERED & set(words):
        return ""
    words.append(attributes.get("type") or "")
    return next((_LIST_TYPES[word] for word in words if word in _LIST_TYPES), None)


def _marker(number: int, style: str) -> str:
    """Return a list's number as a browser shows it."""
    shown = format_ordinal(number, style)
    return f"{shown}、" if style in ("chineseCounting", "ideographDigital") else f"{shown}. "


def _integer(value: str | None, default: int) -> int:
    """Return an attribute's whole number, or the default."""
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,6}", value.strip()) else default


if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_DEPTH = 2_000
"""Elements inside one another. Browsers stop at 512, and a page that goes on for ever costs the
parser the square of it."""
MAX_ASIDE_SENTENCES = 2
"""More full stops than this in a hidden part are a text that the page shows after a click."""
MIN_REPEATED_CHARS = 20
"""A line of this length that stands in the page twice is the same line."""

_NOT_SHOWN = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "iframe", "object", "embed"),
        *("svg", "audio", "video", "canvas", "noframes", "datalist", "rp", "rt"),
        *("-comment", "!doctype"),
    )
)
_ASIDE = frozenset(("nav", "footer", "dialog"))
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NOT_HTML = "is not a web page that can be read"
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)(?:[^<>]*?(/?))>")
# Elements that end by themselves, or that have no end.
_UNNESTED = frozenset(
    (
        *("p", "li", "dd", "dt", "tr", "td", "th", "option", "thead", "tbody", "tfoot"),
        *("colgroup", "br", "hr", "img", "input", "meta", "link", "col", "area", "base"),
        *("source", "wbr", "param"),
    )
)


def read_html(data: bytes, path: Path) -> str:
    """Return the text of a page, a paragraph a line, a row of a table a line.

    What a browser does not show is left out, and so are navigation and footer where the page says
    that they are these; both stay if they hold prose of their own.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the encoding is unknown, or the page is nested without end.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = decode_page(data)
    if page is None:
        raise PlanError(
            f"{path}: {_NOT_HTML} (its characters fit no encoding); "
            "open it in a browser and save it again, or save its text as UTF-8"
        )
    if _depth(page) > MAX_DEPTH:
        raise PlanError(
            f"{path}: {_NOT_HTML} (more than {MAX_DEPTH} elements inside one another); "
            "save its text as .txt"
        )
    root = LexborHTMLParser(page).root
    if root is None:
        return ""
    asides: list[LexborNode] = []
    text = _shown_text(root, asides, frozenset())
    kept = frozenset(node.mem_id for node in asides if _has_own_prose(node, text))
    return _shown_text(root, [], kept) if kept else text


def _depth(page: str) -> int:
    """Return an upper bound of how deep a page's elements are nested."""
    depth = deepest = 0
    for match in _TAG.finditer(page):
        closing, name, self_closing = match.groups()
        if name.lower() in _UNNESTED or self_closing:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _shown_text(root: LexborNode, asides: list[LexborNode], kept: frozenset[int]) -> str:
    """Return the lines below a node; parts set aside go into ``asides``, unless they are kept."""
    lines = PageLines()
    for node, is_end in _walk(root, asides, kept):
        if node.is_text_node:
            lines.add_text(node.text_content or "")
        elif is_end:
            lines.close(node.tag or "")
        else:
            lines.open(node.tag or "", node.attributes)
    return lines.text()


def _walk(
    root: LexborNode, asides: list[LexborNode], kept: frozenset[int]
) -> Iterator[tuple[LexborNode, bool]]:
    """Yield what is shown in document order: text once, elements at their start and their end."""
    pending = [(root, False)]
    while pending:
        node, is_end = pending.pop()
        if is_end or node.is_text_node:
            yield node, is_end
            continue
        if node.tag in _NOT_SHOWN:
            continue
        if node.mem_id != root.mem_id and node.mem_id not in kept and _is_aside(node):
            asides.append(node)
            continue
        yield node, False
        pending.append((node, True))
        child = node.last_child
        while child is not None:
            pending.append((child, False))
            child = child.prev


def _is_aside(node: LexborNode) -> bool:
    """Tell whether an element is hidden, or navigation or footer by its own account."""
    attributes = node.attributes
    return (
        node.tag in _ASIDE
        or "hidden" in attributes
        or attributes.get("role") == "navigation"
        or _HIDDEN.search(attributes.get("style") or "") is not None
    )


def _has_own_prose(node: LexborNode, shown: str) -> bool:
    """Tell whether a part set aside holds sentences that the shown page has not."""
    text = _shown_text(node, [], frozenset())
    if text.count("。") <= MAX_ASIDE_SENTENCES:
        return False
    return any(len(line) >= MIN_REPEATED_CHARS and line not in shown for line in text.split("\n"))
