"""A city's name as people say it."""

import re

from index.parsing.shadow import simplify

# The peoples that the 30 autonomous prefectures are named after. A wild card would take a part
# of the name along: 黔东南苗族侗族自治州 is 黔东南.
_PEOPLES = (
    "藏族|彝族|苗族|侗族|布依族|土家族|傣族|景颇族|傈僳族|哈尼族|壮族|白族|回族|羌族|朝鲜族"
    "|蒙古族|蒙古|哈萨克|柯尔克孜"
)
_ADMINISTRATIVE_SUFFIX = re.compile(rf"(?<=..)(市|地区|盟|(?:{_PEOPLES})*自治州)$")


def short_name(city: str) -> str:
    """Return a city's name as people say it, in Simplified characters: 咸阳 for 咸阳市."""
    return _ADMINISTRATIVE_SUFFIX.sub("", simplify(city.strip()))
