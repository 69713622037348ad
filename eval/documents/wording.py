"""When two ways to write the same thing agree. Written apart from what it judges."""

import re

from index.facts import is_indicator
from index.text import shadow_of

_UNITS = (
    *(("每", "/"), ("微克", "μg"), ("ug", "μg"), ("毫克", "mg"), ("立方公尺", "m3")),
    *(("立方米", "m3"), ("平方公里", "km2"), ("平方千米", "km2"), ("公里", "km"), ("千米", "km")),
    *(("平方米", "m2"), ("公顷", "hm2"), ("千克", "kg"), ("公斤", "kg"), ("克", "g")),
    *(("个小时", "h"), ("小时", "h"), ("分钟", "min"), ("天", "d"), ("吨", "t"), ("余", "")),
)
"""What units are called: printed form, and sign; longer forms stand before their parts."""
_SIZES = {"万亿": 1e12, "亿": 1e8, "百万": 1e6, "万": 1e4}
_DIRECTIONS = {">=": "up", ">": "up", "<=": "down", "<": "down"}


def plain(text: str) -> str:
    """Return a text without punctuation and white space, Simplified, in lower case.

    Character by character: the shadow of the whole would leave noise out, which counts here.
    """
    simplified = "".join(shadow_of(character).text for character in text)
    return re.sub(r"[^\w%]|_", "", simplified.lower())


def is_same_text(found: str, label: str, *, is_damaged: bool = False) -> bool:
    """Tell whether two texts have the same characters, punctuation and script aside.

    Args:
        found: What was read.
        label: What is right.
        is_damaged: The text has noise between its characters, which may have been read with it.
    """
    here, there = plain(found), plain(label)
    return here == there or (is_damaged and _is_within(there, here) and len(here) < 2 * len(there))


def is_same_name(found: str, label: str) -> bool:
    """Tell whether two names are of one indicator.

    PM2.5 and 细颗粒物年均浓度 are; so are names of which one leaves words out: 机械化清扫率 and
    道路机械化清扫率. Names do not tell 铁路运输比例 from nothing, so value, unit and year have to
    agree beside them.
    """
    if is_indicator(found, label) or is_indicator(label, found):
        return True
    short, long = sorted((plain(found), plain(label)), key=len)
    return len(short) > 1 and _is_within(short, long)


def is_same_direction(found: str | None, label: str) -> bool:
    """Tell whether two operators say the same but for the bound itself: ``>=`` and ``>``."""
    return found is not None and _DIRECTIONS.get(found, found) == _DIRECTIONS.get(label, label)


def measure_of(value: float | None, unit: str) -> tuple[float | None, str]:
    """Return a value and its unit in one form: (1.5, 万吨) is (15000, t).

    Args:
        value: In ``unit``.
        unit: In any form: 微克/立方米, μg/m³, 微克每立方米.
    """
    text = re.sub(r"[\s(){}^]", "", shadow_of(unit).text.lower()).replace("µ", "μ")
    size = next((name for name in _SIZES if text.startswith(name)), "")
    text = text.removeprefix(size)
    for printed, sign in _UNITS:
        text = text.replace(printed, sign)
    base, *divisors = re.split("[/·•.]", text)
    text = "/".join([base, *sorted(filter(None, divisors))])
    return (None if value is None else value * _SIZES.get(size, 1), text)


def _is_within(short: str, long: str) -> bool:
    """Tell whether the characters of one text stand in another in this order."""
    rest = iter(long)
    return all(character in rest for character in short)
