"""OpenDocument text (.odt) as lines: paragraphs, lists with their numbers, tables, notes.

Source: OpenDocument 1.3 (ISO/IEC 26300), part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import PlanError
from index.reading.package import LOCKED, open_package
from index.reading.table_lines import MAX_SPAN, TableLines
from index.reading.xml_element import XmlElement, local_name
from index.text.numerals import format_ordinal

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_LIST_FORMAT = (
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
)
_BROKEN = (
    "is not an OpenDocument text or is broken; open it in LibreOffice or WPS and save it as .docx"
)

# Deleted, page layout, what repeats the headings, what people wrote beside the text
_LEFT_OUT = frozenset(
    (
        *(
            "tracked-changes",
            "sequence-decls",
            "annotation",
            "ruby-text",
            "forms",
            "event-listeners",
        ),
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index"),
        *("hidden-text", "hidden-paragraph", "note-citation", "bibliography", "object", "image"),
        *("user-index", "object-index", "variable-decls", "user-field-decls", "scripts", "title"),
        *("desc", "shapes"),
    )
)
_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "\uff11, \uff12, \uff13, ...": "decimalFullWidth",
}
"""The styles of Word that ``style:num-format`` stands for; other numbers come in Arabic digits."""


def read_odt(data: bytes, path: Path) -> str:
    """Return the text of an OpenDocument file, a paragraph a line, a row of a table a line.

    Changes are taken as accepted. Notes come at the end; page headers and footers, comments and
    hidden text are left out.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no OpenDocument text, broken, locked with a password, or expands
            without measure.
    """
    with open_package(data, path, _BROKEN) as package:
        manifest = "META-INF/manifest.xml"
        if manifest in package.names and b"encryption-data" in package.read(manifest):
            raise PlanError(f"{path}: {LOCKED}")
        content = package.xml("content.xml")
        styles = package.xml("styles.xml") if "styles.xml" in package.names else None
    body = content.find(f"{_name('office', 'body')}/{_name('office', 'text')}")
    if body is None:
        raise PlanError(f"{path}: {_BROKEN}")
    text = _Text(_ListStyles([root for root in (styles, content) if root is not None]))
    text.add(body)
    return "\n".join(text.lines())


def _name(prefix: str, name: str) -> str:
    """Return a name with its namespace."""
    return f"{{{_NAMESPACE.format(prefix)}}}{name}"


_REPEATED = {"table-cell": "number-columns-repeated", "table-row": "number-rows-repeated"}


def _times(element: XmlElement, name: str, *, is_last: bool) -> int:
    """Return how often a cell or a row stands there; an empty one at the end fills it up, once."""
    if name not in _REPEATED:
        return 1
    is_empty = not "".join(element.itertext()).strip()
    is_filling = is_empty and (name == "table-row" or is_last)
    return 1 if is_filling else min(_count(element, "table", _REPEATED[name]), MAX_SPAN)


def _count(element: XmlElement, prefix: str, name: str, default: int = 1) -> int:
    """Return a whole number that an attribute holds, or the default."""
    printed = element.get(_name(prefix, name)) or ""
    return int(printed[:6]) if printed.isascii() and printed.isdigit() else default


@dataclass(frozen=True, slots=True)
class _Level:
    """How a list's level looks: the style of its number, empty for none, and what is around it."""

    style: str
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


class _ListStyles:
    """The list styles of a document, by name and level, and those of its paragraph styles."""

    def __init__(self, roots: list[XmlElement]) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._of_paragraphs: dict[str, tuple[str, str]] = {}
        self._hidden: set[str] = set()
        for root in roots:
            for style in root.iter(_name("text", "list-style"), _name("text", "outline-style")):
                is_outline = local_name(style) == "outline-style"
                name = "" if is_outline else style.get(_name("style", "name")) or ""
                for level in style:
                    if level.get(_name("text", "level")):
                        number = _count(level, "text", "level")
                        self._levels[name, number] = _level_of(level)
            for style in root.iter(_name("style", "style")):
                name = style.get(_name("style", "name")) or ""
                properties = style.find(_name("style", "text-properties"))
                if properties is not None and properties.get(_name("text", "display")) == "none":
                    self._hidden.add(name)
                self._of_paragraphs[name] = (
                    style.get(_name("style", "list-style-name")) or "",
                    style.get(_name("style", "parent-style-name")) or "",
                )

    def level(self, name: str, number: int) -> _Level:
        """Return how a level looks; the outline of headings has an empty name."""
        return self._levels.get((name, number)) or _Level("")

    def is_hidden(self, element: XmlElement) -> bool:
        """Tell whether the style of a paragraph or a part of it says that it is not shown."""
        return (element.get(_name("text", "style-name")) or "") in self._hidden

    def of_paragraph(self, style: str) -> str:
        """Return the list style of a paragraph's style or of one that it is based on."""
        for _ in range(20):  # a chain that is longer bites its own tail
            name, style = self._of_paragraphs.get(style, ("", ""))
            if name or not style:
                return name
        return ""


def _level_of(element: XmlElement) -> _Level:
    """Return how a level looks."""
    style = element.get(_name("style", "num-format")) or ""
    template = element.get(_LIST_FORMAT) or ""
    prefix = element.get(_name("style", "num-prefix")) or ""
    suffix = element.get(_name("style", "num-suffix")) or ""
    if template.count("%") >= 2 and not (prefix or suffix):
        prefix, suffix = template[: template.index("%")], template[template.rindex("%") + 1 :]
    return _Level(
        style=_STYLES.get(style, "decimal") if style else "",
        prefix=prefix,
        suffix=suffix,
        start=_count(element, "text", "start-value"),
        shown=_count(element, "text", "display-levels"),
    )


@dataclass(slots=True)
class _List:
    """A list that is open: its style, and the number that each level has reached."""

    style: str
    numbers: dict[int, int] = field(default_factory=dict)


class _Text:
    """Lines that grow as a document is walked through."""

    def __init__(self, styles: _ListStyles) -> None:
        self._styles = styles
        self._lines = TableLines()
        self._notes: list[XmlElement] = []
        self._open: list[_List] = []
        self._by_id: dict[str, _List] = {}
        self._last: dict[str, _List] = {}
        self._outline = _List("")
        self._number = ""

    def lines(self) -> list[str]:
        """Return the lines so far, then those of the notes."""
        notes, self._notes = self._notes, []
        for note in notes:
            self.add(note)
        return self._lines.lines()

    def add(self, container: XmlElement) -> None:
        """Add what is in a body, a note or a text box."""
        pending: list[tuple[str, Iterator[XmlElement]]] = [("", iter(container))]
        last: XmlElement | None = None  # of the row
        while pending:
            outer, elements = pending[-1]
            element = next(elements, None)
            if element is None:
                pending.pop()
                self._close(outer)
                continue
            name = local_name(element)
            if not name or name in _LEFT_OUT:
                continue
            if name in ("p", "h"):
                pending.append(("boxes", iter(self._add_paragraph(element, name))))
                continue
            times = _times(element, name, is_last=element is last)
            if times > 1 and outer != "repeated":
                pending.append(("repeated", iter([element] * times)))
                continue
            self._start(element, name)
            inner = list(element)
            last = inner[-1] if name == "table-row" and inner else last
            pending.append((name, iter(inner)))

    def _start(self, element: XmlElement, name: str) -> None:
        """Note that a list, an item, a table, a row or a cell starts."""
        if name == "list":
            self._open.append(self._list_of(element))
        elif name == "list-item":
            self._count(element)
        elif name == "table":
            self._lines.open_table()
        elif name == "table-row":
            self._lines.open_row()
        elif name == "table-cell":
            columns = _count(element, "table", "number-columns-spanned")
            self._lines.open_cell(columns, _count(element, "table", "number-rows-spanned"))

    def _close(self, name: str) -> None:
        """Note that an element ends."""
        if name == "list" and self._open:
            self._open.pop()
        elif name == "list-item":
            self._number = ""
        elif name == "table":
            self._lines.close_table()

    def _list_of(self, element: XmlElement) -> _List:
        """Return the list that an element starts, or goes on with."""
        if self._open:  # a list in an item is a level of it
            return self._open[-1]
        style = element.get(_name("text", "style-name")) or ""
        if not style:
            first = element.find(f".//{_name('text', 'p')}")
            name = "" if first is None else first.get(_name("text", "style-name")) or ""
            style = self._styles.of_paragraph(name)
        continued = self._by_id.get(element.get(_name("text", "continue-list")) or "")
        if continued is None and element.get(_name("text", "continue-numbering")) == "true":
            continued = self._last.get(style)
        found = _List(style, continued.numbers if continued else {})
        identity = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if identity:
            self._by_id[identity] = found
        self._last[style] = found
        return found

    def _count(self, element: XmlElement) -> None:
        """Put the next number of the list in front of the line that follows."""
        if self._open:
            own = self._open[-1]
            start = _count(element, "text", "start-value", -1)
            self._number = self._next(own, len(self._open), start if start >= 0 else None)

    def _next(self, own: _List, number: int, start: int | None) -> str:
        """Return the next number of a level and what is around it, empty for a bullet."""
        level = self._styles.level(own.style, number)
        if start is not None:
            own.numbers[number] = start
        elif number in own.numbers:
            own.numbers[number] += 1
        else:
            own.numbers[number] = level.start
        for deeper in [other for other in own.numbers if other > number]:
            del own.numbers[deeper]
        if not level.style:
            return ""
        shown = []
        for above in range(max(1, number - level.shown + 1), number + 1):
            other = self._styles.level(own.style, above)
            shown.append(format_ordinal(own.numbers.get(above, other.start), other.style))
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}"

    def _add_paragraph(self, element: XmlElement, name: str) -> list[XmlElement]:
        """Add a paragraph's lines, and return the text boxes that are anchored in it."""
        number, self._number = self._number, ""
        if name == "h" and not self._open:
            level = _count(element, "text", "outline-level")
            is_listed = element.get(_name("text", "is-list-header")) != "true"
            number = self._next(self._outline, level, None) if is_listed else ""
        pieces, boxes = _words(element, self._notes, self._styles)
        words = "".join(pieces)
        if number and words.strip():
            words = f"{number} {words}"
        for line in words.split("\n"):
            if line.strip():
                self._lines.add(line.rstrip())
        return boxes


def _words(
    element: XmlElement, notes: list[XmlElement], styles: _ListStyles
) -> tuple[list[str], list[XmlElement]]:
    """Return a paragraph's words in order and its text boxes; notes are set aside in ``notes``."""
    if styles.is_hidden(element):
        return [], []
    pieces = [element.text or ""]
    boxes: list[XmlElement] = []
    pending: list[Iterator[XmlElement]] = [iter(element)]
    trail: list[XmlElement] = []
    while pending:
        inner = next(pending[-1], None)
        if inner is None:
            pending.pop()
            if trail:
                pieces.append(trail.pop().tail or "")
            continue
        name = local_name(inner)
        if name == "note":
            notes.append(inner)
        elif name == "text-box":
            boxes.append(inner)
        elif name == "s":
            pieces.append(" " * min(_count(inner, "text", "c"), 1_000))
        elif name in ("tab", "line-break"):
            pieces.append("\t" if name == "tab" else "\n")
        elif name and name not in _LEFT_OUT and not styles.is_hidden(inner):
            pieces.append(inner.text or "")
            trail.append(inner)
            pending.append(iter(inner))
            continue
        pieces.append(inner.tail or "")
    return pieces, boxes
