"""Elements and text of a page, one after the other, to lines as a browser breaks them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.parsing.clauses.headings import Line, has_label
from index.parsing.reading.ordinals import format_ordinal
from index.parsing.reading.table_lines import TableLines

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
            self._lines.open_cell()
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
