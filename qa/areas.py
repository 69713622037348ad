"""Whether what a sentence says is said of the area that a question asks about."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.mentions import find_places, find_places_in_latin, find_regions
from index.text import shadow_of

if TYPE_CHECKING:
    from index import Plan
    from index.mentions import Place

_SIDE_BY_SIDE = re.compile(r"[\s、,，和与及以()（）/]*(?:等)?[\s、,，和与及以()（）/]*")
"""What stands between two areas that one thing is said of."""
KEPT = 4096
"""Sentences; those of a plan are weighed again with each question on it."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place or region that a text names.

    Attributes:
        start: In the text; ``end`` is exclusive.
        codes: Of the places that the name can mean, or the name of a region.
        within: Full names of the cities and provinces that these lie in.
        names: Full names of these.
        covers: The provinces that a region lies in.
        full_names: Of the places, with the city of a county.
    """

    start: int
    end: int
    codes: frozenset[str]
    within: frozenset[str]
    names: frozenset[str]
    covers: frozenset[str] = frozenset()
    full_names: frozenset[str] = frozenset()

    def is_same(self, other: "Area") -> bool:
        """Tell whether both can mean the same."""
        return bool(self.codes & other.codes)

    def is_in(self, other: "Area") -> bool:
        """Tell whether this one lies in the other, or can."""
        return bool(self.within & other.names or (self.within | self.names) & other.covers)


@dataclass(frozen=True, slots=True)
class AskedAreas:
    """The areas that a question asks about in a plan, apart from those that only name the plan.

    Attributes:
        text: The question's shadow.
        asked: Empty where it is about all that the plan is for.
        own: Names of what the plan is for, of what that lies in, and of the regions of its title.
        printed: What is asked about, as the question has it.
    """

    text: str
    asked: tuple[Area, ...]
    own: frozenset[str]
    printed: str

    def agreement(self, sentence: str, start: int, end: int) -> float:
        """Return how the areas that an answer is said of agree with those asked about.

        Args:
            sentence: A shadow.
            start: Of the answer in it.
            end: Of the answer, exclusive.

        Returns:
            1 where one is the same, -1 where all are others, 0 where none is named or asked about,
            or where one lies in what is asked about.
        """
        said = said_of(sentence, start, end)
        if not self.asked or not said:
            return 0.0
        if any(one.is_same(other) for one in said for other in self.asked):
            return 1.0
        every = frozenset(name for other in self.asked for name in other.names)
        if any(one.covers and one.covers <= every for one in said):
            return 1.0  # 晋陕蒙新 for 山西、陕西、内蒙古、新疆
        is_part = any(one.is_in(other) for one in said for other in self.asked)
        return 0.0 if is_part else -1.0

    def is_of_a_part(self, sentence: str, start: int) -> bool:
        """Tell whether an answer is said of another area though the question asks about none."""
        said = said_of(sentence, start, start)
        if self.asked or not said:
            return False
        printed = [sentence[one.start : one.end] for one in said]
        # 武功 may be another word than a place's name; beside 武功县 it is that.
        is_called = any((name[:-1] if len(name) > 2 else name) in self.text for name in printed)
        return not (is_called or any(one.names & self.own for one in said))


def asked_areas(question: str, plan: "Plan") -> AskedAreas:
    """Return the areas that a question asks about.

    Args:
        question: As it was asked.
        plan: That is asked; its place, what that lies in and the regions of its title name it.
    """
    own = {name for name in (plan.county, plan.city, plan.province) if name}
    own |= {name for area in areas_in(plan.title) for name in area.names}
    shadow = shadow_of(question)
    asked = tuple(area for area in areas_named(shadow.text) if not area.names & own)
    ranges = (shadow.source_range(area.start, area.end) for area in asked)
    printed = "、".join(question[start:end] for start, end in ranges)
    return AskedAreas(shadow.text, asked, frozenset(own), printed)


def areas_named(question: str, held: frozenset[str] = frozenset()) -> tuple[Area, ...]:
    """Return the places and regions that a question's shadow names, in Latin letters too.

    Args:
        question: Its shadow.
        held: The counties, in full, that it may name in Latin letters.
    """
    return (*areas_in(question), *_in_latin(question, held))


def said_of(sentence: str, start: int, end: int) -> tuple[Area, ...]:
    """Return the areas that an answer is said of: those named last before it, and those in it."""
    before = [area for area in areas_in(sentence) if area.end <= start]
    inside = tuple(area for area in areas_in(sentence) if start < area.end and area.start < end)
    if not before:
        return inside
    found = [before[-1]]
    for area, following in zip(before[-2::-1], before[:0:-1], strict=True):
        if not _SIDE_BY_SIDE.fullmatch(sentence[area.end : following.start]):
            break
        found.append(area)
    return (*found, *inside)


@lru_cache(maxsize=KEPT)
def areas_in(text: str) -> tuple[Area, ...]:
    """Return the places and regions that a text names, in order and disjoint."""
    regions = [
        Area(
            found.start,
            found.end,
            frozenset([found.region.name]),
            frozenset(),
            frozenset([found.region.name]),
            found.region.provinces,
        )
        for found in find_regions(text)
    ]
    taken = [(region.start, region.end) for region in regions]
    places = [
        _of_places(found.start, found.end, found.places)
        for found in find_places(text)
        if not any(found.start < last and first < found.end for first, last in taken)
    ]
    return tuple(sorted((*regions, *places), key=lambda area: area.start))


def _of_places(start: int, end: int, places: Iterable["Place"]) -> Area:
    """Return a name that can mean some places."""
    return Area(
        start,
        end,
        codes=frozenset(place.code for place in places),
        within=frozenset(name for place in places for name in (place.city, place.province) if name)
        - frozenset(place.name for place in places),
        names=frozenset(place.name for place in places),
        full_names=frozenset(place.full_name for place in places),
    )


def _in_latin(question: str, held: frozenset[str]) -> Iterator[Area]:
    """Yield the places that a question names in Latin letters, but for those of a region's name."""
    regions = [(found.start, found.end) for found in find_regions(question)]
    for found in find_places_in_latin(question, held):
        if not any(found.start < last and first < found.end for first, last in regions):
            yield _of_places(found.start, found.end, found.places)
