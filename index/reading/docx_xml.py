"""The names of WordprocessingML, and what is used of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class XmlElement(Protocol):
    """An element as lxml and ElementTree have it: its name, its text, what is below it."""

    @property
    def tag(self) -> str:
        """Return the name, with its namespace in braces."""

    @property
    def text(self) -> str | None:
        """Return the text before the first element below."""

    def get(self, key: str, default: str | None = None, /) -> str | None:
        """Return an attribute."""

    def find(self, path: str, /) -> XmlElement | None:
        """Return the first element on a path of names."""

    def __iter__(self) -> Iterator[XmlElement]: ...


def word(name: str) -> str:
    """Return a name with the namespace of WordprocessingML: ``p`` for ``w:p``."""
    return f"{{{_WORD}}}{name}"


def local_name(element: XmlElement) -> str:
    """Return an element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


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
