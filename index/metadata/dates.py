"""When a document was issued, and which years it covers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeGuard

from index.mentions.dates import (
    CHINESE_YEAR,
    YEARS_LONG,
    DateMention,
    find_dates,
    find_years,
    read_date,
)
from index.metadata.issuers import is_issuer, signer_behind
from index.metadata.page_fields import Field, values_of
from index.text.numerals import in_figures, parse_chinese_numeral
from index.text.shadow import PrintedLine, shadow_of

_REMARK = re.compile(r"\)?(?:\([^()]{2,20}\))?")
"""What may stand behind the date of a signature: a bracket."""
_PRINTED_ON = re.compile(r"印发|发布|公布")
_BEFORE_PRINTED = re.compile(r"[\u4e00-\u9fff]{0,40}")
_SPOKEN = re.compile(r"在.{4,60}上\)?")
_DASHES = re.compile(r"[-—―–]*\(?")
# (2018年10月26日 … 第六次会议 … 第二次修正); 自2019年3月1日起施行 is no such date.
_ADOPTED = re.compile(r"通过|修正|修订|批准|公布|发布")
_IN_FORCE = re.compile(r"起?施行|起实施|实施")
# A page with these fields is an office's own; 发布日期 alone is the date of an upload.
_OFFICIAL_FIELD = re.compile(
    r"(?:索引号|文号|发文字号|发文机关|发布机构|主题分类|公文种类)(?::|$)|^(?:发文字号|文号|索引号|发布机关)"
)

_DATE_START = re.compile(rf"[(12]|{CHINESE_YEAR}|民国")

MAX_DATE_LINE_CHARS = 80
"""A longer line is prose; the longest seen, an office and a date, has 40."""
TAIL_LINES = 6
"""A date of issue at the end stands within the last lines, among signature and copies."""


def find_issued(
    front: Sequence[PrintedLine],
    rest: Sequence[PrintedLine],
    page: Sequence[PrintedLine],
    fields: Sequence[Field],
) -> date | None:
    """Return the day a document was issued, None where it does not say.

    The day it was written goes before those of its signature, its adoption, its printing, and
    these before the day an office's page gives as that of publication.

    Args:
        front: The document's own lines before its first clause.
        rest: Its own lines from there on.
        page: All lines before the first clause, those of the page and of its fields too.
        fields: Of the page.
    """
    tail = rest[-TAIL_LINES:]
    is_official = any(_OFFICIAL_FIELD.search(line.plain) for line in page)
    days = (
        *_field_dates(fields, "written"),
        *_own_dates(front),
        *_spoken(front),
        *_last(_history_dates(front)),
        *_signature_dates(rest),
        *_own_dates(tail),
        *(day for line in (*front, *tail) if (day := _printed_day(line))),
        *(_field_dates(fields, "published") if is_official else ()),
        *_field_dates(fields, "dated"),
    )
    return next(iter(days), None)


def is_date_line(line: PrintedLine) -> bool:
    """Tell whether a line is a date, with a bracket or 印发 at most."""
    return _own_day(line) is not None or _printed_day(line) is not None


def is_signature_date(line: PrintedLine) -> bool:
    """Tell whether a line is the date of a signature, who signs before it or above."""
    return _signed_day(line) is not None


def is_history_line(line: PrintedLine) -> bool:
    """Tell whether a line says when and by whom a statute was adopted or revised."""
    mention = read_date(line.plain.removeprefix("(")) if _DATE_START.match(line.plain) else None
    return bool(mention and mention.is_written and _ADOPTED.search(line.plain, mention.end))


def _first_written(plain: str) -> DateMention | None:
    """Return the first date of a line that is short enough to be one, as documents print it."""
    if len(plain) > MAX_DATE_LINE_CHARS or "年" not in plain:
        return None
    return next((mention for mention in find_dates(plain) if mention.is_written), None)


def _own_day(line: PrintedLine) -> date | None:
    """Return the date that a line is, in brackets or not."""
    mention = _first_written(line.plain)
    if mention is None or line.plain[: mention.start] not in ("", "("):
        return None
    return mention.day if _REMARK.fullmatch(line.plain, mention.end) else None


def _printed_day(line: PrintedLine) -> date | None:
    """Return the date on which a line says that the document was printed."""
    mention = _first_written(line.plain)
    if mention is None or not _BEFORE_PRINTED.fullmatch(line.plain, 0, mention.start):
        return None
    return mention.day if _PRINTED_ON.fullmatch(line.plain, mention.end) else None


def _own_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the dates that stand on a line of their own, or behind who signs."""
    return (day for line in lines if (day := _signed_day(line)))


def _signed_day(line: PrintedLine) -> date | None:
    """Return the date a line consists of, but for who signs before it."""
    if "年" not in line.text:
        return None
    day = _own_day(line)
    mention = _first_written(line.plain) if day is None else None
    if mention and line.plain[: mention.start] == "(" and signer_behind(line.plain, mention.end):
        return mention.day
    if mention is None or not _REMARK.fullmatch(line.plain, mention.end):
        return day
    return mention.day if is_issuer(line.plain[: mention.start]) else None


def _signature_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the dates below a signature: the annexes may follow."""
    for before, line in pairwise(lines):
        day = _signed_day(line)
        if day and (is_issuer(before.plain) or _own_day(line) is None):
            yield day


def _spoken(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the day a report was given to an assembly."""
    for line in lines:
        mention = _first_written(line.plain)
        if (
            mention
            and _DASHES.fullmatch(line.plain, 0, mention.start)
            and _SPOKEN.fullmatch(line.plain, mention.end)
        ):
            yield mention.day


def _history_dates(lines: Sequence[PrintedLine]) -> Iterator[date]:
    """Yield the days a statute was adopted, revised, approved."""
    for line in lines:
        if is_history_line(line):
            for mention in find_dates(line.plain):
                if mention.is_written and not _IN_FORCE.match(line.plain, mention.end):
                    yield mention.day


def _last(days: Iterator[date]) -> tuple[date, ...]:
    """Return the latest of some days."""
    return tuple(sorted(days)[-1:])


def _field_dates(fields: Sequence[Field], kind: str) -> Iterator[date]:
    """Yield the dates of the fields of a kind."""
    return (mention.day for field in values_of(fields, kind) if (mention := read_date(field.plain)))


_TO = "[-—–―─~〜至到]{1,2}"
_YEARS = re.compile(rf"((?:19|20)\d{{2}})年?(?:\d{{1,2}}月)?(?:{_TO}((?:19|20)\d{{2}})(?!\d))?年?")
_RANGE = re.compile(rf"((?:19|20)\d{{2}})年?{_TO}((?:19|20)\d{{2}})年")
_CHINESE_YEAR = re.compile(rf"{CHINESE_YEAR}(?=年)")
# (2019年修订), 2020年版: when it was revised, not what it covers.
_REVISED = re.compile(r"(?:19|20)\d{2}年?(?:\d{1,2}月)?(?:修订|修正|修改|版|本\))")
_DURATION = re.compile(rf"({YEARS_LONG})年(?:专项)?(?:行动|攻坚|工作|实施|计划|方案|作战)")
# The year in a statute's brackets is that of its revision, not of what it covers.
_BRACKETS = re.compile(r"\([^()]*\)")
_STATUTE = re.compile(r"(?:法|条例|办法|规定|决定)(?:\([^()]*\))*$")


def find_period(
    title: str, lines: Iterable[str], issued: date | None = None
) -> tuple[int, int] | None:
    """Return the first and last year a plan covers, None where it does not say.

    The years of the title, the years of its five-year plan, or, for a plan of so many years, the
    first range of that length in the text. A government's yearly report is on the year it is given.

    Args:
        title: In either script.
        lines: The document's lines, as they are matched.
        issued: The document's date.
    """
    plain = shadow_of(title).text
    for mention in reversed(list(find_dates(plain))):
        plain = f"{plain[: mention.start]}{mention.day.year}年{plain[mention.end :]}"
    if _STATUTE.search(plain):
        plain = _BRACKETS.sub("", plain)
    plain = _REVISED.sub("", _CHINESE_YEAR.sub(_in_digits, plain))
    match = _YEARS.search(plain)
    if match:
        period = (int(match[1]), int(match[2] or match[1]))
        return period if is_period(period) else None
    five = find_years(plain)  # of 十四五: others were looked for above
    if five:
        return five[0].years[0], five[0].years[-1]
    if issued and plain.endswith("政府工作报告"):
        return issued.year, issued.year
    duration = _DURATION.search(plain)
    if duration is None:
        return None
    years = parse_chinese_numeral(duration[1])
    ranges = ((int(m[1]), int(m[2])) for line in lines for m in _RANGE.finditer(line))
    return next((r for r in ranges if is_period(r) and r[1] - r[0] + 1 == years), None)


def _in_digits(year: re.Match[str]) -> str:
    """Return a year of Chinese digits in Arabic ones."""
    return in_figures(year.group())


def is_period(value: object) -> TypeGuard[tuple[int, int]]:
    """Tell whether a value is two years in order."""
    return (
        isinstance(value, tuple)
        and len(value) == 2
        and all(type(year) is int and 1900 <= year <= 2100 for year in value)
        and value[0] <= value[1]
    )
