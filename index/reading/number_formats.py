"""Numbers as the cells of a workbook show them, as far as that changes what they say.

Source: ECMA-376, part 1, 18.8.30 (number formats); those of workbooks before 2007 are the same.
"""

import re
from datetime import datetime, timedelta

_DATES = {
    **dict.fromkeys((14, 22, 30, 36, 50), "yyyy-m-d"),
    **dict.fromkeys((15, 16), "yyyy-m-d"),
    **dict.fromkeys((17, 27, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 31, 51, 53, 54, 58), "yyyy年m月d日"),
}
"""Formats of dates that need not be written down, as a Chinese Excel shows them or nearly so."""
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""The day 0 of numbers that are dates, and that of workbooks of old Macintoshes."""
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", **_DATES}
"""Formats by number that need not be written down."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_WORD = re.compile(r'"([年月日])"')
_LITERAL = re.compile(r'"([^"]*)"')
_IS_DATE = re.compile(r"[yd]|m.*[月年]|年|月", re.IGNORECASE)


def number_shown(value: float, code: str, epoch: datetime) -> str:
    """Return a number as its format shows it, as far as that changes what it says."""
    first = code.split(";")[0]
    form = _QUOTED.sub("", _DATE_WORD.sub(r"\1", first))
    if _IS_DATE.search(form) and "%" not in form:
        return _date_shown(value, form, code, epoch)
    decimals = len(form.partition(".")[2].partition("%")[0].replace("#", "").rstrip("E+ "))
    decimals = min(sum(sign in "0?" for sign in form.partition(".")[2]), 10) if decimals else 0
    unit = "".join(_LITERAL.findall(first[max(map(first.rfind, "0#?")) + 1 :]))
    if "%" in form:
        return f"{round(value * 100, max(decimals, 10)):.{decimals}f}%{unit}"
    if "0" not in form or "E" in form.upper():
        return f"{value:.15g}{unit}" if abs(value) < 1e15 else f"{value:.0f}{unit}"
    return f"{value:.{decimals}f}{unit}"


def _date_shown(value: float, form: str, code: str, epoch: datetime) -> str:
    """Return a date: a month where its format shows no day, in Chinese where the format is."""
    if not 0 < value < 2_958_466:  # the year 9999
        return f"{value:.15g}"
    day = epoch + timedelta(days=value)
    has_day, is_chinese = "d" in form.lower(), "年" in code or "月" in code
    if "y" not in form.lower():
        return f"{day.month}月{day.day}日" if has_day else f"{day.month}月"
    if not has_day:
        if "m" not in form.lower():
            return f"{day.year}年"
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日" if is_chinese else f"{day:%Y-%m-%d}"
