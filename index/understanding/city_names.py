"""Which city of the index a name alone means: the value of a filter."""

from collections.abc import Sequence
from functools import lru_cache

from index.parsing.shadow import shadow_of
from index.places.divisions import Place, all_places
from index.understanding.latin_names import (
    LatinNames,
    find_latin_places,
    names_of,
    names_of_divisions,
)
from index.understanding.short_names import short_name


def find_city(name: str, cities: Sequence[str]) -> str | None:
    """Return the city that a name means, None where it means none of them, or more than one.

    Args:
        name: In full or short, in either script, or in Latin letters: Haidong, ``Xi'an City``.
        cities: That can be meant, Simplified and in full.
    """
    wanted = short_name(name)
    found = next((city for city in cities if short_name(city) == wanted), None)
    if found or not name.isprintable():
        return found
    plain = shadow_of(name).text
    known = tuple(cities)
    tables = (names_of_divisions(), _names_of_cities(known))
    for mention in find_latin_places(plain, tables, frozenset(known)):
        meant = {place.city for place in mention.places if place.city}
        if (mention.start, mention.end) == (0, len(plain)) and len(meant) == 1:
            return next((city for city in known if city in meant), None)
    return None


@lru_cache(maxsize=8)
def _names_of_cities(cities: tuple[str, ...]) -> LatinNames:
    """Return the Latin names of the cities that the table of divisions does not have."""
    coded = {place.name for place in all_places() if place.level != "county"}
    return names_of(
        Place(city, short_name(city), "city", city, "", city)
        for city in cities
        if city not in coded
    )
