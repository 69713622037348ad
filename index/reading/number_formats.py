"""Numbers as the cells of a workbook show them, as far as that changes what they say.

Thousands are not told apart, and what is below zero has a minus, whatever its format has.

Source: ECMA-376, part 1, 18.8.30 (number formats); those of workbooks before 2007 are the same.
"""

import math
import operator
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

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
MAX_FORMAT_CHARS = 255
"""Of a format, as Excel has it; a longer one is made to fill the memory."""
MAX_DECIMALS = 30
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<elapsed>[hms]+)\]'
    r"|\[(?P<condition>(?:<=|>=|<>|[<>=])-?\d+(?:\.\d+)?)\]|\[[^\]]*\]|_.|\*."
    r"|(?P<general>General|G/通用格式|@)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"([<>=]+)(.+)")
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DIGITS = "0#?"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for the largest float."""

_Pieces = Sequence[tuple[str, str]]
"""What stands in a section of a format: groups of ``_PIECE`` and their characters."""


def number_shown(value: float, code: str, epoch: datetime) -> str:
    """Return a number as its format shows it, as far as that changes what it says."""
    sections = _sections(code if len(code) <= MAX_FORMAT_CHARS else "")
    pieces = _section_for(value, sections)
    signs = "".join(words for kind, words in pieces if kind == "sign").lower()
    if not any(own in signs for own in _DIGITS):
        signs = signs.replace("e", "y")  # the year, as East Asian formats have it
    if _is_date(signs, any(kind == "elapsed" for kind, _ in pieces)):
        return _date_shown(value, signs, code, epoch)
    # The words of a first section of several are not for what is below zero: +0.0%;-0.0%
    shown = _number_shown(value, pieces, signs, is_bare=len(sections) > 1 and value < 0)
    return f"-{shown}" if value < 0 and any(own in "123456789" for own in shown) else shown


@lru_cache(maxsize=1_000)
def _sections(code: str) -> Sequence[_Pieces]:
    """Return the sections of a format: as a rule for what is above zero, below it, and zero."""
    sections: list[list[tuple[str, str]]] = [[]]
    for own in _PIECE.finditer(code):
        kind = own.lastgroup
        if kind == "sign" and own[kind] == ";":
            sections.append([])
        elif kind:
            sections[-1].append((kind, own[kind]))
    return sections


def _section_for(value: float, sections: Sequence[_Pieces]) -> _Pieces:
    """Return the first section, or that whose condition a number meets; of none, no pieces."""
    for pieces in sections:
        said = next((words for kind, words in pieces if kind == "condition"), "")
        found = _CONDITION.fullmatch(said)
        if not found or _HOLDS[found[1]](value, float(found[2])):
            return pieces
    return ()


def _is_date(signs: str, is_elapsed: bool) -> bool:
    """Tell whether a format, without what it quotes, is of a date: an m is a minute beside h or s.

    A quoted 年 makes no date: 0"年" shows a year that is a number.
    """
    if "%" in signs:
        return False
    is_time = is_elapsed or any(own in signs for own in "hs")
    is_number = any(own in signs for own in _DIGITS)
    return "y" in signs or "d" in signs or ("m" in signs and not is_time and not is_number)


def _number_shown(value: float, pieces: _Pieces, signs: str, is_bare: bool) -> str:
    """Return a number without its minus, and the words around it; only those behind where bare."""
    raw = f"{abs(value):.15g}" if abs(value) < 1e15 else f"{abs(value):.0f}"
    places = [at for at, (kind, own) in enumerate(pieces) if kind == "sign" and own in _DIGITS]
    general = [at for at, (kind, _) in enumerate(pieces) if kind == "general"]
    if not (places or general) and any(kind == "condition" for kind, _ in pieces):
        return _words(pieces) or raw  # [=1]"是";[=0]"否"
    if not (places or general) or not math.isfinite(value):
        return raw
    first, last = (places or general)[0], (places or general)[-1]
    before, behind = "" if is_bare else _words(pieces[:first]), _words(pieces[last + 1 :])
    if general or "e" in signs or "/" in "".join(own for _, own in pieces[first : last + 1]):
        return f"{before}{raw}{behind}".strip()
    point = next((at for at in range(len(pieces)) if pieces[at] == ("sign", ".")), len(pieces))
    whole = [at for at in places if at < point]
    form = "".join(pieces[at][1] for at in places if at > point)[:MAX_DECIMALS]
    ends = {last, whole[-1] if whole else last}
    thousands = sum(_commas(pieces[at + 1 :]) for at in ends)
    scaled = Decimal(f"{abs(value):.15g}").scaleb(2 * signs.count("%") - 3 * thousands, _EXACT)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(form)), context=_EXACT)
    digits, _, decimals = f"{rounded:f}".partition(".")
    needed = form.rfind("0") + 1
    decimals = decimals[:needed] + decimals[needed:].rstrip("0")
    shown = _laid_out(digits, pieces[first : whole[-1] + 1]) if whole else digits
    return f"{before}{shown}{'.' if decimals else ''}{decimals}{behind}".strip()


def _laid_out(digits: str, pieces: _Pieces) -> str:
    """Return digits at their places, words between these kept; the first takes all that is left."""
    left, shown = digits, ""
    for at in reversed(range(len(pieces))):
        kind, own = pieces[at]
        if kind != "sign" or own not in _DIGITS:
            shown = _words(pieces[at : at + 1]) + shown
        elif at == 0:
            shown = (left or ("0" if own == "0" else "")) + shown
        else:
            shown = (left[-1:] or ("0" if own == "0" else "")) + shown
            left = left[:-1]
    return shown


def _words(pieces: _Pieces) -> str:
    """Return the words of a format, and its signs that stand for themselves.

    A bare $ is the currency of whoever opens the workbook.
    """
    return "".join(
        own
        for kind, own in pieces
        if kind in ("quoted", "escaped") or (kind == "sign" and own not in ",.$")
    )


def _commas(pieces: _Pieces) -> int:
    """Return how many commas follow a digit at once: each is for a thousand."""
    return next((at for at, own in enumerate(pieces) if own != ("sign", ",")), len(pieces))


def _date_shown(value: float, form: str, code: str, epoch: datetime) -> str:
    """Return a date: a month where its format shows no day, in Chinese where the format is."""
    if not 0 < value < 2_958_466:  # the year 9999
        return f"{value:.15g}"
    day = epoch + timedelta(days=value)
    has_day, is_chinese = "d" in form, "年" in code or "月" in code
    if "y" not in form:
        return f"{day.month}月{day.day}日" if has_day else f"{day.month}月"
    if not has_day:
        if "m" not in form:
            return f"{day.year}年"
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日" if is_chinese else f"{day:%Y-%m-%d}"
