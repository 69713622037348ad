"""Addresses of the page's views: each state of each view is one, in either language."""

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from ui.texts import Language, language

PREFIXES: dict[Language, str] = {"zh": "", "zh-Hant": "", "en": "/en"}
"""What the addresses of a language begin with; Traditional readers read the Chinese pages."""
SEARCH_PREFIXES: dict[Language, str] = {**PREFIXES, "zh-Hant": "/hant"}
"""The same of the search page, whose frame is made before its reader is known."""

Given = Mapping[str, str | int | Sequence[str] | None]
"""What stands in an address behind its question mark; what is empty is left out."""


def address(path: str, given: Given | None = None, *, of: Language | None = None) -> str:
    """Return the address of a view in the language that is spoken.

    Args:
        path: Of the view in Chinese, ``/compare``.
        given: What it shows.
        of: Another language than the one that is spoken.
    """
    kept = {name: value for name, value in (given or {}).items() if value not in (None, "", ())}
    question = f"?{urlencode(kept, doseq=True)}" if kept else ""
    return f"{PREFIXES[of or language()]}{path}{question}"


def plan_address(
    plan_id: str,
    start: int | None = None,
    end: int | None = None,
    query: str = "",
    quote: str = "",
) -> str:
    """Return the address of a plan's text, of a quotation in it where a range is given.

    Args:
        plan_id: Of the plan.
        start: Of the quotation, in code points of the plan's text; ``end`` is exclusive.
        end: None where no quotation is meant.
        query: Whose words are marked.
        quote: The characters themselves; the address then tells when others stand there.
    """
    path = f"/plan/{quoted(plan_id, safe='')}"
    if start is None or end is None:
        return address(path, {"q": query})
    at = f"{start}-{end}-{mark_of(quote)}" if quote else f"{start}-{end}"
    return f"{address(path, {'at': at, 'q': query})}#{anchor(start, end)}"


def mark_of(quote: str) -> str:
    """Return what tells a quotation from nearly every other one: eight hexadecimal digits."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def anchor(start: int, end: int) -> str:
    """Return what the characters of a quotation are called in the address of its plan."""
    return f"c-{start}-{end}"


def clause_anchor(clause_id: str) -> str:
    """Return what a clause is called in the address of its plan."""
    return f"clause-{quoted(clause_id, safe='')}"
