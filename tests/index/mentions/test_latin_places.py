"""Every province and city of China in Latin letters."""

from itertools import pairwise

import pytest

from index.mentions import latin_places
from index.mentions.divisions import all_places
from index.mentions.latin_places import may_name_places, names_of, names_of_divisions
from index.query import Catalogue, understand
from index.query.scope import find_place

EMPTY = Catalogue.of(())
PREFECTURES = [place for place in all_places() if place.level != "county"]
CITIES = ("贵港市", "海东市", "咸阳市", "阳泉市", "西安市", "潮山市")


def test_every_province_and_city_has_a_latin_name():
    named = {place.name for places in names_of_divisions().values() for place in places}
    assert {place.name for place in PREFECTURES} <= named


@pytest.mark.parametrize(
    ("spelling", "places"),
    [(s, p) for s, p in sorted(names_of_divisions().items()) if " " not in s and len(p) == 1],
)
def test_a_name_with_its_suffix_is_found(spelling, places):
    place = places[0]
    kind = "Province" if place.level == "province" and not place.city else "Prefecture"
    kind = "City" if place.name.endswith("市") else kind
    query = understand(f"What did {spelling.capitalize()} {kind} plan?", EMPTY)
    assert query.places_not_indexed == (place.name,)


def test_the_first_look_lets_every_name_pass():
    counties = names_of(place for place in all_places() if place.level == "county")
    assert [own for own in (*names_of_divisions(), *counties) if not may_name_places(own)] == []
    assert may_name_places("Hǎidōng")


@pytest.mark.parametrize(
    "text", ["PM2.5年均浓度", "VOCs治理", "SCR和SNCR脱硝", "CO和SO2", "DB61/941-2018", "散煤", ""]
)
def test_the_first_look_turns_away_what_plans_write_in_latin_letters(text):
    assert not may_name_places(text)


def test_no_two_cities_are_taken_for_each_other():
    for spelling, places in names_of_divisions().items():
        cities = {place.name for place in places if place.level == "city"}
        if len(cities) > 1:
            query = understand(f"In {spelling.title()} they burn coal", EMPTY)
            assert not cities & set(query.places_not_indexed), spelling


# Sentences of plain English, of the kind that is asked; no word of them is a place.
ENGLISH = """
How long must companies keep their records, and who can ban the sale of coal?
He said she sang, then ran to the man in the van. An old fan hung on a pan.
What can a county do when the wind is low and the sun is hot? Lie low, long and lean.
Do you mean the gang who bought gas? Ping me, then pin the tin to the wall.
Which pollutants are limited by law: dust, ozone, sulfur, nitrogen, volatile organic compounds?
Jean and Dan can dance; Ben sent Ken ten pens. Song and Tan were painted by Dali in June.
Are heating boilers below ten tonnes per hour to be shut down before the end of the year?
"""


@pytest.mark.parametrize("line", ENGLISH.strip().splitlines())
def test_plain_english_names_no_place(line):
    for text in (line, line.lower()):
        query = understand(text, EMPTY)
        assert (query.places_not_indexed, query.ambiguous) == ((), ())
    words = line.replace(",", "").split()
    for first, second in pairwise(words):
        pair = f"the {first.lower()} {second.lower()}"
        assert understand(pair, EMPTY).places_not_indexed == ()


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("咸阳市", "咸阳市"),
        ("咸陽", "咸阳市"),
        (" 海东 ", "海东市"),
        ("潮山", "潮山市"),
        ("Haidong", "海东市"),
        ("haidong", "海东市"),
        ("Haidong City", "海东市"),
        ("Hai dong", "海东市"),
        ("Hǎidōng", "海东市"),
        ("Xi'an", "西安市"),
        ("Xian", "西安市"),
        ("XIANYANG", "咸阳市"),
        ("Chaoshan", "潮山市"),
        # none of them
        ("Shenyang", None),
        ("沈阳", None),
        ("Haidong plan", None),
        ("Suzhou", None),
        ("", None),
        ("Ledu", None),
        ("a\x00b", None),
    ],
)
def test_the_city_of_a_filter(name, city):
    assert find_place(name, CITIES) == city


def test_no_name_is_shorter_than_what_is_looked_at():
    letters = ["".join(name.split()) for name in latin_places.names_of_divisions()]
    assert min(map(len, letters)) == latin_places.SHORTEST
    assert not list(latin_places.find_places_in_latin("PM2.5"))
