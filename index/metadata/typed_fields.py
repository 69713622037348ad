"""What a person says of a plan, as typed: a cell of a table, a field of a form, an argument."""

import re
from datetime import date

from index.metadata.dates import is_period

DATES = ("issued", "valid_until", "accessed")
FIELDS = (
    *("title", "level", "county", "city", "province", "status", "document_number", "issuer"),
    *("issued", "valid_until", "period", "source", "accessed"),
)
"""What may be said of a plan in one line of text."""
_BETWEEN = re.compile(r"[-/.]")
_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*[-–—至]\s*((?:19|20)\d\d))?")


def field_from_text(name: str, text: str) -> str | date | list[int]:
    """Return what a person typed for a field as the manifest has it.

    Args:
        name: One of ``FIELDS``.
        text: With at least one character; a day as ``2020-05-01`` or ``2020/5/1``, years as
            ``2018-2020`` or ``2020``.

    Raises:
        ValueError: there is no such field, or the text is no day or no years.
    """
    said = " ".join(text.split())
    if name not in FIELDS:
        raise ValueError(f"unknown field {name!r}; known are {', '.join(FIELDS)}")
    if name in DATES:
        try:
            year, month, day = map(int, _BETWEEN.split(said))
            return date(year, month, day)
        except ValueError:
            raise ValueError(f"{name} must be a day such as 2020-05-01, not {said!r}") from None
    if name == "period":
        years = _YEARS.fullmatch(said)
        period = [int(years[1]), int(years[2] or years[1])] if years else []
        if not is_period(tuple(period)):
            raise ValueError(f"period must be years such as 2018-2020, not {said!r}")
        return period
    return said
