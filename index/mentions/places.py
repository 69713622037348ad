"""Which places a text names: 咸阳, 乐都区 and 黔东南州, but not 海东 in 上海东部."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from index.mentions.divisions import (
    Place,
    PlaceName,
    Standing,
    everyday_names,
    place_names,
    provinces_by_character,
    regions_within,
)
from index.text.shadow import shadow_of

# 海东市场 names 海东 and 朝阳区域 no 朝阳区: the suffix begins another word.
_ANOTHER_WORD = re.compile(r"市[场区]|区[域间位]|县[级域]|旗[帜下]|州际")
_STREET = re.compile(r"[东西南北中]?(路|大道|大街|街道)")
_SUFFIX = "省市州盟县区旗"
_CONNECTIVES = "和与及在从对由至到"
_JOINT = re.compile(r"[、和与及,]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# Where an ordinary word stands for a city: 日照的目标, 白银2020年; not in 日照时数.
_ALONE_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[和与及在对的])$")
_ALONE_AFTER = re.compile(r"$|[^\u4e00-\u9fff]|[的和与及]|空气|大气|蓝天|环境|方案|计划")
# 焦作城区, 温县境内 and 潮州全市 are 焦作, 温县 and 潮州; 昌吉市区 is the city of the name.
_WHOLE = re.compile(r"(?:中心|主)?城区|建成区|市区|境内|辖区|全[市县区旗州省盟]|县城")
_KIND_SAID = {"市区": "市", "全市": "市", "全县": "县", "县城": "县", "全州": "州", "全省": "省"}

_AROUND = 24  # characters that tell whether a name is meant as one

MIN_ENUMERATED = 3
"""So many ordinary words in a row that are all counties of one city are meant as its counties."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name in a text, and every place that it can mean.

    Attributes:
        start: Offset of its first character in the text that was searched.
        end: Offset behind its last.
        places: By code; several where places share the name and nothing beside it tells which.
    """

    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name found in a shadow, with all places that bear it."""

    start: int
    end: int
    places: tuple[Place, ...]
    standing: Standing


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """Return the places that a text names, in order and disjoint, the longest name at each place.

    Full names count (咸阳市, 民和回族土族自治县), and short ones (咸阳, 民和县, 广西) unless a word
    of jieba's dictionary reaches over their edge (上海东部). A short name that is an ordinary
    word (平安, 和平) counts behind the name of its city, or in a list with others of that city.

    Args:
        text: In either script.
    """
    shadow = shadow_of(text)
    candidates = [*_candidates(shadow.text), *_abbreviated(shadow.text)]
    candidates.sort(key=lambda own: own.start)
    return tuple(
        PlaceMention(*shadow.source_range(found.start, found.end), found.places)
        for found in _meant(shadow.text, candidates)
    )


def resolve(mention: PlaceMention) -> Place | None:
    """Return the one place a mention means, None where it could be one of several.

    A province goes before what else bears its short name (吉林, 海南), and a city before counties
    (大同 is the city, not a district of 大庆). Counties are never chosen from, nor is a city
    from a district of a municipality, which is of the same rank: 朝阳 stays open.
    """
    if len(mention.places) == 1:
        return mention.places[0]
    highest = min(_rank(place) for place in mention.places)
    chosen = [place for place in mention.places if _rank(place) == highest]
    return chosen[0] if len(chosen) == 1 and chosen[0].level != "county" else None


def parts_of_place(name: str) -> tuple[str, ...]:
    """Return the names that a place's name is made of: 焦作市 and 温县 of 焦作市温县.

    Args:
        name: In full, Simplified.
    """
    mentions = find_places(name)
    ends = [mention.start for mention in mentions[1:]] + [len(name)]
    starts = [0, *ends[:-1]]
    return tuple(name[start:end] for start, end in zip(starts, ends, strict=True))


def names_place(text: str, places: Sequence[Place]) -> bool:
    """Tell whether a text names one of some places, or can: a name that several bear counts.

    So does a region that lies in several of them alone: 川渝 names 四川 and 重庆 together.

    Args:
        text: A shadow.
        places: To look for.
    """
    for place in places:
        for match in re.finditer(re.escape(place.short_name), text):
            around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            if any(place in mention.places for mention in find_places(around)):
                return True
    return any(name in text for name in regions_within(frozenset(own.name for own in places)))


def _rank(place: Place) -> int:
    """Return 1 for a province, 2 for a city and a municipality's district, 3 for a county."""
    if place.level == "county":
        return 2 if place.city and place.city == place.province else 3
    return 1 if place.level == "province" else 2


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield names that no other word contests, from left to right."""
    names, words = place_names(), _Words(text)
    position = 0
    while position < len(text) - 1:
        found = _name_at(text, position, names.get(text[position : position + 2], ()), words)
        if found and found.standing != "full" and text[position] in _CONNECTIVES:
            # 乐都区和平安区: what begins behind the 和 is a name in full.
            following = names.get(text[position + 1 : position + 3], ())
            inner = _name_at(text, position + 1, following, words)
            found = inner if inner and inner.standing == "full" else found
        if found:
            yield found
        position = found.end if found else position + 1


def _abbreviated(text: str) -> Iterator[_Candidate]:
    """Yield the provinces of lists that call each by one character: 津、冀、蒙三家."""
    provinces, words = provinces_by_character(), _Words(text)
    for found in _lists_of_abbreviations().finditer(text):
        if words.crosses_start(found.start()) or words.crosses_end(found.end() - 1, found.end()):
            continue
        for position in range(*found.span()):
            if province := provinces.get(text[position]):
                yield _Candidate(position, position + 1, (province,), "short")


@cache
def _lists_of_abbreviations() -> re.Pattern[str]:
    """Return what finds such a list: 津、冀、蒙; neither 新、改、扩建 nor 青桂、青粤 (pairs)."""
    one = f"[{''.join(provinces_by_character())}]"
    return re.compile(rf"(?<!{one}){one}(?:[、和与及跟比]{one})+(?!{one})")


def _name_at(
    text: str, start: int, names: Sequence[PlaceName], words: "_Words"
) -> _Candidate | None:
    """Return the longest name that stands at a position as a word of its own."""
    for name in names:
        end = start + len(name.text)
        if text.startswith(name.text, start) and _stands(text, start, end, name, words):
            return _Candidate(start, end, name.places, name.standing)
    return None


def _stands(text: str, start: int, end: int, name: PlaceName, words: "_Words") -> bool:
    """Tell whether a name is no part of other words."""
    if _ANOTHER_WORD.match(text, end - 1) or _STREET.match(text, end):
        return False
    if (row := everyday_names().get(name.text)) and _is_another(text, start, end, row):
        return False
    after_connective = start > 0 and text[start - 1] in _CONNECTIVES
    is_long = name.standing == "full" and len(name.text) > 2
    if words.crosses_start(start) and not (is_long and after_connective):
        return False
    if is_long or (name.standing != "ordinary" and _WHOLE.match(text, end)):
        return True
    return not words.crosses_end(start, end)


def _is_another(text: str, start: int, end: int, row: Mapping[str, Any]) -> bool:
    """Tell whether what stands beside an everyday name makes it mean something else."""
    before, after = row.get("before"), row.get("after")
    return bool(
        (before and re.search(rf"(?:{before})$", text[:start]))
        or (after and re.match(after, text[end:]))
    )


class _Words:
    """The dictionary's words in a text, cut run by run when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._run = (0, 0)
        self._inside: dict[int, tuple[int, int]] = {}

    def crosses_start(self, position: int) -> bool:
        """Tell whether a word begins before a position and ends behind it."""
        word = self._word_over(position)
        return word is not None and not self._is_two_names(word, position)

    def crosses_end(self, start: int, end: int) -> bool:
        """Tell whether a word reaches over a name's end and is not the name with a suffix."""
        word = self._word_over(end)
        if word is None or self._is_two_names(word, end):
            return False
        return not (word[0] == start and word[1] == end + 1 and self._text[end] in _SUFFIX)

    def _is_two_names(self, word: tuple[int, int], middle: int) -> bool:
        """Tell whether a word is made of two places, as 上海浦东 is."""
        return all(
            any(name.text == part for name in place_names().get(part[:2], ()))
            for part in (self._text[word[0] : middle], self._text[middle : word[1]])
        )

    def _word_over(self, position: int) -> tuple[int, int] | None:
        """Return the word that has a position in its middle."""
        # That module imports this package's shadow; and jieba takes most of a second to load.
        from index.ranking.tokens import dictionary_words

        if not self._run[0] <= position < self._run[1]:
            match = _HAN_RUN.match(self._text, self._start_of_run(position))
            if match is None:
                return None
            self._run = match.span()
            self._inside = {
                match.start() + middle: (match.start() + word.start, match.start() + word.end)
                for word in dictionary_words(match.group())
                for middle in range(word.start + 1, word.end)
            }
        return self._inside.get(position)

    def _start_of_run(self, position: int) -> int:
        """Return where the run of Chinese characters around a position begins."""
        while position > 0 and "\u4e00" <= self._text[position - 1] <= "\u9fff":
            position -= 1
        return position


def _meant(text: str, candidates: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Yield the candidates that are meant as places, each with the places it can mean."""
    for group in _groups(text, candidates):
        city = _common_city(group)
        previous: _Candidate | None = None
        for member in group:
            found = _of_kind_said(text, member)
            narrowed = _narrowed(found, previous, city)
            if found.standing != "ordinary" or narrowed is not None or _is_city_alone(text, found):
                previous = narrowed or found
                yield previous
            else:
                previous = None


def _groups(text: str, candidates: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Yield runs of names with nothing between them, or 、 or 和."""
    group: list[_Candidate] = []
    for found in candidates:
        gap = text[group[-1].end : found.start] if group else ""
        if group and gap and not _JOINT.fullmatch(gap):
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _common_city(group: Sequence[_Candidate]) -> str | None:
    """Return the city all counties of a list lie in, where the list leaves no doubt."""
    counties = [found for found in group if any(p.level == "county" for p in found.places)]
    if len(counties) < 2:
        return None
    cities = [{place.city for place in found.places} for found in counties]
    common = set.intersection(*cities) - {None}
    is_certain = len(counties) >= MIN_ENUMERATED or any(
        found.standing != "ordinary" and len(found.places) == 1 for found in counties
    )
    return common.pop() if len(common) == 1 and is_certain else None


def _narrowed(
    found: _Candidate, previous: _Candidate | None, city: str | None
) -> _Candidate | None:
    """Return a name with only the places that the name before it, or its list, leaves."""
    if previous and previous.end == found.start:
        within = [p for p in found.places if any(p.is_within(outer) for outer in previous.places)]
        if within:
            return replace(found, places=tuple(within))
    in_city = tuple(place for place in found.places if city and place.city == city)
    return replace(found, places=in_city) if in_city else None


def _of_kind_said(text: str, found: _Candidate) -> _Candidate:
    """Return a name with only the places of the kind that the words behind it say."""
    whole = _WHOLE.match(text, found.end)
    kind = _KIND_SAID.get(whole.group()) if whole else None
    of_kind = tuple(place for place in found.places if kind and place.name.endswith(kind))
    return replace(found, places=of_kind) if of_kind else found


def _is_city_alone(text: str, found: _Candidate) -> bool:
    """Tell whether a name that is an ordinary word stands as a city's name does."""
    return (
        any(place.level == "city" for place in found.places)
        and _ALONE_BEFORE.search(text[max(found.start - 1, 0) : found.start]) is not None
        and (_ALONE_AFTER.match(text, found.end) or _WHOLE.match(text, found.end)) is not None
    )
