"""Which places a query names: those of the index, others, and names that stay open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.mentions.divisions import Place, RegionMention
from index.mentions.latin_places import (
    find_homophones,
    find_latin_places,
    may_name_places,
    names_of_divisions,
    short_name,
)
from index.mentions.places import PlaceMention, find_places, resolve
from index.query.catalogue import Catalogue
from index.ranking.tokens import dictionary_words
from index.text.shadow import Range, is_within, quoted_titles

_RULE = re.compile(r"(?:标准|条例|办法|规定|规范|导则|指南|细则|法)(?:\([^()]*\))*$")
# 陕西省锅炉大气污染物排放标准, without its 《》: the province says whose standard it is.
_RULE_AFTER = re.compile(
    r"[^的在,。;:!?、\s《》\0]{0,25}?(?:标准|条例|办法|规范|地标|省标)|\(?DB ?\d"
)
_QUALIFIER_GAP = re.compile(r"(?:的|省|, ?| |'s )?")
_REVERSED_GAP = re.compile(r", ?|,? in | of | ?\(")


# The closed classes of words that take a name out of what is asked, and of those that join names.
_EXCLUDING = re.compile(
    r"(?:(?<!是)不是|不含|不算|不包括)\s*$"
    r"|\b(?:except(?: for)?|(?:apart|aside) from|other than|not)\s+(?:the )?$",
    re.IGNORECASE,
)
# 拆除, 清除了 and 解除 end in it as well: it begins a clause, or what it takes out ends in 外.
_EXCEPT = re.compile(r"除[了开]{0,2}\s*$")
_BEGINS = re.compile(r"(?:^|[^\u3400-\u9fff])$")
_OUTSIDE = re.compile(r"[^,;:。?!]{0,30}?(?:以|之)?外")
_JOINING = re.compile(
    r"\s*(?:[、,]|和|与|及|以及|跟|同|对比|比|还是|,? and |,? or |,? versus |,? vs\.? )\s*(?:the )?"
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name in a query's shadow.

    Attributes:
        places: Every place it can mean.
        place: The one it means, None where that stays open.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    place: Place | None


def asked_of(
    text: str, places: Sequence[NamedPlace]
) -> tuple[tuple[NamedPlace, ...], tuple[NamedPlace, ...]]:
    """Return the places that a query is asked of, and those that it leaves out: 除咸阳、阳泉外.

    Args:
        text: The query's shadow.
        places: That it names, in order.
    """
    kept: list[NamedPlace] = []
    excluded: list[NamedPlace] = []
    for own in places:
        is_next = bool(excluded) and _JOINING.fullmatch(text, excluded[-1].end, own.start)
        # 除了咸阳，阳泉怎么做: behind a pause another clause begins.
        is_listed = is_next and not re.match(r"\s*,", text[excluded[-1].end :])
        (excluded if is_listed or _is_left_out(text, own) else kept).append(own)
    return tuple(kept), tuple(excluded)


def _is_left_out(text: str, own: NamedPlace) -> bool:
    """Tell whether the words around a name take it out of what is asked."""
    if _EXCLUDING.search(text, 0, own.start):
        return True
    word = _EXCEPT.search(text, 0, own.start)
    if word is None:
        return False
    return bool(_BEGINS.search(text, 0, word.start()) or _OUTSIDE.match(text, own.end))


def regions_asked(
    text: str, regions: Sequence[RegionMention], places: Sequence[NamedPlace]
) -> tuple[RegionMention, ...]:
    """Return the regions that a query names side by side with places: 自贡、柳州和成渝.

    Args:
        text: The query's shadow.
        regions: That it names.
        places: That it names.
    """
    named = [(own.start, own.end) for own in places]
    asked: list[RegionMention] = []
    for own in [*regions, *reversed(regions)]:  # one may be joined by the one behind it
        if own not in asked and any(_is_joined(text, own, other) for other in named):
            asked.append(own)
            named.append((own.start, own.end))
    return tuple(own for own in regions if own in asked)


def _is_joined(text: str, region: RegionMention, other: Range) -> bool:
    """Tell whether a word joins a region with what stands beside it."""
    start, end = other
    return bool(
        _JOINING.fullmatch(text, end, region.start) or _JOINING.fullmatch(text, region.end, start)
    )


def find_named_places(text: str, catalogue: Catalogue) -> tuple[NamedPlace, ...]:
    """Return the places a query names, in order.

    A province that only says where the next place lies is left out, and so is what stands in the
    title of a standard or statute unless the index has that city.

    Args:
        text: The query's shadow.
        catalogue: Of the index.
    """
    mentions = sorted(_mentions(text, catalogue), key=lambda mention: mention.start)
    mentions = mentions or list(find_homophones(text, lambda: catalogue.cities_by_sound))
    found = [_owning(_decided(mention, mentions, text), catalogue) for mention in mentions]
    rules, titles = _titles_of_rules(text), quoted_titles(text)
    return tuple(
        place
        for place in _without_qualifiers(text, found, catalogue)
        if not _is_of_a_rule(text, place, rules, titles, catalogue)
    )


def _mentions(text: str, catalogue: Catalogue) -> Iterator[PlaceMention]:
    """Yield the names in Chinese and in Latin letters."""
    yield from find_places(text)
    yield from _cities_without_code(text, catalogue)
    if may_name_places(text):
        tables = (names_of_divisions(), catalogue.latin_names)
        yield from find_latin_places(text, tables, catalogue.known_cities)


def _cities_without_code(text: str, catalogue: Catalogue) -> Iterator[PlaceMention]:
    """Yield the index's cities that the table of divisions does not have."""
    for place in catalogue.cities_without_code:
        name = short_name(place.name)
        starts = [match.start() for match in re.finditer(re.escape(name), text)]
        # 上海东部 does not name 海东: no word may reach over the name's beginning.
        words = list(dictionary_words(text)) if starts else []
        for start in starts:
            if not any(word.start < start < word.end for word in words):
                yield PlaceMention(start, start + len(name), (place,))


def _decided(mention: PlaceMention, mentions: Sequence[PlaceMention], text: str) -> NamedPlace:
    """Return a name with the one place it means, if other names or its rank tell which."""
    places = mention.places
    for other in mentions:
        if len(places) == 1 or not _is_beside(mention, other, text):
            continue
        outer = [place for place in other.places if place.level != "county"]
        within = tuple(p for p in places if any(p != o and p.is_within(o) for o in outer))
        if len(within) == 1:
            places = within
    narrowed = replace(mention, places=places)
    place = None if _is_province_or_city(places, text, mention) else resolve(narrowed)
    return NamedPlace(mention.start, mention.end, places, place)


def _owning(named: NamedPlace, catalogue: Catalogue) -> NamedPlace:
    """Return a name with the only place of it that the index has plans of, where another has none.

    昌吉 is the prefecture, unless only the city of the name has plans.
    """
    own = [place for place in named.places if place.full_name in catalogue.owners]
    is_county = len(own) == 1 and own[0].level == "county" and own[0] != named.place
    return replace(named, place=own[0]) if is_county else named


def _is_beside(mention: PlaceMention, other: PlaceMention, text: str) -> bool:
    """Tell whether a name can say where another lies: Gulou District of Nanjing, 南京的鼓楼."""
    if other.end <= mention.start:
        return _QUALIFIER_GAP.fullmatch(text, other.end, mention.start) is not None
    return _REVERSED_GAP.fullmatch(text, mention.end, other.start) is not None


def _is_province_or_city(places: Sequence[Place], text: str, mention: PlaceMention) -> bool:
    """Tell whether a name is a province's and that of a 市: 吉林, but not 海南."""
    if text[mention.end - 1] in "省市" or len(places) == 1:
        return False
    levels = {place.level for place in places}
    return "province" in levels and any(
        place.level == "city" and place.name.endswith("市") for place in places
    )


def _without_qualifiers(
    text: str, found: Sequence[NamedPlace], catalogue: Catalogue
) -> Iterator[NamedPlace]:
    """Yield the names but for those that say where their neighbour lies: 青海海东, 焦作市温县.

    A city says so of a county that has plans of its own.
    """
    dropped = set()
    for first, second in pairwise(found):
        gap = text[first.end : second.start]
        if first.place and second.place and first.end <= second.start:
            if _QUALIFIER_GAP.fullmatch(gap) and _holds(first.place, second.place, catalogue):
                dropped.add(first)
            elif _REVERSED_GAP.fullmatch(gap) and _holds(second.place, first.place, catalogue):
                dropped.add(second)
    yield from (place for place in found if place not in dropped)


def _holds(outer: Place, inner: Place, catalogue: Catalogue) -> bool:
    """Tell whether a place only says where another lies."""
    if inner.level == "county" and inner.full_name in catalogue.owners:
        return outer != inner and inner.is_within(outer)
    return outer.level == "province" and outer.city is None and inner.province == outer.name


def _titles_of_rules(text: str) -> tuple[Range, ...]:
    """Return the quoted titles of standards and statutes."""
    return tuple(title for title in quoted_titles(text) if _RULE.search(text[title[0] : title[1]]))


def _is_of_a_rule(
    text: str,
    named: NamedPlace,
    rules: Sequence[Range],
    titles: Sequence[Range],
    catalogue: Catalogue,
) -> bool:
    """Tell whether a name belongs to the name of a standard, or of a province's document."""
    place = named.place
    if place is not None and place.city in catalogue.known_cities:
        return False
    if is_within((named.start, named.end), rules):
        return True
    is_province = place is not None and place.level == "province" and place.city is None
    if not is_province:
        return False
    own = catalogue.provincial_titles
    for start, end in titles:
        if start <= named.start and named.end <= end:
            return text[start:end] not in own
    return _RULE_AFTER.match(text, named.end) is not None
