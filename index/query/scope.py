"""Which plans and passages a search may return: by explicit filters, and by what the query names.

Whose plan is asked for and what the plan is asked about are two things. A document that the query
names, or a filter, says whose plan; the places beside it are what it is asked about. A place
restricts only where nothing else names the document, and only to plans of its own: a county's plan
is not its prefecture's. What has no plan is answered from lines that name it in a plan of what it
lies in, the nearest first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from index.errors import FilterError
from index.mentions.divisions import Place, all_places
from index.mentions.latin_places import (
    LatinNames,
    find_latin_places,
    names_of,
    names_of_divisions,
    short_name,
)
from index.mentions.offices import is_among
from index.mentions.places import find_places
from index.query.catalogue import Catalogue, CataloguedPlan
from index.query.plan_masks import Mask
from index.query.types import Query
from index.text.shadow import shadow_of
from index.types import PlanHead

Speaks = Callable[[str, Sequence[Place]], bool]
"""Tells whether a plan names one of some places."""

# A single character or a comma would be found in every bracket.
MIN_OFFICE_CHARS = 3
"""The shortest names of offices: 公安局, 气象局; a shorter text is a part of one."""

MAX_SHOWN = 50
"""Values that an error lists."""

_KINDS: tuple[tuple[str, type, str], ...] = (
    ("cities", str, "texts"),
    ("plans", str, "texts"),
    ("years", Integral, "whole numbers"),
    ("departments", str, "texts"),
)


def find_place(name: str, held: Sequence[str]) -> str | None:
    """Return the place that a name means, None where it means none of them, or more than one.

    Args:
        name: In full or short, in either script, or in Latin letters: Haidong, ``Xi'an City``.
        held: That can be meant, Simplified and in full: 咸阳市, 焦作市温县, 青海省.
    """
    wanted = short_name(name)
    found = next((place for place in held if short_name(place) == wanted), None)
    if found or not name.isprintable():
        return found
    plain = shadow_of(name).text.strip()
    known = tuple(held)
    tables = (names_of_divisions(), _names_of(known))
    mentions = [*find_places(plain), *find_latin_places(plain, tables, frozenset(known))]
    if not mentions or mentions[0].start or mentions[-1].end != len(plain):
        return None
    meant = {place.full_name for place in mentions[-1].places}
    own = [place for place in known if place in meant]
    return own[0] if len(own) == 1 else None


@lru_cache(maxsize=8)
def _names_of(held: tuple[str, ...]) -> LatinNames:
    """Return the Latin names of counties, and of cities that the table of divisions lacks."""
    coded = {place.full_name: place for place in all_places()}
    others = (
        coded.get(name) or Place(name, short_name(name), "city", name, "", name) for name in held
    )
    return names_of(place for place in others if place.level == "county" or place.name not in coded)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is restricted to; an empty field restricts nothing.

    A value may be given bare, without a sequence around it.

    Attributes:
        cities: Places, in full or short, in either script, in pinyin or English. A city stands
            for its own plans and not for its counties', a county (温县, 焦作市温县) for its own; a
            province without a plan of its own for its cities'.
        plans: Plan ids.
        years: A plan is meant if it covers one of them.
        departments: Offices, in full or short, one of which must answer for a passage.
        is_exact: Only passages that have the query's own words; see ``Hit.is_exact``.

    Raises:
        FilterError: a value is of another type.
    """

    cities: Sequence[str] = ()
    plans: Sequence[str] = ()
    years: Sequence[int] = ()
    departments: Sequence[str] = ()
    is_exact: bool = False

    def __post_init__(self) -> None:
        for name, kind, described in _KINDS:
            given = getattr(self, name)
            if given is None or isinstance(given, bytes):
                raise FilterError(f"{name} must be a sequence of {described}, not {given!r}")
            is_sequence = isinstance(given, Iterable) and not isinstance(given, str)
            values = tuple(given) if is_sequence else (given,)
            for value in values:
                if not isinstance(value, kind) or isinstance(value, bool):
                    raise FilterError(f"{name} must be {described}, not {value!r}")
            object.__setattr__(self, name, values)


def plans_in_scope(filters: Filters, plans: Sequence[PlanHead]) -> set[str]:
    """Return the ids of the plans that pass the filters on city, plan and year.

    Raises:
        FilterError: a value is one that no plan of the index has.
    """
    ids = {plan.id for plan in plans}
    if not filters.cities and not filters.plans and not filters.years:
        return ids
    own = {plan.id: _owners(plan) for plan in plans}
    with_plan = dict.fromkeys(names[0] for names in own.values() if names)
    held = tuple(dict.fromkeys([*with_plan, *(name for names in own.values() for name in names)]))
    years = {year for plan in plans for year in _years(plan)}
    wanted = [find_place(name, held) for name in filters.cities]
    _require_known("city", filters.cities, wanted, set(held), set(with_plan))
    _require_known("plan", filters.plans, filters.plans, ids, ids)
    _require_known("year", filters.years, filters.years, years, {str(year) for year in years})
    return {
        plan.id
        for plan in plans
        if (not filters.cities or _is_of(own[plan.id], wanted, with_plan))
        and (not filters.plans or plan.id in filters.plans)
        and (not filters.years or not set(filters.years).isdisjoint(_years(plan)))
    }


def _owners(plan: PlanHead) -> tuple[str, ...]:
    """Return whose plan it is, and the province that a city's plan may stand for."""
    if plan.place and plan.level != "county" and plan.province not in (None, plan.place):
        return plan.place, plan.province or ""
    if plan.place or plan.level not in (None, "province"):
        return (plan.place,) if plan.place else ()
    return (plan.province,) if plan.province else ()


def _is_of(
    owners: Sequence[str], wanted: Sequence[str | None], with_plan: Mapping[str, None]
) -> bool:
    """Tell whether a plan is of a place that is wanted, or stands for its province."""
    return bool(owners) and (
        owners[0] in wanted
        or any(province in wanted and province not in with_plan for province in owners[1:])
    )


def passages_of_offices(
    offices: Mapping[str, NDArray[np.intp]], departments: Sequence[str], size: int
) -> NDArray[np.bool_]:
    """Return which passages one of some offices answers for, shape (n,).

    Args:
        offices: The positions of the passages that each office answers for.
        departments: At least one office, in full or short.
        size: How many passages there are.

    Raises:
        FilterError: no duty of the index names an office.
    """
    is_answering = np.zeros(size, dtype=np.bool_)
    for department in departments:
        for name in names_of_office(offices, department):
            is_answering[offices[name]] = True
    return is_answering


def names_of_office(offices: Iterable[str], department: str) -> list[str]:
    """Return the names that an office has in the index, at least one.

    Args:
        offices: All names in the index.
        department: An office, in full or short.

    Raises:
        FilterError: no duty of the index names it.
    """
    office = shadow_of(department).text.strip()
    own = [name for name in offices if is_among(office, (name,))]
    if len(office) < MIN_OFFICE_CHARS or not own:
        raise FilterError(
            f"no plan in the index gives {department!r} a responsibility; "
            "use the office's name as the plans print it"
        )
    return own


def _years(plan: PlanHead) -> range:
    """Return the years a plan covers."""
    return range(plan.period[0], plan.period[1] + 1) if plan.period else range(0)


def _require_known(
    kind: str,
    given: Sequence[object],
    wanted: Sequence[object],
    known: set[object] | set[str] | set[int],
    shown: set[str],
) -> None:
    """Refuse a filter value that no plan has, and say which there are."""
    for value, normalized in zip(given, wanted, strict=True):
        if normalized not in known:
            choices = "、".join(sorted(shown)[:MAX_SHOWN]) or "none: the index is empty"
            choices += "…" if len(shown) > MAX_SHOWN else ""
            raise FilterError(f"unknown {kind} {value!r}; the index has {choices}")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a query is answered from.

    Attributes:
        plans: Ids of the plans.
        naming: Only passages that name one of these places; all where it is empty.
        notice: What the reader must know of it, in Chinese and English; may be empty.
    """

    plans: frozenset[str]
    naming: tuple[Place, ...] = ()
    notice: str = ""


def scope_of(
    query: Query,
    catalogue: Catalogue,
    allowed: Set[str],
    speaks: Speaks,
    *,
    is_filtered: bool = False,
) -> Scope:
    """Return where a query is answered from.

    Args:
        query: What was understood.
        catalogue: Of the index.
        allowed: Ids that the explicit filters leave.
        speaks: Looks a place up in a plan.
        is_filtered: The filters chose cities or plans: every place in the query is what it asks
            about.
    """
    if is_filtered:
        return Scope(frozenset(allowed & set(query.plans) or allowed))
    is_allowed = _mask_of(catalogue, allowed)
    for place in query.excluded:
        # A province without its cities would be none.
        own = catalogue.masks.of_owner(place) | catalogue.masks.of_province(place)
        is_allowed = is_allowed & ~own
    is_of_wider = bool(query.absent) and not (query.plans or query.cities or query.regions)
    if is_of_wider and not any(catalogue.masks.of_owner(own).any() for own in query.provinces):
        # 山西、陕西和内蒙古: a plan of a city of one of them is none of them all.
        plans = [catalogue.plans[number] for number in np.flatnonzero(is_allowed).tolist()]
        above = _above(query, catalogue, plans, speaks)
        if above.plans or not query.provinces:
            return above
    if query.plans or query.cities or query.provinces or query.regions:
        meant = _ids(catalogue, is_allowed & _meant(query, catalogue))
        naming = () if query.plans else query.subjects
        whose = "、".join(query.cities) if naming and query.cities else ""
        return Scope(meant, naming if whose else (), _notice(query, catalogue, whose))
    return Scope(_ids(catalogue, _at_large(query, catalogue, is_allowed)))


def _mask_of(catalogue: Catalogue, allowed: Set[str]) -> Mask:
    """Return the plans of some ids."""
    if len(allowed) == len(catalogue.plans):
        return catalogue.masks.every
    return catalogue.masks.of_ids(allowed)


def _ids(catalogue: Catalogue, plans: Mask) -> frozenset[str]:
    """Return the ids of some plans."""
    if plans.all():
        return catalogue.ids
    return frozenset(catalogue.plans[number].id for number in np.flatnonzero(plans).tolist())


def _at_large(query: Query, catalogue: Catalogue, plans: Mask) -> Mask:
    """Return the plans that a question without place and document can be about."""
    masks = catalogue.masks
    of_level = plans & _any([masks.of_rank(level) for level in query.levels], plans)
    of_level = of_level if of_level.any() else plans
    # A document without a title, known by its file's name, may be of any kind.
    kinds = [masks.untitled, *map(masks.titled, query.kinds)] if query.kinds else []
    of_kind = of_level & _any(kinds, plans)
    return of_kind if of_kind.any() else of_level


def _any(masks: Sequence[Mask], plans: Mask) -> Mask:
    """Return where one of some masks holds; nowhere if there are none."""
    found: Mask = np.logical_or.reduce([np.zeros_like(plans), *masks])
    return found


def _meant(query: Query, catalogue: Catalogue) -> Mask:
    """Return the plans that a query names, or those of whom it names and has no plan of."""
    masks = catalogue.masks
    named = masks.of_ids(query.plans)
    meant = named.copy()
    of_regions = _any([masks.of_region(region) for region in query.regions], named)
    meant |= of_regions
    for owner in (*query.cities, *query.provinces):
        own = masks.of_owner(owner)
        # Beside a plan of the place that is named its others are not meant.
        meant = (meant & ~own) | (own & named) if (own & named).any() else meant | own
    for province in query.provinces:
        # A province without a plan of its own is answered from its cities', unless one is named.
        of_province = masks.of_province(province)
        cities = _any([masks.of_owner(city) for city in query.cities], named)
        if not masks.of_owner(province).any() and not (of_province & cities).any():
            meant |= of_province & masks.of_rank("city")
    return meant


def _above(
    query: Query, catalogue: Catalogue, plans: Sequence[CataloguedPlan], speaks: Speaks
) -> Scope:
    """Return the nearest plans of what the places lie in that name them, none where none does."""
    for level in ("province", "region", "nation"):
        found = [
            plan
            for plan in plans
            if plan.level == level
            and any(_covers(plan, place) for place in query.subjects)
            and speaks(plan.id, query.subjects)
        ]
        if found:
            whose = "、".join(dict.fromkeys(plan.owner or plan.title for plan in found[:3]))
            ids = frozenset(plan.id for plan in found)
            return Scope(ids, query.subjects, _notice(query, catalogue, whose))
    return Scope(frozenset(), (), _notice(query, catalogue, ""))


def _covers(plan: CataloguedPlan, place: Place) -> bool:
    """Tell whether a plan holds for what a place lies in."""
    if plan.level == "province":
        return plan.owner == place.province
    return not plan.covers or place.province in plan.covers


def _notice(query: Query, catalogue: Catalogue, whose: str) -> str:
    """Return what the reader must know of places without a plan of their own.

    Args:
        query: What was understood.
        catalogue: Of the index.
        whose: The plans that lines on them are shown of; empty where none are.
    """
    missing = dict.fromkeys([*query.absent, *(place.name for place in query.subjects)])
    absent = "、".join(missing)
    if not absent:
        return ""
    below = [
        plan.place
        for plan in catalogue.plans
        if plan.level == "county" and plan.place and plan.city in missing
    ]
    chinese, english = f"索引中没有{absent}的方案", f"no plan of {absent} is in the index"
    if below:
        counties = "、".join(dict.fromkeys(below))
        chinese = f"索引中没有{absent}自己的方案，只有{counties}的"
        english = f"no plan of {absent} itself is in the index, only of {counties}"
    if whose:
        chinese += f"；所列是{whose}的方案里写到它的"
        english += f"; shown are lines on it in the plans of {whose}"
    return f"{chinese} ({english})"
