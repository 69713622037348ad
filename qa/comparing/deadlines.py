"""When something is due, as a day that can be compared."""

import re

from index.text import shadow_of

_DATE = re.compile(r"(?=20\d\d年|\d{1,2}月)(?:(20\d\d)年)?(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_NO_DAY = re.compile("采暖季|供暖季|每年|每月")
_ENDS = {"上旬": 10, "中旬": 20, "初": 1}


def deadline_in(text: str, year: int | None) -> tuple[int, int, int] | None:
    """Return the last day, as year, month and day, of the first date in a text.

    2020年底前 is 2020-12-31, 8月底前 the last of August. None where there is no date, or one
    without a day of its own, such as a heating season.

    Args:
        text: In either script.
        year: Of a date that names none; None where it is unknown.
    """
    words = shadow_of(text).text.replace(" ", "")
    found = _DATE.search(words)
    if not found or _NO_DAY.search(words):
        return None
    own = int(found[1]) if found[1] else year
    if own is None:
        return None
    rest = words[found.end() :]
    last = next((day for part, day in _ENDS.items() if rest.startswith(part)), 31)
    return own, int(found[2] or 12), int(found[3] or last)
