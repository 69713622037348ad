"""Whether words are the areas that a value is for, and nothing more: 甲县39微克/立方米."""

import re

from index.mentions import actions, find_places, find_regions
from index.mentions.indicators import BLANK

MAX_AREA_CHARS = 24
_BETWEEN = re.compile(
    rf"[、,和与及{BLANK}]*(?:等)?(?:(?:列|纳|划)入|属于|中)?(?:的(?:城市|地区|部分|县区))?"
)
_DIVISION = re.compile(r"[一-鿿]{1,6}(?:[省市县区州盟旗镇乡]|街道|平原|盆地|地区)")


def names_areas(words: str) -> bool:
    """Tell whether words are areas alone: 枝江市, 景县、故城县, 河南省列入汾渭平原的城市."""
    words = words.strip(BLANK)
    if not 1 < len(words) <= MAX_AREA_CHARS or actions.COUNTED.search(words):
        return False
    named = [(own.start, own.end) for own in find_regions(words)]
    named = sorted([*named, *((own.start, own.end) for own in find_places(words))])
    position = 0
    for start, end in named:
        if position <= start and not _BETWEEN.fullmatch(words, position, start):
            break
        position = max(position, end)
    is_named = bool(named) and _BETWEEN.fullmatch(words, position) is not None
    return is_named or all(_DIVISION.fullmatch(own) for own in re.split("[、和与及]", words))
