"""Quantities in a shadow: 53微克/立方米, 60万吨, 百分之九十, 10、35、50毫克. The only reader.

The units stand in ``lexicons/units.toml``, the words that compare are ``comparators``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from index.text.numerals import ARABIC, CHINESE, SHARE, SHARES, parse_number

_LEXICONS = Path(__file__).with_name("lexicons")
_POWER = "(?:[十百千]?(?:万亿|[万亿]))"
_JOINTS = "/·•∙‧・."
_DIVISORS = {
    "月": "月",
    "日": "d",
    "时": "h",
    "年": "年",
    "人": "人",
    "车": "车",
    "h": "h",
    "d": "d",
}
"""What stands below the line only: 吨/日, 蒸吨/时."""
_TIMES = ("月", "年", "d", "h")
_TENTHS = "成"
"""三成 is 30 %."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the lexicon; its file says what the fields mean."""

    names: tuple[str, ...]
    kind: str
    sign: str
    not_before: str = ""
    searched: str = ""
    english: tuple[str, ...] = ()

    @property
    def patterns(self) -> tuple[tuple[str, str], ...]:
        """Each name with what finds it."""
        guard = f"(?!{self.not_before})" if self.not_before else ""
        return tuple(
            (
                name,
                re.escape(name)
                + (guard or ("(?![A-Za-z])" if name[-1].isalpha() and name.isascii() else "")),
            )
            for name in self.names
        )


@cache
def units() -> tuple[Unit, ...]:
    """Return the rows of the lexicon in file order."""
    rows = tomli.loads((_LEXICONS / "units.toml").read_text(encoding="utf-8"))["unit"]
    return tuple(
        Unit(
            tuple(row["names"]),
            row["kind"],
            row.get("sign", ""),
            row.get("not_before", ""),
            row.get("searched", ""),
            tuple(row.get("english", ())),
        )
        for row in rows
    )


def _any_of(*kinds: str, searched: str = "") -> str:
    """Return what finds a name of some kinds of unit, the longest first."""
    found = [
        pattern
        for unit in units()
        if (not kinds or unit.kind in kinds) and (not searched or unit.searched == searched)
        for pattern in unit.patterns
    ]
    return "|".join(words for _, words in sorted(found, key=lambda pair: -len(pair[0])))


_BASE = _any_of("measure", "money", "time", "count")
_SHARE_UNIT = _any_of("share")
_COUNTED = f"{_BASE}|{_SHARE_UNIT}"
_DIVISOR = rf"(?:{_BASE}|[{''.join(_DIVISORS)}])(?:[{_JOINTS}](?:月|日|{_any_of('measure')}))?"
_PER = rf"(?:[{_JOINTS}]|每)(?:{_DIVISOR}|\({_DIVISOR}\))"
UNIT = (
    rf"(?:{_SHARE_UNIT}|{_POWER}?(?:{_BASE})(?:{_PER}){{0,2}}|[千百](?:{_BASE})|[万亿](?![一-鿿]))"
)
"""A unit as plans print it, 万 and 亿 included."""
MEASURE = rf"(?:{_any_of('share', 'measure', 'money')}|小时|毫|[万亿])"
"""What a number that is measured stands before; a heading's number does not."""
COUNTED = rf"(?:{_any_of('count', 'time')})"
"""What counted things and spans of time are called: 3个县, 5天."""
_SEARCHED = _any_of(searched="always")
SEARCHED_UNIT = (
    rf"(?:{_POWER}?(?:{_SEARCHED})(?:(?:[{_JOINTS}]|每)(?:{_SEARCHED}|小时|月|年)){{0,2}}"
    rf"|{_POWER}?(?:吨|t)/(?:月|年)[{_JOINTS}]?(?:{_SEARCHED})|{_POWER}(?:{_any_of(searched='powers')}))"
)
"""A unit that the search takes together with its number."""

BELOW_THE_LINE = re.compile("每(平方公里|平方千米|平方米|立方米|公顷|亩)(?:每?(月|年|日|天))?")
"""What is below the line of a unit that stands far behind it: 每平方米积尘量不高于8克."""
_SPLIT = (
    r"(?:[0-9]{1,4}(?:\. | \.)[0-9]{1,3}|(?:[0-9] [0-9]{1,2}|[1-9][0-9] [0-9])(?:\.[0-9]+)?)"
    r"(?=\s?(?:" + _any_of("share", "measure") + "))"
)
"""A number that a line end has broken: 41.⏎2微克, 8⏎8%."""
_ONE = (
    rf"(?:{SHARE}|(?P<number>{_SPLIT}|{ARABIC})\s?(?P<unit>{UNIT})?"
    rf"|(?P<counted>{CHINESE})(?=(?:[万亿]|余)?(?:{_COUNTED}))(?P<chinese_unit>{UNIT}))"
)


# Compiling all units takes a while, which a search for words would spend in vain.
@cache
def _number() -> re.Pattern[str]:
    """Return what finds the first number of a list."""
    return re.compile(
        rf"(?:每(?P<per>立方米|平方公里|月|天|日|小时))?(?<![A-Za-z0-9.\-_/#第]){_ONE}"
    )


@cache
def _next() -> re.Pattern[str]:
    """Return what finds a number behind another, and what joins them."""
    return re.compile(rf"(?P<joint>[、和与及]|-|~|至|到|—+)(?:不[低高少多大小]于)?{_ONE}")


# A year, a day, an hour, the number of a document: no quantity.
_CALENDAR = re.compile(r"(?:年|月|日|时|号|点|底|线|年度)(?!\d)")
_YEAR = re.compile("[0-9]{4}")
_BOUND = re.compile(r"(?:及|或)?以[上下内]|左右")
_INDEX = re.compile(r"(?:指数|系数|[能度效]比)[^,。;、]*$")
_RANGE = frozenset(["-", "~", "至", "到", "—", "——"])
_PARTS = re.compile(rf"(?P<power>{_POWER}|[千百])??余?(?P<base>{_any_of()})(?P<rest>.*)")

_IN_ENGLISH = "|".join(word for unit in units() for word in unit.english)


@cache
def _asked() -> re.Pattern[str]:
    """Return what finds a quantity in a query."""
    return re.compile(
        r"(?<![\d.a-z第])\d+(?:,\d{3})*(?:\.\d+)? ?"
        rf"(?:{UNIT}|[次班](?![年月])|(?:{_IN_ENGLISH})\b)"
        # 百分之百 belongs to names (六个百分之百); 百分之45 is a quantity.
        rf"|(?:{'|'.join(SHARES)}){ARABIC}"
        rf"|(?<![\d.a-z])\d+(?:\.\d+)? (?:million|billion) (?:{_IN_ENGLISH}|yuan)\b",
        re.IGNORECASE,
    )


# 第20条 and 附件3个 are no quantities, nor is what a day of the month says: 10月30日.
_HAS_NUMBER = re.compile(r"\d")
_NOT_ASKED = re.compile(r"(?:第|(?<![全中我各])国|附件|附表|\d年|\d月|\d号)$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at a place of a shadow.

    Attributes:
        value: In ``unit``.
        value_max: The end of a range (1-2家); None for a single number.
        unit: Where it stands, empty for a bare number. Numbers of a list share the last one's.
        printed: Where the number itself stands.
        share: ``%`` or ``‰`` for a share in words, else empty.
        per: What stands below the line where it is said first (每立方米145微克), else empty.
    """

    value: float
    value_max: float | None
    unit: tuple[int, int]
    printed: tuple[int, int]
    share: str = ""
    per: str = ""

    @property
    def has_unit(self) -> bool:
        """Whether it is more than a bare number."""
        return self.unit[0] < self.unit[1] or bool(self.share)

    def unit_as(self, printed: str) -> str:
        """Return the unit, given what stands at its place: 微克/立方米 for 每立方米…微克."""
        words = self.share or "".join(printed.split())
        return f"{words}/{self.per}" if self.per and words else words


@dataclass(frozen=True, slots=True)
class Quantities:
    """Quantities that stand in one list, as a rule a single one."""

    start: int
    end: int
    items: tuple[Quantity, ...]


def find_quantities(text: str) -> Iterator[Quantities]:
    """Yield the quantities of a shadow, in order; numbers in a list are yielded together.

    Years, dates and numbers without a unit are left out.
    """
    position = 0
    while match := _number().search(text, position):
        position = match.end()
        if _is_calendar(text, match):
            continue
        items, position = _list_from(text, match)
        if items[-1].has_unit or _INDEX.search(text[max(0, match.start() - 12) : match.start()]):
            yield Quantities(match.start(), position, _with_units(items))


def find_asked_quantities(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a query has a number with its unit, English ones too: 45%, 2000 tons."""
    return tuple(
        match.span()
        for match in (_asked().finditer(text) if _HAS_NUMBER.search(text) else ())
        if not _NOT_ASKED.search(text[max(0, match.start() - 2) : match.start()])
        and not match.group().endswith("年")
    )


@cache
def normal_unit(printed: str) -> str:
    """Return one spelling for all prints of a unit: µg/m³ for 微克每立方米.

    Below the line times stand first: t/月·km² for 吨/平方公里·月.

    What is no unit of the lexicon is returned as it is.
    """
    text = printed.replace("μ", "µ").replace("\uff0f", "/").replace("(", "").replace(")", "")
    text = re.sub("^µg", "ug", "".join(text.split()))
    parts = _PARTS.fullmatch(text)
    if not parts:
        return printed
    below = [_sign(word) for word in re.split(f"[{_JOINTS}每]", parts["rest"]) if word]
    below.sort(key=lambda sign: sign not in _TIMES)
    signs = (parts["power"] or "") + _sign(parts["base"])
    return "/".join(filter(None, (signs, "·".join(below))))


def unit_kind(printed: str) -> str:
    """Return the kind of a unit, of a shadow: ``measure`` for 万吨, ``count`` for 家, or empty."""
    parts = _PARTS.fullmatch(printed)
    return _kinds().get(parts["base"], "") if parts else ""


def usual_unit(printed: str) -> str:
    """Return a unit in the usual words of its rows, of a shadow: 微克/立方米 for ug/m3."""
    sign = normal_unit(printed)
    return _USUAL.sub(lambda match: _usual_names()[match.group()], sign) if sign else printed


@cache
def _signs() -> dict[str, str]:
    """Return the sign of each name."""
    return {name: unit.sign or name for unit in units() for name in unit.names} | {
        name: sign for name, sign in _DIVISORS.items() if name not in ("h", "d")
    }


@cache
def _kinds() -> dict[str, str]:
    """Return the kind of each name."""
    return {name: unit.kind for unit in units() for name in unit.names}


@cache
def _usual_names() -> dict[str, str]:
    """Return the usual name of each sign."""
    return {unit.sign: unit.names[0] for unit in reversed(units()) if unit.sign}


_USUAL = re.compile(
    "|".join(
        rf"(?<![A-Za-zµ]){re.escape(s)}(?![A-Za-z])"
        for s in sorted(_usual_names(), key=len, reverse=True)
    )
)


def _sign(name: str) -> str:
    """Return the sign of a unit's name, the name where it has none."""
    return _signs().get(name.removeprefix("余").removeprefix("标"), _signs().get(name, name))


def _list_from(text: str, match: re.Match[str]) -> tuple[list[Quantity], int]:
    """Return the quantities of the list that begins with a number, and where it ends."""
    per = match["per"] or ""
    items, end = [_quantity(match, per)], match.end()
    while True:
        bound = _BOUND.match(text, end)
        following = _next().match(text, bound.end() if bound else end)
        if not following or _is_calendar(text, following):
            return items, end
        found = _quantity(following, per)
        if following["joint"] in _RANGE:
            last = items[-1]
            items[-1] = Quantity(last.value, found.value, found.unit, last.printed, last.share, per)
        else:
            items.append(found)
        end = following.end()


def _with_units(items: list[Quantity]) -> tuple[Quantity, ...]:
    """Give the numbers without a unit that of the next number which has one."""
    given: list[Quantity] = []
    unit = items[-1].unit
    for item in reversed(items):
        unit = item.unit if item.has_unit else unit
        given.append(Quantity(item.value, item.value_max, unit, item.printed, item.share, item.per))
    return tuple(reversed(given))


def _quantity(match: re.Match[str], per: str) -> Quantity:
    """Return the quantity that a pattern found."""
    name = next(name for name in ("shared", "number", "counted") if match[name] is not None)
    unit_name = {"number": "unit", "counted": "chinese_unit"}.get(name)
    has_unit = unit_name is not None and match[unit_name] is not None
    unit = match.span(unit_name) if unit_name and has_unit else (match.end(), match.end())
    share = SHARES[match["share"]] if name == "shared" else ""
    value = parse_number(match[name])
    if unit_name and match[unit_name] == _TENTHS:
        value, share = 10 * value, "%"
    below = per if has_unit and "/" not in text_of(match, unit_name) else ""
    return Quantity(value, None, unit, match.span(name), share, below)


def text_of(match: re.Match[str], name: str | None) -> str:
    """Return what a group holds, empty where it has none."""
    return (match[name] or "") if name else ""


def _is_calendar(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number belongs to a date: 2020年, 10月, 9时."""
    if match["number"] is None:
        return False
    after = text[match.end("number") : match.end("number") + 2]
    if after.startswith("年"):
        return bool(_YEAR.fullmatch(match["number"])) or after == "年度"
    return bool(_CALENDAR.match(after)) and not after.startswith("时·")
