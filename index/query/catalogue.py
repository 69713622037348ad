"""What an index can be asked for: its places, plans, clauses and offices, made ready for lookup."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.mentions.codes import number_key
from index.mentions.dates import YEARS_LONG
from index.mentions.divisions import Place, all_places, find_regions
from index.mentions.latin_places import LatinNames, names_of, short_name, sounds_of
from index.mentions.offices import Offices, offices_of
from index.query.plan_masks import PlanMasks
from index.text.headings import Line, find_heading
from index.text.numerals import parse_chinese_numeral
from index.text.shadow import shadow_of
from index.types import Level, Plan

_YEARS_IN_BRACKETS = re.compile(r"\((?:19|20)\d{2}[^()]*\)$")
_DURATION = re.compile(rf"({YEARS_LONG})年")
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
        core: The title without the place before it and the years behind it.
        place: The city or the county whose plan it is: 焦作市温县; None for others.
        owner: Its place, or its province where it is a province's.
        regions: That its title begins with, where it is a region's.
        covers: The provinces of those regions.
        issuer: Its shadow; empty where it is not known.
        issued: The year of issue.
        number: Letters, year and serial of the document number.
        duration: Of a three-year plan 3; None where the title does not say.
    """

    id: str
    title: str
    core: str
    city: str | None
    province: str | None
    period: tuple[int, int] | None
    issued: int | None
    duration: int | None
    number: tuple[str, str, str] | None
    level: Level | None
    place: str | None
    owner: str | None
    regions: frozenset[str]
    covers: frozenset[str]
    issuer: str

    @property
    def when(self) -> tuple[int, int]:
        """What orders a place's plans in time, as ``PlanHead.when`` but for the day."""
        issued = self.issued or 0
        return self.period or (issued, issued)


class Catalogue:
    """An index's names; it never changes, so threads share it freely."""

    def __init__(
        self,
        plans: Sequence[CataloguedPlan],
        labels_of: Callable[[str], Sequence[Label]],
        offices: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Take the plans in the order of the index.

        Args:
            plans: Of the index.
            labels_of: Returns the numbers of a plan's clauses by the plan's id; called when a
                query names a clause.
            offices: Returns the offices that its duties name; called when the first query
                names one.
        """
        self.plans = tuple(plans)
        self.labels_of = labels_of
        self.cities = tuple(dict.fromkeys(plan.place for plan in plans if plan.place))
        self.owners = frozenset(plan.owner for plan in self.plans if plan.owner)
        self.provinces = tuple(
            dict.fromkeys(
                plan.province
                for plan in plans
                if plan.province and plan.level not in ("county", "region")
            )
        )
        self.regions = frozenset(name for plan in self.plans for name in plan.regions)
        self.known_cities = frozenset(plan.city for plan in plans if plan.city)
        self._offices = offices

    @classmethod
    def of(cls, plans: Sequence[Plan], offices: Callable[[], Iterable[str]] = tuple) -> "Catalogue":
        """Return the catalogue of some plans."""
        labels = {plan.id: labels_of(plan) for plan in plans}
        return cls([catalogued(plan) for plan in plans], labels.__getitem__, offices)

    @cached_property
    def masks(self) -> PlanMasks:
        """Which plans have what, all of them at once."""
        return PlanMasks(self.plans)

    def in_order(self, ids: Iterable[str | None]) -> tuple[str, ...]:
        """Return those of some ids that are of plans, in the order of the index."""
        known = {id_ for id_ in ids if id_ in self._order}
        return tuple(sorted(filter(None, known), key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str | None, int]:
        """The place of each plan in the index."""
        return {plan.id: place for place, plan in enumerate(self.plans)}

    @cached_property
    def by_core(self) -> Mapping[str, Sequence[CataloguedPlan]]:
        """The plans by what is left of their titles without place and years."""
        found: dict[str, list[CataloguedPlan]] = {}
        for plan in self.plans:
            found.setdefault(plan.core, []).append(plan)
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of all plans."""
        return frozenset(plan.id for plan in self.plans)

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
            for city in sorted(self.known_cities)
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

    def plans_of(self, owner: str) -> Sequence[CataloguedPlan]:
        """Return a place's own plans: of 焦作市 none of its counties'."""
        return self._by_owner.get(owner, ())

    @cached_property
    def _by_owner(self) -> Mapping[str, Sequence[CataloguedPlan]]:
        """The plans by whose they are."""
        found: dict[str, list[CataloguedPlan]] = {}
        for plan in self.plans:
            if plan.owner:
                found.setdefault(plan.owner, []).append(plan)
        return found

    @cached_property
    def offices(self) -> Offices:
        """The offices that the duties name."""
        return offices_of(self._offices())

    @cached_property
    def document_numbers(self) -> Mapping[tuple[str, str, str], str]:
        """The plans' ids by letters, year and serial of their document numbers."""
        return {plan.number: plan.id for plan in self.plans if plan.number}


def catalogued(plan: Plan) -> CataloguedPlan:
    """Return what of a plan a query may name."""
    title = shadow_of(plan.title).text.replace(" ", "")
    core = title
    for name in (plan.province, plan.city, plan.county):
        core = core.removeprefix(name or "\0")
    own_regions = find_regions(title) if plan.level == "region" else ()
    is_of_province = plan.level in (None, "province")
    duration = _DURATION.search(title)
    return CataloguedPlan(
        id=plan.id,
        title=title,
        core=_YEARS_IN_BRACKETS.sub("", core),
        city=plan.city,
        province=plan.province,
        period=plan.period,
        issued=plan.issued.year if plan.issued else None,
        duration=parse_chinese_numeral(duration[1]) if duration else None,
        number=number_key(shadow_of(plan.document_number or "").text),
        level=plan.level,
        place=plan.place,
        owner=plan.place or (plan.province if is_of_province else None),
        regions=frozenset(mention.region.name for mention in own_regions),
        covers=frozenset(name for mention in own_regions for name in mention.region.provinces),
        issuer=shadow_of(plan.issuer or "").text,
    )


def labels_of(plan: Plan) -> tuple[Label, ...]:
    """Return the numbers of a plan's clauses."""
    labels = []
    for clause in plan.clauses:
        heading = find_heading(clause.label, Line(0, len(clause.label))) if clause.label else None
        if heading:
            labels.append(Label(clause.id, heading.family, heading.number, clause.level))
    return tuple(labels)
