"""Days in a text: 2021年3月5日, 二〇二一年三月五日, 2021-03-05, 2021.3.5, 民國110年3月5日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.text.numerals import (
    CHINESE_DIGIT,
    CHINESE_NUMERAL,
    in_figures,
    parse_chinese_numeral,
)

CHINESE_YEAR = rf"(?:{CHINESE_DIGIT}|[Oo0]){{4}}"
"""A year in Chinese, digit by digit, with a letter or a figure for a lost 〇."""
_DATE = re.compile(
    # Behind a digit a year is cut off; behind a dash it ends a range.
    r"(?<![\d.])(?:"
    r"(?:(?P<republic>民国)(?P<era_year>\d{2,3})|(?P<year>(?:19|20)\d{2})"
    rf"|(?P<chinese_year>{CHINESE_YEAR}))年"
    rf"(?:(?P<month>\d{{1,2}})|(?P<chinese_month>{CHINESE_NUMERAL}{{1,2}}))月"
    rf"(?:(?P<day>\d{{1,2}})|(?P<chinese_day>{CHINESE_NUMERAL}{{1,3}}))日"
    r"|(?P<iso_year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<iso_month>\d{1,2})(?P=mark)"
    r"(?P<iso_day>\d{1,2})(?![\d/]|[-.]\d))"
)
_REPUBLIC = 1911
"""The year before the first of the Republic of China's calendar."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day that a text names.

    Attributes:
        is_written: With 年, 月 and 日, as documents print it; a page's fields have 2021-03-05.
    """

    start: int
    end: int
    day: date
    is_written: bool


def find_dates(shadow: str) -> Iterator[DateMention]:
    """Yield the days that the shadow of a text names, in order; the 30th of February is none."""
    for match in _DATE.finditer(shadow):
        day = _day(match)
        if day is not None:
            yield DateMention(*match.span(), day, match["mark"] is None)


def read_date(shadow: str) -> DateMention | None:
    """Return the day that the shadow of a text begins with, None where it begins with none."""
    first = next(find_dates(shadow), None)
    return first if first is not None and first.start == 0 else None


def _day(match: re.Match[str]) -> date | None:
    """Return the date that was matched, None where the calendar has no such day."""
    try:
        if match["iso_year"]:
            return date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
        if match["republic"]:
            year = int(match["era_year"]) + _REPUBLIC
        else:
            year = int(match["year"] or in_figures(re.sub("[Oo]", "0", match["chinese_year"])))
        month, day = match["chinese_month"], match["chinese_day"]
        return date(
            year,
            parse_chinese_numeral(month) if month else int(match["month"]),
            parse_chinese_numeral(day) if day else int(match["day"]),
        )
    except ValueError:
        return None
