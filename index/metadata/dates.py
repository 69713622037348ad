"""When a document was issued, and which years it covers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeGuard

from index.metadata.issuers import is_issuer
from index.metadata.lines import PrintedLine
from index.text.numerals import parse_chinese_numeral
from index.text.shadow import shadow_of

_CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_DATE = (
    r"(?:(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?P<cyear>[〇○零Oo0一二三四五六七八九]{4})年(?P<cmonth>[一二三四五六七八九十]{1,2})月"
    r"(?P<cday>[一二三四五六七八九十]{1,3})日)"
)
_ANY_DATE = re.compile(_DATE)
_OWN_LINE = re.compile(rf"\(?{_DATE}\)?(?:\([^()]{{2,20}}\))?")
_SIGNED = re.compile(rf"(?P<issuer>[\u4e00-\u9fff]{{2,40}}?){_DATE}(?:\([^()]{{2,20}}\))?")
_PRINTED_ON = re.compile(rf"[\u4e00-\u9fff]{{0,40}}?{_DATE}(?:印发|发布|公布)")
_SPOKEN = re.compile(rf"[-—―–]*\(?{_DATE}在.{{4,60}}上\)?")
# (2018年10月26日 … 第六次会议 … 第二次修正); 自2019年3月1日起施行 is no such date.
_HISTORY = re.compile(rf"^\(?{_DATE}.*(?:通过|修正|修订|批准|公布|发布)")
_IN_FORCE = re.compile(r"起?施行|起实施|实施")
_ISO = r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_WRITTEN = re.compile(r"(?:成文|发文|印发|签发|公布)(?:日期|时间):")
_PUBLISHED = re.compile(r"发布(?:日期|时间):")
_ISO_DATE = re.compile(_ISO)
# A page with these fields is an office's own; 发布日期 alone is the date of an upload.
_OFFICIAL_FIELD = re.compile(r"(?:索引号|文号|发文字号|发文机关|发布机构|主题分类|公文种类):")

MAX_DATE_LINE_CHARS = 80
"""A longer line is prose; the longest seen, an office and a date, has 40."""
TAIL_LINES = 6
"""A date of issue at the end stands within the last lines, among signature and copies."""


def find_issued(
    front: Sequence[PrintedLine], rest: Sequence[PrintedLine], furniture: Sequence[PrintedLine]
) -> date | None:
    """Return the day a document was issued, None where it does not say.

    Args:
        front: The document's own lines before its first clause.
        rest: Its own lines from there on.
        furniture: Lines of the page before the first clause, where an office prints its fields.
    """
    tail = rest[-TAIL_LINES:]
    days = (
        *_field_dates(front, _WRITTEN),
        *_own_dates(front),
        *_spoken(front),
        *_last(_history_dates(front)),
        *_signature_dates(rest),
        *_own_dates(tail),
        *(day for line in (*front, *tail) if (day := _whole(_PRINTED_ON, line))),
        *_published(front, furniture),
    )
    return next(iter(days), None)


def is_date_line(line: PrintedLine) -> bool:
    """Tell whether a line is a date, with a bracket or 印发 at most."""
    return any(_whole(pattern, line) for pattern in (_OWN_LINE, _PRINTED_ON))


def is_signature_date(line: PrintedLine) -> bool:
    """Tell whether a line is the date of a signature, who signs before it or above."""
    return _signed_day(line) is not None


def is_history_line(line: PrintedLine) -> bool:
    """Tell whether a line says when and by whom a statute was adopted or revised."""
    return _HISTORY.match(line.plain) is not None


def _whole(pattern: re.Pattern[str], line: PrintedLine) -> date | None:
    """Return the date in a line that matches as a whole."""
    if len(line.plain) > MAX_DATE_LINE_CHARS:
        return None
    match = pattern.fullmatch(line.plain)
    return _day(match) if match else None


def _own_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the dates that stand on a line of their own, or behind who signs."""
    return (day for line in lines if (day := _signed_day(line)))


def _signed_day(line: PrintedLine) -> date | None:
    """Return the date a line consists of, but for who signs before it."""
    if "年" not in line.text:
        return None
    day = _whole(_OWN_LINE, line)
    signed = _SIGNED.fullmatch(line.plain) if day is None else None
    return _day(signed) if signed and is_issuer(signed["issuer"]) else day


def _signature_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the dates below a signature: the annexes may follow."""
    for before, line in pairwise(lines):
        day = _signed_day(line)
        if day and (is_issuer(before.plain) or _whole(_OWN_LINE, line) is None):
            yield day


def _spoken(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the day a report was given to an assembly."""
    return (day for line in lines if (day := _whole(_SPOKEN, line)))


def _history_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the days a statute was adopted, revised, approved."""
    for line in lines:
        if is_history_line(line):
            for match in _ANY_DATE.finditer(line.plain):
                day = _day(match)
                if day and not _IN_FORCE.match(line.plain, match.end()):
                    yield day


def _last(days: Iterator[date]) -> tuple[date, ...]:
    """Return the latest of some days."""
    return tuple(sorted(days)[-1:])


def _field_dates(lines: Sequence[PrintedLine], name: re.Pattern[str]) -> Iterator[date]:
    """Yield the dates behind a field's name."""
    for line in lines:
        field = name.search(line.plain)
        if field is None:
            continue
        for pattern in (_ANY_DATE, _ISO_DATE):
            match = pattern.match(line.plain, field.end())
            day = _day(match) if match else None
            if day:
                yield day


def _published(front: Sequence[PrintedLine], furniture: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the date of publication on an office's own page."""
    if any(_OFFICIAL_FIELD.search(line.plain) for line in front):
        yield from _field_dates((*front, *furniture), _PUBLISHED)


def _day(match: re.Match[str]) -> date | None:
    """Return the date that was matched, None for the 30th of February."""
    groups = match.groupdict()
    try:
        if groups["year"]:
            return date(int(groups["year"]), int(groups["month"]), int(groups["day"]))
        year = int(groups["cyear"].translate(_CHINESE_DIGITS))
        return date(
            year, parse_chinese_numeral(groups["cmonth"]), parse_chinese_numeral(groups["cday"])
        )
    except ValueError:
        return None


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
