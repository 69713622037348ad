"""Cities of the index written with other characters of the same sound: 阳全市 for 阳泉市."""

import re
from collections.abc import Iterator, Mapping

from index.places.divisions import Place
from index.places.mentions import PlaceMention

# Only a word that begins where a sentence or a clause does, and says that it is a city: 阳全市,
# but not the 阳全市 of 咸阳全市.
_CITY = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[在对]))(?P<name>(?![在对])[\u4e00-\u9fff]{2,4})市(?!场)"
)


def sounds_of(name: str) -> tuple[str, ...]:
    """Return how a name is pronounced, syllable by syllable, with its tones."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(name, style=Style.TONE3))


def find_homophones(text: str, by_sound: Mapping[tuple[str, ...], Place]) -> Iterator[PlaceMention]:
    """Yield the cities that a query names with other characters of the same sound.

    Args:
        text: The query's shadow, in which no city is named otherwise.
        by_sound: The cities of the index by the sound of their short names.
    """
    for match in _CITY.finditer(text) if by_sound else ():
        place = by_sound.get(sounds_of(match["name"]))
        if place is not None:
            yield PlaceMention(*match.span(), (place,))
