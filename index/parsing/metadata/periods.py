"""The years a plan covers."""

import re
from collections.abc import Iterable
from typing import TypeGuard

from index.parsing.clauses.numerals import parse_chinese_numeral
from index.parsing.shadow import shadow_of

_YEARS = re.compile(r"((?:19|20)\d{2})年?(?:[-—–~至到]{1,2}((?:19|20)\d{2}))?年?")
_RANGE = re.compile(r"((?:19|20)\d{2})年?[-—–~至到]{1,2}((?:19|20)\d{2})年")
_FIVE_YEARS = re.compile(r"十([一二三四五六])五")
_DURATION = re.compile(r"([一二两三四五六])年(?:专项)?(?:行动|攻坚|工作|实施|计划|方案|作战)")
# The year of a statute is that of its revision, not of what it covers.
_STATUTE = re.compile(r"(?:法|条例|办法|规定|决定)(?:\([^()]*\))*$")


def find_period(title: str, lines: Iterable[str]) -> tuple[int, int] | None:
    """Return the first and last year a plan covers, None where it does not say.

    The years of the title, the years of its five-year plan, or, for a plan of so many years, the
    first range of that length in the text.

    Args:
        title: In either script.
        lines: The document's lines, as they are matched.
    """
    plain = shadow_of(title).text
    if _STATUTE.search(plain):
        return None
    match = _YEARS.search(plain)
    if match:
        period = (int(match[1]), int(match[2] or match[1]))
        return period if is_period(period) else None
    five = _FIVE_YEARS.search(plain)
    if five:
        first = 2001 + 5 * parse_chinese_numeral(five[1])  # 十一五 began in 2006
        return first, first + 4
    duration = _DURATION.search(plain)
    if duration is None:
        return None
    years = parse_chinese_numeral(duration[1])
    ranges = ((int(m[1]), int(m[2])) for line in lines for m in _RANGE.finditer(line))
    return next((r for r in ranges if is_period(r) and r[1] - r[0] + 1 == years), None)


def is_period(value: object) -> TypeGuard[tuple[int, int]]:
    """Tell whether a value is two years in order."""
    return (
        isinstance(value, tuple)
        and len(value) == 2
        and all(type(year) is int and 1900 <= year <= 2100 for year in value)
        and value[0] <= value[1]
    )
