"""A query as it arrives: refused, or made ready for reading."""

import unicodedata

from index.errors import QueryError
from index.parsing.shadow import Shadow, shadow_of

MAX_QUERY_CHARS = 1000
"""A question or a quoted sentence is far shorter; more is a document pasted by mistake."""

_WHITE_CONTROLS = frozenset("\t\n\r\v\f")


def read(text: str) -> tuple[str, Shadow]:
    """Return a query without white space at its edges and line breaks, and its shadow.

    Args:
        text: As the user typed it, in either script or in English.

    Raises:
        QueryError: the text is blank, too long, or has control characters.
    """
    if not isinstance(text, str):
        raise QueryError(f"a query must be a text, not {type(text).__name__}")
    if not text.strip():
        raise QueryError("the query is empty; type a question or a few keywords")
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(
            f"the query has {len(text)} characters, {MAX_QUERY_CHARS} are allowed; "
            "ask for one thing at a time"
        )
    if not text.isprintable():
        _require_no_control(text)
    asked = " ".join(text.split())
    return asked, shadow_of(asked)


def _require_no_control(text: str) -> None:
    """Refuse control characters, which no keyboard writes and a terminal would obey."""
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _WHITE_CONTROLS:
            raise QueryError(
                f"the query has a control character U+{ord(character):04X} at position {position}; "
                "delete it and ask again"
            )
