"""What an index can be asked for: its places, plans, clauses and offices, made ready for lookup."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.mentions.codes import number_key
from index.mentions.divisions import Place, all_places
from index.mentions.latin_places import LatinNames, names_of, short_name, sounds_of
from index.mentions.offices import Offices, offices_of
from index.text.headings import Line, find_heading
from index.text.shadow import shadow_of
from index.types import Plan

_YEARS_IN_BRACKETS = re.compile(r"\((?:19|20)\d{2}[^()]*\)$")
_DURATION = re.compile(r"([一二两三四五六])年")
NO_CODE = "?"
"""Begins the code of a city that the table of divisions does not have."""


@dataclass(frozen=True, slots=True)
class Label:
    """A clause's number: what kind, and which."""

    clause_id: str
    family: str
    number: int
    level: int


@dataclass(frozen=True, slots=True)
class CataloguedPlan:
    """What of a plan a query may name.

    Attributes:
        title: Its shadow.
        core: The title without the city before it and the years behind it.
        issued: The year of issue.
        number: Letters, year and serial of the document number.
        duration: Of a three-year plan 三, as printed; None where the title does not say.
    """

    id: str
    title: str
    core: str
    city: str | None
    province: str | None
    period: tuple[int, int] | None
    issued: int | None
    duration: str | None
    number: tuple[str, str, str] | None
    labels: tuple[Label, ...]


class Catalogue:
    """An index's names; it never changes, so threads share it freely."""

    def __init__(
        self, plans: Sequence[Plan], brackets: Callable[[], Sequence[str]] = tuple
    ) -> None:
        """Take the plans in the order of the index.

        Args:
            plans: Of the index.
            brackets: Returns the responsibility brackets of its passages, Simplified; called
                when the first query names an office.
        """
        self.plans = tuple(_catalogued(plan) for plan in plans)
        self.cities = tuple(dict.fromkeys(plan.city for plan in plans if plan.city))
        self.provinces = tuple(dict.fromkeys(plan.province for plan in plans if plan.province))
        self.known_cities = frozenset(self.cities)
        self._brackets = brackets

    @cached_property
    def by_id(self) -> Mapping[str, CataloguedPlan]:
        """The plans by their ids."""
        return {plan.id: plan for plan in self.plans}

    @cached_property
    def cities_without_code(self) -> tuple[Place, ...]:
        """The cities that the table of divisions does not have."""
        coded = {place.name for place in all_places()}
        provinces = {plan.city: plan.province or "" for plan in self.plans if plan.city}
        return tuple(
            Place(city, short_name(city), "city", city, provinces[city], NO_CODE + city)
            for city in self.cities
            if city not in coded
        )

    @cached_property
    def latin_names(self) -> LatinNames:
        """The Latin names of the cities that no table has, and of all counties of the cities."""
        counties = (
            place
            for place in all_places()
            if place.level == "county" and place.city in self.known_cities
        )
        return names_of((*self.cities_without_code, *counties))

    @cached_property
    def cities_by_sound(self) -> Mapping[tuple[str, ...], Place]:
        """The cities by the sound of their short names."""
        known = (place for place in all_places() if place.name in self.known_cities)
        return {sounds_of(place.short_name): place for place in known if place.level != "county"}

    @cached_property
    def provincial_titles(self) -> frozenset[str]:
        """The titles of plans that are of a province and of no city."""
        return frozenset(plan.title for plan in self.plans if plan.province and not plan.city)

    @cached_property
    def offices(self) -> Offices:
        """The offices in the responsibility brackets."""
        return offices_of(self._brackets())

    @cached_property
    def document_numbers(self) -> Mapping[tuple[str, str, str], str]:
        """The plans' ids by letters, year and serial of their document numbers."""
        return {plan.number: plan.id for plan in self.plans if plan.number}


def _catalogued(plan: Plan) -> CataloguedPlan:
    """Return what of a plan a query may name."""
    title = shadow_of(plan.title).text.replace(" ", "")
    core = title.removeprefix(plan.province or "\0").removeprefix(plan.city or "\0")
    duration = _DURATION.search(title)
    return CataloguedPlan(
        id=plan.id,
        title=title,
        core=_YEARS_IN_BRACKETS.sub("", core),
        city=plan.city,
        province=plan.province,
        period=plan.period,
        issued=plan.issued.year if plan.issued else None,
        duration=duration[1] if duration else None,
        number=number_key(shadow_of(plan.document_number or "").text),
        labels=tuple(_labels(plan)),
    )


def _labels(plan: Plan) -> list[Label]:
    """Return the numbers of a plan's clauses."""
    labels = []
    for clause in plan.clauses:
        heading = find_heading(clause.label, Line(0, len(clause.label))) if clause.label else None
        if heading:
            labels.append(Label(clause.id, heading.family, heading.number, clause.level))
    return labels
