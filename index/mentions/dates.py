"""Dates, years, spans of years and five-year plans, and what is compared with them.

The only reader of them. 2021年3月5日, 二〇二一年三月五日, 2021-03-05 and 民國110年3月5日 are days;
2018—2020年 and 十四五 are years; in 比2015年下降 the year is the base of a change.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.text.numerals import (
    CHINESE_DIGIT,
    CHINESE_NUMERAL,
    in_figures,
    parse_chinese_numeral,
    parse_number,
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
FIRST_BARE_YEAR, LAST_BARE_YEAR = 2005, 2039
"""A number that does not say that it is a year is one if a plan could be of it."""

YEARS_LONG = "[一二两三四五六]"
"""How many years a plan runs, in Chinese: 三年行动计划."""
_CHINESE_YEAR = re.compile(rf"[一二][九〇零○]{CHINESE_DIGIT}{{2}}(?=年)")
_YEAR = r"(?<![\d./])(?:19|20)\d{2}(?![\d.]*\d)"
_DASH = r" ?(?:[-—–\u2212~至到]{1,2}|to|through|until|and) ?"
_RANGE = re.compile(
    rf"(?P<between>between )?(?P<first>{_YEAR}) ?年?(?P<dash>{_DASH})"
    r"(?P<last>(?:19|20)\d{2}(?!\d)|\d{2}(?=年))(?P<sign> ?年)?"
)
_DASHED = re.compile(
    r"(?<![\d./])(?P<year>(?:19|20)\d{2})[-/.](?:0?[1-9]|1[0-2])[-/.]\d{1,2}(?!\d)"
)
_SINGLE = re.compile(
    r"(?<![\d./])(?<!\d-)(?P<year>(?:19|20)\d{2})(?: ?(?P<sign>年)|(?![\d%‰]|\.\d|,\d{3}))"
)
# A unit or a counter makes a number of what could be a year.
_COUNTER = re.compile(
    r" ?[多余几]?(?:[千万亿个只名位元吨家户辆台套座处项条艘人亩米克次天小公平立蒸微毫件所班]"
    r"|km|mg|kw)"
)
# sh2020 is a code; haidong2020 is a city and its year.
_CODE_BEFORE = re.compile(r"(?<![a-z])[a-z]{1,3}[-_. ]?$", re.IGNORECASE)
_WORD_BEFORE = re.compile(
    r"(?<![a-z])(?:in|by|the|for|of|to|its|and|vs|end|at|on|or|is|s) ?$", re.I
)
_FIVE_YEARS = re.compile(
    rf"(?<!{CHINESE_NUMERAL})十(?P<numeral>[一二三四五六])五(?![年月日个天万千百吨])"
)
_FIVE_YEARS_ENGLISH = re.compile(r"\b(?P<number>1[1-5])th[ -]five[ -]year", re.IGNORECASE)

_COMPARED = re.compile(
    r"(?:比|较|相比|相较于?|对比)$"
    r"|\b(?:than|compared (?:with|to)|relative to)(?: (?:in|its|the|that of|those of|year))* ?$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(
    r"年?(?:全年)?(?:的?(?:基础|水平|基数|基准|实际|同期|为基[准数年期])|(?:底|末)?(?:相比|比较|相较))"
    r"|(?:'s)? (?:levels?|baseline|base year|base)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(?:巩固|保持)[^,;。]{0,8}$")
_KEPT_AFTER = re.compile(r"[^,;。]{0,14}(?:成果|成效|成绩|战果)")
_GROUND = re.compile(r"年?底?[^,;。]{0,20}(?:基础上|为基[准数])")
_GROUND_BEFORE = re.compile("[在以于]$")
# 由2019年的78%提高到2023年的88%: the first is what is set out from.
_FROM_BEFORE = re.compile("[由从]$")
_FROM = re.compile("年?底?的?[^,;。年]{0,20}[0-9.]+(?![0-9.月日])[^,;。年]{0,12}[到至为]")
# 比2018-2020年方案 compares plans; 以2020年为目标 compares nothing.
_PLAN_AFTER = re.compile(
    r"年?度?(?:的|那|这|份|版|三年|行动)*(?:方案|计划|规划|版)| (?:action |work )?plans?\b"
)
# 2020年8月底前, 8月底前: by when something is due.
_DUE = re.compile(r"(?=20\d\d年|\d{1,2}月)(?:(20\d\d)年)?(?:(\d{1,2})月(?:(\d{1,2})(?:日|号))?)?")
_NO_DAY = re.compile("采暖季|供暖季|每年|每月")
_DUE_DAYS = {"上旬": 10, "中旬": 20, "初": 1}


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


@dataclass(frozen=True, slots=True)
class YearMention:
    """Years named at a place of the shadow; ``is_base`` where something is compared with them."""

    start: int
    end: int
    years: tuple[int, ...]
    is_base: bool = False

    @property
    def year(self) -> int:
        """The year, of several the last: by when something is to be done."""
        return self.years[-1]


def find_years(text: str, *, is_prose: bool = False) -> tuple[YearMention, ...]:
    """Return the years a text names, in order and disjoint.

    Args:
        text: A shadow; a query's without codes and quantities.
        is_prose: It is a plan's, in which a number without 年 is no year.
    """
    plain = _CHINESE_YEAR.sub(lambda match: in_figures(match.group()), text)
    found: list[YearMention] = []
    for mention in (*_ranges(plain), *_dates(plain), *_five_years(plain), *_singles(plain)):
        if (
            is_prose
            and "年" not in text[mention.start : mention.end + 1]
            and text[mention.start] != "十"
        ):
            continue
        if not any(other.start < mention.end and mention.start < other.end for other in found):
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _ranges(text: str) -> Iterator[YearMention]:
    """Yield 2018—2020年, 2018至2020, 2018-20年, between 2018 and 2020."""
    for match in _RANGE.finditer(text):
        if match["dash"].strip() == "and" and not match["between"]:
            continue
        first = int(match["first"])
        last = int(match["last"] if len(match["last"]) == 4 else f"{first // 100}{match['last']}")
        # 2020到2025 with 2000 years between is no range; nor is one that runs backwards.
        if first < last <= first + 20 and (match["sign"] or _is_plausible(first)):
            before = text[max(0, match.start("first") - 24) : match.start("first")]
            is_base = _is_base(text, before, match.end())
            years = tuple(range(first, last + 1))
            yield YearMention(match.start("first"), match.end(), years, is_base)


def _dates(text: str) -> Iterator[YearMention]:
    """Yield the year of 2019-03-13."""
    for match in _DASHED.finditer(text):
        yield YearMention(*match.span(), (int(match["year"]),))


def _five_years(text: str) -> Iterator[YearMention]:
    """Yield the years of 十四五."""
    for match in _FIVE_YEARS.finditer(text):
        first = 2001 + 5 * int(parse_number(match["numeral"]))  # 十一五 began in 2006
        is_base = _is_base(text, text[max(0, match.start() - 24) : match.start()], match.end())
        yield YearMention(*match.span(), tuple(range(first, first + 5)), is_base)
    for match in _FIVE_YEARS_ENGLISH.finditer(text):
        first = 1951 + 5 * int(match["number"])
        yield YearMention(*match.span(), tuple(range(first, first + 5)))


def _singles(text: str) -> Iterator[YearMention]:
    """Yield 2020年, and 2020 where it is no number of things and no code."""
    for match in _SINGLE.finditer(text):
        year, before = int(match["year"]), text[max(0, match.start() - 24) : match.start()]
        if not match["sign"] and (
            not _is_plausible(year)
            or _COUNTER.match(text, match.end())
            or (_CODE_BEFORE.search(before) and not _WORD_BEFORE.search(before))
        ):
            continue
        is_base = _is_base(text, before, match.end("year"))
        yield YearMention(*match.span(), (year,), is_base)


def _is_plausible(year: int) -> bool:
    """Tell whether a number without 年 is taken for a year."""
    return FIRST_BARE_YEAR <= year <= LAST_BARE_YEAR


def _is_base(text: str, before: str, end: int) -> bool:
    """Tell whether something is compared with a year: 比2015年下降, than in 2015."""
    if _PLAN_AFTER.match(text, end):
        return False
    if _BASE_AFTER.match(text, end):
        return True
    plain = before.rstrip("“\"'")
    if _KEPT.search(plain) and _KEPT_AFTER.match(text, end):
        return True
    if _GROUND_BEFORE.search(plain) and _GROUND.match(text, end):
        return True
    if _FROM_BEFORE.search(plain) and _FROM.match(text, end):
        return True
    return _COMPARED.search(before) is not None


_DEADLINE = re.compile(
    r"(?:(?:(?:(?:19|20)\d{2}|今|每)年的?)?[采供]暖[季期](?:开始|来临|到来)?"
    r"|(?:(?:19|20)\d{2}|今|每)年(?:\d{1,2}月)?|(?<!\d)\d{1,2}月|年(?=[底末]))"
    r"(?:\d{1,2}日|[上中下]旬)?(?:年?[底末])?(?:以前|之前|前|(?<=[底末]))"
)


def find_deadlines(shadow: str) -> Iterator[tuple[int, int]]:
    """Yield where a shadow says by when something is to be done: 2020年底前, 8月底前, 采暖季前.

    A year alone is none, nor is what a value is compared with: 较2015年底.

    Args:
        shadow: Of a text.

    Yields:
        Half-open ranges, in order.
    """
    for match in _DEADLINE.finditer(shadow):
        if not _is_base(shadow, shadow[: match.start()], match.end()):
            yield match.span()


def deadline_in(shadow: str, year: int | None) -> tuple[int, int, int] | None:
    """Return the last day, as year, month and day, of the first date in a shadow.

    2020年底前 is 2020-12-31, 8月底前 the last of August. None where there is no date, or one
    without a day of its own, such as a heating season.

    Args:
        shadow: Of a text.
        year: Of a date that names none; None where it is unknown.
    """
    words = shadow.replace(" ", "")
    found = _DUE.search(words)
    if not found or _NO_DAY.search(words):
        return None
    own = int(found[1]) if found[1] else year
    if own is None:
        return None
    rest = words[found.end() :]
    month = int(found[2] or 12)
    end = monthrange(own, month)[1] if 1 <= month <= 12 else 31
    last = next((day for part, day in _DUE_DAYS.items() if rest.startswith(part)), end)
    return own, month, int(found[3] or last)
