"""A saved web page to the lines that a browser shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanError
from index.parsing.reading.html_encoding import decode_page
from index.parsing.reading.html_lines import PageLines

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
