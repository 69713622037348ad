"""Which passages a search may return: the explicit filters, closed to values nobody knows."""

from collections.abc import Iterable, Mapping, Sequence
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
from index.text.shadow import shadow_of
from index.types import Plan


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


# A single character or a comma would be found in every bracket.
MIN_OFFICE_CHARS = 3
"""The shortest names of offices: 公安局, 气象局; a shorter text is a part of one."""

_KINDS: tuple[tuple[str, type, str], ...] = (
    ("cities", str, "texts"),
    ("plans", str, "texts"),
    ("years", Integral, "whole numbers"),
    ("departments", str, "texts"),
)


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

    Raises:
        FilterError: a value is of another type.
    """

    cities: Sequence[str] = ()
    plans: Sequence[str] = ()
    years: Sequence[int] = ()
    departments: Sequence[str] = ()

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


def plans_in_scope(filters: Filters, plans: Sequence[Plan]) -> set[str]:
    """Return the ids of the plans that pass the filters on city, plan and year.

    Raises:
        FilterError: a value is one that no plan of the index has.
    """
    ids = {plan.id for plan in plans}
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


def _owners(plan: Plan) -> tuple[str, ...]:
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


def positions_in_scope(
    positions: NDArray[np.intp],
    responsible: Sequence[Sequence[str]],
    departments: Sequence[str],
) -> NDArray[np.intp]:
    """Return those of some passages that one of some offices answers for, ascending.

    Args:
        positions: Of passages, ascending.
        responsible: For each passage of the index the offices of the duties that govern it.
        departments: At least one office, in full or short.

    Raises:
        FilterError: no duty of the index names an office.
    """
    known = dict.fromkeys(name for names in responsible for name in names)
    meant: set[str] = set()
    for department in departments:
        office = shadow_of(department).text.strip()
        own = [name for name in known if is_among(office, (name,))]
        if len(office) < MIN_OFFICE_CHARS or not own:
            raise FilterError(
                f"no plan in the index gives {department!r} a responsibility; "
                "use the office's name as the plans print it"
            )
        meant.update(own)
    named = [not meant.isdisjoint(responsible[position]) for position in positions]
    return positions[np.array(named, dtype=np.bool_)]


def _years(plan: Plan) -> range:
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
            choices = "、".join(sorted(shown)) or "none: the index is empty"
            raise FilterError(f"unknown {kind} {value!r}; the index has {choices}")
