"""A Word file's XML: its elements by name, and the automatic numbers of its paragraphs.

The numbers are counted and written out as the reader of the file sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.reading.xml_element import XmlElement, local_name
from index.text.numerals import format_ordinal

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAX_STYLE_DEPTH = 20
"""Styles based on one another; a chain that is longer bites its own tail."""
MAX_LEVEL = 8
"""Lists have nine levels."""

_PLACE = re.compile(r"%([1-9])")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_NO_LIST = "0"


def word(name: str) -> str:
    """Return a name with the namespace of WordprocessingML: ``p`` for ``w:p``."""
    return f"{{{_WORD}}}{name}"


def child(element: XmlElement | None, *names: str) -> XmlElement | None:
    """Return the element below that a path of names leads to."""
    return None if element is None else element.find("/".join(map(word, names)))


def value(element: XmlElement | None, *names: str) -> str | None:
    """Return the ``w:val`` of the element that a path of names leads to."""
    found = child(element, *names)
    return None if found is None else found.get(word("val"))


def is_on(element: XmlElement | None, *names: str) -> bool:
    """Tell whether a switch is there and not turned off."""
    found = child(element, *names)
    return found is not None and found.get(word("val")) not in ("0", "false", "off", "none")


def number(text: str | None, default: int) -> int:
    """Return a whole number that an attribute holds, or the default."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level looks.

    Attributes:
        template: ``（%2）``, where ``%2`` is the number of the second level.
        restarts_after: The number of levels any of which starts this one again.
        is_decimal: All numbers are shown in Arabic digits.
    """

    start: int
    style: str
    template: str
    gap: str
    restarts_after: int
    is_decimal: bool


@dataclass(slots=True)
class _Counter:
    """The numbers an abstract list has reached, by level; a level is absent until it starts."""

    numbers: dict[int, int] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    """The lists of a document, counting as its paragraphs are read in order."""

    def __init__(self, numbering: XmlElement | None, styles: XmlElement | None) -> None:
        self._lists = _by_id(numbering, "num", "numId")
        self._abstract_lists = _by_id(numbering, "abstractNum", "abstractNumId")
        self._styles = _by_id(styles, "style", "styleId")
        self._default_style = next(
            (
                style_id
                for style_id, style in self._styles.items()
                if style.get(word("type")) == "paragraph" and style.get(word("default")) == "1"
            ),
            "",
        )
        self._counters: dict[str, _Counter] = {}

    def next_number(self, paragraph: XmlElement) -> str:
        """Return the number in front of a paragraph and the gap after it, empty if it has none."""
        list_id, level = self._place(paragraph)
        abstract_id = self._abstract_id(list_id)
        if abstract_id is None:
            return ""
        counter = self._counters.setdefault(abstract_id, _Counter())
        own = self._level(list_id, abstract_id, level)
        if own is None:
            return ""
        self._count(counter, list_id, abstract_id, level)
        if own.style == "bullet" or not own.template:
            bullet = _PRIVATE_USE.sub("", own.template)
            return bullet + own.gap if bullet.strip() else ""

        def shown(place: re.Match[str]) -> str:
            """Return the number that a place of the template stands for."""
            position = int(place.group(1)) - 1
            other = self._level(list_id, abstract_id, position) or own
            current = counter.numbers.get(position, other.start)
            return format_ordinal(current, "decimal" if own.is_decimal else other.style)

        return _PLACE.sub(shown, own.template) + own.gap

    def _place(self, paragraph: XmlElement) -> tuple[str, int]:
        """Return the list and the level of a paragraph, by itself or through its style."""
        style_id = value(paragraph, "pPr", "pStyle") or self._default_style
        list_id = value(paragraph, "pPr", "numPr", "numId")
        level = value(paragraph, "pPr", "numPr", "ilvl")
        for style in self._style_chain(style_id):
            if list_id is None:
                list_id = value(style, "pPr", "numPr", "numId")
                if list_id is not None and level is None:
                    level = self._level_of_style(list_id, style.get(word("styleId")) or "")
            if level is None:
                level = value(style, "pPr", "numPr", "ilvl")
        return list_id or _NO_LIST, min(max(number(level, 0), 0), MAX_LEVEL)

    def _level_of_style(self, list_id: str, style_id: str) -> str | None:
        """Return the level that a list reserves for a style."""
        for level in self._abstract_lists.get(self._abstract_id(list_id) or "", ()):
            if local_name(level) == "lvl" and value(level, "pStyle") == style_id:
                return level.get(word("ilvl"))
        return None

    def _style_chain(self, style_id: str) -> Iterator[XmlElement]:
        """Yield a style and those it is based on."""
        for _ in range(MAX_STYLE_DEPTH):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style, "basedOn") or ""

    def _abstract_id(self, list_id: str, depth: int = 0) -> str | None:
        """Return the abstract list of a list, None if it has none; by way of a list style too."""
        abstract_id = value(self._lists.get(list_id), "abstractNumId")
        abstract = self._abstract_lists.get(abstract_id or "")
        if abstract is None or list_id == _NO_LIST:
            return None
        style = self._styles.get(value(abstract, "numStyleLink") or "")
        linked = value(style, "pPr", "numPr", "numId")
        if linked is not None and depth < MAX_STYLE_DEPTH:
            return self._abstract_id(linked, depth + 1) or abstract_id
        return abstract_id

    def _level(self, list_id: str, abstract_id: str, level: int) -> _Level | None:
        """Return how a level looks: as the list has it, else as the abstract list has it."""
        override = _with_level(self._lists.get(list_id), "lvlOverride", level)
        found = child(override, "lvl")
        if found is None:
            found = _with_level(self._abstract_lists[abstract_id], "lvl", level)
        if found is None:
            return None
        return _Level(
            start=number(value(found, "start"), 0),
            style="none" if is_on(found, "rPr", "vanish") else value(found, "numFmt") or "decimal",
            template="" if is_on(found, "rPr", "vanish") else value(found, "lvlText") or "",
            gap="" if value(found, "suff") == "nothing" else " ",
            restarts_after=number(value(found, "lvlRestart"), level),
            is_decimal=is_on(found, "isLgl"),
        )

    def _count(self, counter: _Counter, list_id: str, abstract_id: str, level: int) -> None:
        """Count on at a level, and start anew those below it."""
        numbers = counter.numbers
        override = _with_level(self._lists.get(list_id), "lvlOverride", level)
        restart = value(override, "startOverride")
        own = self._level(list_id, abstract_id, level)
        start = own.start if own else 1
        if restart is not None and (list_id, level) not in counter.started:
            counter.started.add((list_id, level))
            numbers[level] = number(restart, start)
        else:
            numbers[level] = numbers[level] + 1 if level in numbers else start
        for position in range(level):  # a level that was passed over counts as begun
            above = self._level(list_id, abstract_id, position)
            numbers.setdefault(position, above.start if above else 1)
        for position in range(level + 1, MAX_LEVEL + 1):
            below = self._level(list_id, abstract_id, position)
            if below and level < below.restarts_after:
                numbers.pop(position, None)


def _by_id(root: XmlElement | None, name: str, key: str) -> dict[str, XmlElement]:
    """Return the elements of a name below a root, by one of their attributes."""
    return {
        element.get(word(key)) or "": element
        for element in (root if root is not None else ())
        if local_name(element) == name
    }


def _with_level(parent: XmlElement | None, name: str, level: int) -> XmlElement | None:
    """Return the element of a name below a parent that stands for a level."""
    for element in parent if parent is not None else ():
        if local_name(element) == name and number(element.get(word("ilvl")), -1) == level:
            return element
    return None
