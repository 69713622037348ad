"""Whose plans there are, and where a question names them: places, and regions of several."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.mentions import find_places, find_places_in_latin, find_regions
from index.text import without

if TYPE_CHECKING:
    from index.types import PlanHead

Name = tuple[int, int, str]
"""Where a place is named, half-open, and what it is called in full."""


def owners_of(plan: "PlanHead") -> tuple[str, ...]:
    """Return whose plan it is, in full: a place's, a province's, or the region's of its title."""
    owner = plan.place or plan.province
    if owner or plan.level != "region":
        return (owner,) if owner else ()
    return tuple(own.region.name for own in find_regions(plan.title))


def places_named(text: str, known: set[str], held: set[str], owners: set[str]) -> Sequence[Name]:
    """Return the places that a text names, in Chinese or else in Latin letters, in their order.

    Regions count that have a plan of their own.

    Args:
        text: Of the question.
        known: The places that the search of the question understood, in full.
        held: The counties with plans, in full.
        owners: All places and regions with plans, in full.
    """
    regions = [own for own in find_regions(text) if own.region.name in owners]
    places = without(text, [(own.start, own.end) for own in regions])
    named = [(own.start, own.end, own.region.name) for own in regions]
    return sorted([*named, *_places(places, known, held, owners)])


def _places(text: str, known: set[str], held: set[str], owners: set[str]) -> Iterator[Name]:
    """Yield the places, without regions.

    One without a plan beside the city or province that it lies in says of what part of it is asked.
    """
    found = list(find_places(text)) or list(find_places_in_latin(text, held))
    holding = {place.full_name for own in found for place in own.places} & owners
    for own in found:
        names = list(dict.fromkeys(place.full_name for place in own.places))
        is_part = all({place.city, place.province} & (holding - {*names}) for place in own.places)
        if is_part and not owners & {*names}:
            continue
        understood = [name for name in names if name in known] or names
        name = understood[0] if len(understood) == 1 else text[own.start : own.end]
        yield own.start, own.end, name


def lies_in(inner: str, outer: str) -> bool:
    """Tell whether a place lies in another, each given by its full name."""
    return any(
        outer in (place.city, place.province) and place.full_name == inner
        for found in find_places(inner)
        for place in found.places
    )
