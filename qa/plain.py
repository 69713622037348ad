"""Texts and areas as they are compared."""

import re
from functools import lru_cache

from index.text import shadow_of

# Words before an area that leave it the same: 地级及以上城市建成区 is the 建成区 of a city.
# 城市 alone, or 全省地级及以上城市, is what a plan is for.
_WHOLE = r"全[国省市县州盟旗域]"
_CITIES = r"(?:地级|县级)(?:及?以上)?(?:城市)?|城市"
_LEAD = rf"{_CITIES}|{_WHOLE}|本市|市(?!区)|各(?:县、?区|县市区|地)"
_AREA_LEAD = re.compile(rf"^(?:(?:{_WHOLE})?(?:{_CITIES})?$|(?:{_LEAD})+(?=.))")
# And behind it: 关中盆地 is 关中; but 其他地区 and 重点地区 are no 其他 and 重点.
_AREA_TAIL = re.compile(r"(?<=[^其各重].)(?:地区|盆地)$")


def plain(text: str) -> str:
    """Return a text as it is compared: Simplified, lower case, without white space."""
    return re.sub(r"\s", "", shadow_of(text).text.lower())


@lru_cache(maxsize=1_000)
def plain_area(scope: str | None) -> str:
    """Return an area without words that leave it the same; empty for a plan's own."""
    return _AREA_TAIL.sub("", _AREA_LEAD.sub("", plain(scope))) if scope else ""
