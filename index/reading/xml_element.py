"""An element of XML, whatever parser made it, and its name without the namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class XmlElement(Protocol):
    """An element as lxml and ElementTree have it: its name, its text, what is below it."""

    @property
    def tag(self) -> str:
        """Return the name, with its namespace in braces."""

    @property
    def text(self) -> str | None:
        """Return the text before the first element below."""

    @property
    def tail(self) -> str | None:
        """Return the text behind it, before the next element."""

    def get(self, key: str, default: str | None = None, /) -> str | None:
        """Return an attribute."""

    def find(self, path: str, /) -> XmlElement | None:
        """Return the first element on a path of names."""

    def iter(self, *names: str) -> Iterator[XmlElement]:
        """Return it and all below it, of some names or of any."""

    def itertext(self) -> Iterator[str]:
        """Return the texts below it."""

    def __iter__(self) -> Iterator[XmlElement]: ...


def local_name(element: XmlElement) -> str:
    """Return an element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
