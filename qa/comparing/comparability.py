"""Which values may be set against each other, and which of them is the strictest or the highest."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.facts import Target
from index.mentions import normal_unit
from index.text import ARABIC, parse_number, shadow_of
from qa.intent import Extreme
from qa.plain import plain, plain_area
from qa.quantities import quantities
from qa.values import APART

Day = tuple[int, int, int]
"""Year, month and day, as ``deadline_in`` gives them."""

NO_VALUE = "没有数值 (no value)"
_OTHER_INDICATOR = "指标不同 (another indicator)"
_RELATIVE = "相对值与绝对值 (relative against absolute)"
_OTHER_BASE = "基准年不同 (another base year)"
_OTHER_UNIT = "单位不同 (another unit)"
SEVERAL_AREAS = _OTHER_AREA = "范围不同 (another area)"

_NO_UNIT = re.compile("年均|月均|的+$")
_CHANGE = re.compile(r"下降|减少|降低|削减|压减|增加|增长|提高|提升|翻番")
_UNIT = re.compile(r"[^\d.\s、,和至~—-].*?(?=以上 ?\d|[、,和至~—-] ?\d|$)")
"""What stands behind a number, up to the next one: 94%和90%."""
_POWERS = {"百万": 1e6, "千万": 1e7, "万亿": 1e12, "万": 1e4, "亿": 1e8}
_POWER = re.compile("|".join(_POWERS))
_BASE = re.compile(r"(?:比|较|以)(20\d\d)年")
_AT_MOST = re.compile(
    r"不(?:得|能|应|可)?(?:高|大|多|超)(?:于|过)|不超|以内|以下|低于|小于|少于(?!等)|控制在"
)
_AT_LEAST = re.compile(r"不(?:得|能|应|可)?(?:低|小|少)于|以上|至少|超过|高于|大于")
_NOT_LESS = re.compile(r"不(?:得|能|应|可)?(?:低|小|少)于")
_NOT_MORE = re.compile(r"不(?:得|能|应|可)?(?:高|大|多|超)(?:于|过)")


@dataclass(frozen=True, slots=True)
class Measure:
    """What of a value decides whether another may be set against it.

    Attributes:
        value: In ``unit``.
        unit: In one spelling, whatever the script: µg/m³.
        area: What it holds for, without words that leave it the same; empty for the plan's own.
        limit: ``most`` or ``least`` where the value is a bound, else empty.
    """

    value: float
    unit: str
    indicator: str = ""
    is_relative: bool = False
    base_year: int | None = None
    area: str = ""
    limit: Literal["most", "least", ""] = ""


def measure_of(target: Target) -> Measure | None:
    """Return the measure of a target, None where it sets no number."""
    if target.value is None:
        return None
    power, unit = _without_power(target.unit)
    return Measure(
        value=target.value * power,
        unit=_unit_of(unit),
        indicator=plain(target.indicator),
        is_relative=target.is_relative,
        base_year=target.base_year if target.is_relative else None,
        area=plain_area(target.scope),
        limit=_limit(plain(target.comparator)),
    )


def measure_in(statement: str) -> Measure | None:
    """Return the measure of the first number with a unit in a statement, None without one."""
    said = _first_value(statement)
    if said is None:
        return None
    found, value, printed = said
    base = _BASE.search(found.string)
    is_relative = bool(_CHANGE.search(found["before"]))
    power, unit = _without_power(printed)
    return Measure(
        value=value * power,
        unit=_unit_of(unit),
        is_relative=is_relative,
        base_year=int(base[1]) if base and is_relative else None,
        limit=_limit(found.group()),
    )


def unit_in(statement: str) -> str:
    """Return the printed unit of the first number with one in a statement; empty without one."""
    said = _first_value(statement)
    return _without_power(said[2])[1] if said else ""


def _first_value(statement: str) -> tuple[re.Match[str], float, str] | None:
    """Return the first quantity of a statement that has a unit, with its number and that unit."""
    for found in quantities(shadow_of(statement).text.replace(APART, "")):
        value = re.search(ARABIC, found["values"])
        unit = _UNIT.search(found["values"], value.end()) if value else None
        if value and unit:
            return found, parse_number(value.group()), unit.group()
    return None


def _without_power(printed: str) -> tuple[float, str]:
    """Return what a unit multiplies by, and the unit without it: 万辆 is 10,000 of 辆."""
    found = _POWER.match(printed)
    power = _POWERS[found.group()] if found else 1.0
    return power, printed[found.end() :] if found else printed


def _unit_of(printed: str) -> str:
    """Return a unit in one spelling, without words that leave it the same: 年均, 的."""
    return normal_unit(_NO_UNIT.sub("", shadow_of(printed).text))


def remarks_of(
    measures: Sequence[Measure | None], owners: Sequence[str], area: str = ""
) -> list[str]:
    """Return for each value why it cannot be set against the others, empty where it can.

    The values that most plans share the kind of can be set against each other. A value whose kind
    no other plan has cannot be set against any, unless it is the only one.

    Args:
        measures: None where there is no value.
        owners: The plan of each.
        area: That was asked for; values for another cannot be compared then.
    """
    kinds = {_kind(m): m for m in measures if m and (not area or m.area == area)}
    kinds = kinds or {_kind(m): m for m in measures if m}
    if not kinds:
        return [NO_VALUE] * len(measures)
    counted = Counter(
        kind
        for kind, _ in {(_kind(m), o) for m, o in zip(measures, owners, strict=True) if m}
        if kind in kinds
    )
    usual = max(kinds, key=lambda kind: (counted[kind], not kinds[kind].area))
    remarks = [_remark(measure, kinds[usual]) for measure in measures]
    others = [remark for m, remark in zip(measures, remarks, strict=True) if m and remark]
    plans = {owner for m, owner in zip(measures, owners, strict=True) if m}
    if counted[usual] == 1 and len(plans) > 1 and others:
        return [remark or others[0] for remark in remarks]
    return remarks


def marked(measures: Sequence[Measure], extremes: Sequence[Extreme]) -> dict[int, Extreme]:
    """Return which of some extremes values are, by position; where all are equal, the first."""
    return _first_of({extreme: pick(measures, extreme) for extreme in extremes})


def marked_days(days: Sequence[Day | None], extremes: Sequence[Extreme]) -> dict[int, Extreme]:
    """Return which of the earliest and the latest several days are, by position."""
    return _first_of({extreme: pick_deadline(days, extreme) for extreme in extremes})


def _first_of(picked: Mapping[Extreme, Sequence[int]]) -> dict[int, Extreme]:
    """Return of each position that was picked the first extreme that it was picked for."""
    found: dict[int, Extreme] = {}
    for extreme, places in picked.items():
        for place in places:
            found.setdefault(place, extreme)
    return found


def pick(measures: Sequence[Measure], extreme: Extreme) -> tuple[int, ...]:
    """Return the positions of the strictest, loosest, highest or lowest of comparable values.

    Several where they are equal; none where nothing tells which way is stricter.
    """
    order = ranked(measures, extreme)
    return tuple(at for at in order if measures[at].value == measures[order[0]].value)


def ranked(measures: Sequence[Measure], extreme: Extreme) -> tuple[int, ...]:
    """Return the positions of comparable values, the strictest, loosest, highest or lowest first.

    None where nothing tells which way is stricter.
    """
    if extreme in ("earliest", "latest") or not measures:
        return ()
    wants_most = extreme == "highest"
    if extreme in ("strictest", "loosest"):
        is_stricter_above = _is_stricter_above(measures)
        if is_stricter_above is None:
            return ()
        wants_most = is_stricter_above == (extreme == "strictest")
    sign = -1 if wants_most else 1
    return tuple(sorted(range(len(measures)), key=lambda at: sign * measures[at].value))


def pick_deadline(days: Sequence[Day | None], extreme: Extreme) -> tuple[int, ...]:
    """Return the positions of the earliest or latest of several days; none unless all are known."""
    known = [day for day in days if day]
    if len(known) < max(2, len(days)):
        return ()
    wanted = min(known) if extreme == "earliest" else max(known)
    return tuple(place for place, day in enumerate(days) if day == wanted)


def _kind(measure: Measure) -> tuple[object, ...]:
    """Return what two values must share."""
    return (
        measure.indicator, measure.is_relative, measure.base_year, measure.unit, measure.area,
    )  # fmt: skip


def _remark(measure: Measure | None, usual: Measure) -> str:
    """Return why a value cannot be set against a usual one."""
    if measure is None:
        return NO_VALUE
    if measure.indicator != usual.indicator:
        return _OTHER_INDICATOR
    if measure.is_relative != usual.is_relative:
        return _RELATIVE
    if measure.base_year != usual.base_year:
        return _OTHER_BASE
    if measure.unit != usual.unit:
        return _OTHER_UNIT
    return _OTHER_AREA if measure.area != usual.area else ""


def _limit(words: str) -> Literal["most", "least", ""]:
    """Return whether a value is the most or the least allowed."""
    if _NOT_LESS.search(words):
        return "least"
    if _NOT_MORE.search(words) or _AT_MOST.search(words):
        return "most"
    return "least" if _AT_LEAST.search(words) else ""


def _is_stricter_above(measures: Sequence[Measure]) -> bool | None:
    """Tell whether the larger of some values is the stricter; None where nothing says so.

    A concentration is a burden even where a plan only 达到s it.
    """
    if all(measure.is_relative for measure in measures):
        return True
    limits = {measure.limit for measure in measures} - {""}
    if any(rate in m.unit for m in measures for rate in ("m³", "t/", "吨/")):
        limits.add("most")
    if len(limits) == 1:
        return limits == {"least"}
    return True if not limits and all(m.unit == "%" for m in measures) else None
