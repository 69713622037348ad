"""Numbers with their units in a shadow: 53微克/立方米, 60万吨, 百分之九十, 10、35、50毫克."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}

_ARABIC = r"[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,6})?"
_CHINESE = "[零〇一二两三四五六七八九十百千]{1,9}"
_COUNTED = (
    "户|家|个|台|辆|座|处|项|套|艘|条|件|名|株|棵|眼|口|亩|元|人|次|岁|部(?!分|门)|所|款|种|类|张|架|块|列|支|组"
    "|对|间|栋|只|头|吨|倍|成|天|小时|分钟|年|公里|平方米|平方公里|公顷|千瓦|立方米|蒸吨|毫克|微克|米"
)
_BASE = (
    "标准立方米|立方米|平方公里|平方千米|平方米|公里|千米|公顷|微克|毫克|克|吨标准煤|吨标煤|吨公里|蒸吨"
    "|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦|个百分点|百分点|个月|个小时|小时|分钟|年|天|标准箱|分贝|标方|[μu]g|mg|kg|kWh"
    "|[kMG]W|km2?|m[23]|t|TEU|dB|P(?![A-Za-z0-9.])|℃|度|份|户次|家次|辆次|人次|余?[家户辆台个]|"
) + _COUNTED
_DIVISOR = rf"(?:{_BASE}|[月日时年人车hd]|Nm3)(?:[·•∙‧・.](?:月|日|平方公里))?"
_PER = rf"(?:[/·•∙‧・.]|每)(?:{_DIVISOR}|\({_DIVISOR}\))"
UNIT = rf"(?:%|‰|[十百千]?(?:万亿|[万亿])?(?:{_BASE})(?:{_PER}){{0,2}}|[万亿](?![一-鿿]))"
"""A unit as plans print it, 万 and 亿 included."""

_ONE = (
    rf"(?:百分之(?P<hundredth>{_ARABIC}|{_CHINESE})|(?P<number>{_ARABIC})\s?(?P<unit>{UNIT})?"
    rf"|(?P<counted>{_CHINESE})(?=(?:[万亿]|余)?(?:{_COUNTED}))(?P<chinese_unit>{UNIT}))"
)
_NUMBER = re.compile(rf"(?<![A-Za-z0-9.\-_/#第]){_ONE}")
_NEXT = re.compile(rf"(?P<joint>[、和与及]|-|~|至|到|—+)(?:不[低高少多大小]于)?{_ONE}")
# A year, a day, an hour, the number of a document: no quantity.
_CALENDAR = re.compile(r"(?:年|月|日|时|号|点|底|线|年度)(?!\d)")
_YEAR = re.compile("[0-9]{4}")
_BOUND = re.compile(r"(?:及|或)?以[上下内]|左右")
_INDEX = re.compile(r"(?:指数|系数|[能度效]比)[^,。;、]*$")
_RANGE = frozenset(["-", "~", "至", "到", "—", "——"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at a place of a shadow.

    Attributes:
        value: In ``unit``.
        upper: The end of a range (1-2家); None for a single number.
        unit: Where it stands, empty for a bare number. Numbers of a list share the last one's.
        printed: Where the number itself stands.
    """

    value: float
    upper: float | None
    unit: tuple[int, int]
    printed: tuple[int, int]
    is_percent: bool = False


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
    while match := _NUMBER.search(text, position):
        position = match.end()
        if _is_calendar(text, match):
            continue
        items, position = _list_from(text, match)
        has_unit = items[-1].unit[0] < items[-1].unit[1] or items[-1].is_percent
        if has_unit or _INDEX.search(text[max(0, match.start() - 12) : match.start()]):
            yield Quantities(match.start(), position, _with_units(items))


def parse_number(numeral: str) -> float:
    """Return the value of a numeral in Arabic or Chinese figures: 1,300, 三, 二十五.

    Raises:
        ValueError: the text is no numeral.
    """
    if numeral[:1].isascii():
        return float(numeral.replace(",", ""))
    total, digit = 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        elif character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            raise ValueError(f"not a numeral: {numeral!r}")
    return float(total + digit)


def _list_from(text: str, match: re.Match[str]) -> tuple[list[Quantity], int]:
    """Return the quantities of the list that begins with a number, and where it ends."""
    items, end = [_quantity(match)], match.end()
    while True:
        bound = _BOUND.match(text, end)
        following = _NEXT.match(text, bound.end() if bound else end)
        if not following or _is_calendar(text, following):
            return items, end
        found = _quantity(following)
        if following["joint"] in _RANGE:
            last = items[-1]
            items[-1] = Quantity(last.value, found.value, found.unit, last.printed, last.is_percent)
        else:
            items.append(found)
        end = following.end()


def _with_units(items: list[Quantity]) -> tuple[Quantity, ...]:
    """Give the numbers without a unit that of the next number which has one."""
    given: list[Quantity] = []
    unit = items[-1].unit
    for item in reversed(items):
        unit = item.unit if item.unit[0] < item.unit[1] or item.is_percent else unit
        given.append(Quantity(item.value, item.upper, unit, item.printed, item.is_percent))
    return tuple(reversed(given))


def _quantity(match: re.Match[str]) -> Quantity:
    """Return the quantity that a pattern found."""
    name = next(name for name in ("hundredth", "number", "counted") if match[name] is not None)
    unit_name = {"number": "unit", "counted": "chinese_unit"}.get(name)
    has_unit = unit_name is not None and match[unit_name] is not None
    unit = match.span(unit_name) if unit_name and has_unit else (match.end(), match.end())
    value = parse_number(match[name])
    return Quantity(value, None, unit, match.span(name), name == "hundredth")


def _is_calendar(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number belongs to a date: 2020年, 10月, 9时."""
    if match["number"] is None:
        return False
    after = text[match.end("number") : match.end("number") + 2]
    if after.startswith("年"):
        return bool(_YEAR.fullmatch(match["number"])) or after == "年度"
    return bool(_CALENDAR.match(after)) and not after.startswith("时·")
