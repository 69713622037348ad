"""Long tables in pages, each page at an address of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.requests import Request

from ui.addresses import Given, address
from ui.views.asked import text_asked

ROWS = 100
"""Of a page: as many as anybody reads through, and a browser shows them at once."""
AROUND = 2
"""Pages before and behind the one that is shown that have a link, beside the first and the last."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows of a table.

    Attributes:
        rows: Those that are shown.
        number: Of the page, from 1.
        total: Rows of the whole table.
        links: The number and the address of pages, ascending; None where numbers are left out.
    """

    rows: Sequence[_Row]
    number: int
    total: int
    links: tuple[tuple[int, str] | None, ...]

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return pages_of(self.total)

    @property
    def first(self) -> int:
        """The first row that is shown, counted from 1 in the whole table; 0 where there is none."""
        return (self.number - 1) * ROWS + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The last row that is shown."""
        return min(self.number * ROWS, self.total)


def page_of(request: Request, path: str, given: Given, rows: Sequence[_Row]) -> Page[_Row]:
    """Return the rows that an address asks for by its ``page``.

    A number that is none leads to the first page, one beyond the last page to the last.

    Args:
        request: Whose address it is.
        path: Of the view in Chinese.
        given: What else the address says; the links keep it.
        rows: The whole table.
    """
    pages = pages_of(len(rows))
    said = text_asked(request, "page")
    asked = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else 1
    number = min(max(1, asked), pages)
    shown = rows[(number - 1) * ROWS : number * ROWS]
    return Page(shown, number, len(rows), _links(path, given, number, pages))


def pages_of(rows: int) -> int:
    """Return how many pages some rows fill."""
    return max(1, -(-rows // ROWS))


def _links(path: str, given: Given, number: int, pages: int) -> tuple[tuple[int, str] | None, ...]:
    """Return the links to the first page, the last, and those around the one that is shown."""
    near = range(max(1, number - AROUND), min(pages, number + AROUND) + 1)
    found: list[tuple[int, str] | None] = []
    before = 0
    for own in sorted({1, pages, *near}):
        if own > before + 1:
            found.append(None)
        found.append((own, address(path, {**given, "page": own if own > 1 else None})))
        before = own
    return tuple(found)
