"""Until when a document holds: 有效期至2025年12月31日, 有效期5年, as it or its page says."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from index.mentions.dates import deadline_in, find_dates
from index.metadata.page_fields import Field, values_of
from index.text.numerals import CHINESE_NUMERAL, parse_number
from index.text.shadow import PrintedLine

_THIS = (
    r"(?:本|此|该)(?:文件|文|件|办法|方案|计划|预案|规定|条例|通知|通告|公告|意见|规范性文件|细则)"
)
_IN_FORCE = r"起(?:正式)?(?:施行|实施|执行|生效)"
_UNTIL = r"(?:截?止?至|到|为|暂定|:|是)*"
# 检验有效期, 许可证有效期 are of other things: the sentence has to speak of the document, or of
# the day that it takes effect.
_TERM = re.compile(
    rf"(?:{_THIS}|{_IN_FORCE})[^。]{{0,30}}?有效期(?:限)?{_UNTIL}"
    rf"|(?:{_THIS}[^。]{{0,12}}|{_IN_FORCE}[,;]?)有效{_UNTIL}"
    rf"|{_THIS}[^。]{{0,12}}(?:施行|实施|执行)(?:截?止?至|到)"
    rf"|(?<=日)(?:施行|实施|执行|生效)[,;]?(?:有效)?(?:截?止?至|到)"
)
_YEARS = re.compile(rf"(\d{{1,2}}|{CHINESE_NUMERAL}{{1,2}})年(?!\d|底|末|[前后])")
_SENTENCES = re.compile("[。;；]")
_VALUE = re.compile(rf"((?:[年月日号底末./-]|\d|{CHINESE_NUMERAL})+)(?:为?止)?(?=[,.()]|$)")
"""What stands behind 有效期: a day or a number of years, and nothing more of the clause."""


def find_valid_until(
    lines: Sequence[PrintedLine], fields: Sequence[Field], issued: date | None
) -> date | None:
    """Return the last day on which a document holds, None where it does not say.

    Args:
        lines: The document's own, in order.
        fields: Of the page.
        issued: The document's date: years are counted from it where nothing says from when the
            document holds.
    """
    stated = (field.plain for field in values_of(fields, "until"))
    terms = (_last_day(plain, None, issued) for plain in stated)
    return next(filter(None, (*terms, *_own_terms(lines, issued))), None)


def _own_terms(lines: Sequence[PrintedLine], issued: date | None) -> Iterator[date | None]:
    """Yield the last days that the document's sentences name."""
    for line in lines:
        if "有效" not in line.plain and "至" not in line.plain and "到" not in line.plain:
            continue
        for sentence in _SENTENCES.split(line.plain):
            term = _TERM.search(sentence)
            if term:
                since = next((own.day for own in find_dates(sentence[: term.end()])), None)
                yield _last_day(sentence[term.end() :], since, issued)


def _last_day(text: str, since: date | None, issued: date | None) -> date | None:
    """Return the day that a text begins with, or that so many years end on."""
    value = _VALUE.match(text)
    if value is None:
        return None
    words = value[1]
    mention = next(find_dates(words), None)
    if mention:
        return mention.day
    years = _YEARS.match(words)
    start = since or issued
    if years:
        return _after(start, int(parse_number(years[1]))) if start else None
    due = deadline_in(words, None)
    if due is None:
        return None
    year, month, day = due
    return date(year, month, min(day, monthrange(year, month)[1])) if month <= 12 else None


def _after(start: date, years: int) -> date:
    """Return the last day of so many years."""
    try:
        end = start.replace(year=start.year + years)
    except ValueError:  # the 29th of February
        end = start.replace(year=start.year + years, day=28)
    return end - timedelta(days=1)
