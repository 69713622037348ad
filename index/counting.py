"""How many of some passages each choice of the filters would leave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.hits import Counts
from index.mentions.offices import office_groups
from index.query.scope import Filters, passages_of_offices, plans_in_scope
from index.ranking.positions import is_among, united
from index.storage.collection import Collection
from index.types import PlanHead

MAX_OFFICES = 200
"""Offices that are offered; the others may be typed."""

OfficePassages = Mapping[str, NDArray[np.intp]]
"""The positions of the passages that a filter by an office leaves."""


def offices_to_offer(offices: OfficePassages) -> OfficePassages:
    """Return the offices that answer for most passages, each under one name, the most first.

    Args:
        offices: The positions of the passages that each name answers for.
    """
    names = sorted(offices, key=lambda name: (-len(offices[name]), name))
    merged = {name: united([offices[other] for other in own]) for name, own in office_groups(names)}
    commonest = sorted(merged, key=lambda name: -len(merged[name]))[:MAX_OFFICES]
    return {name: merged[name] for name in commonest}


def counted(
    collection: Collection,
    offered: OfficePassages,
    positions: NDArray[np.intp],
    filters: Filters,
) -> Counts:
    """Return how many of some passages each choice would leave.

    What is chosen of a kind already does not hide its other choices: they may be chosen beside it.

    Args:
        collection: Of the passages.
        offered: Offices; see ``offices_to_offer``.
        positions: Of the passages, ascending.
        filters: What is chosen; the choices of every other kind hold beside a choice.

    Raises:
        FilterError: a filter names what the index does not have.
    """
    heads, numbers = collection.heads, collection.plan_numbers[positions]
    passing = {
        "cities": _of_plans(Filters(cities=filters.cities), heads)[numbers],
        "plans": _of_plans(Filters(plans=filters.plans), heads)[numbers],
        "years": _of_plans(Filters(years=filters.years), heads)[numbers],
        "offices": np.ones(len(positions), dtype=np.bool_),
    }
    if filters.departments:
        answering = passages_of_offices(
            collection.offices, tuple(filters.departments), collection.size
        )
        passing["offices"] = answering[positions]

    def beside(kind: str) -> NDArray[np.bool_]:
        left: NDArray[np.bool_] = np.logical_and.reduce(
            [own for name, own in passing.items() if name != kind]
        )
        return left

    def by_plan(kind: str) -> list[int]:
        own: list[int] = np.bincount(numbers[beside(kind)], minlength=len(heads)).tolist()
        return own

    cities: dict[str, int] = defaultdict(int)
    for head, count in zip(heads, by_plan("cities"), strict=True):
        if head.place:
            cities[head.place] += count
    years: dict[int, int] = defaultdict(int)
    for head, count in zip(heads, by_plan("years"), strict=True):
        for year in range(head.period[0], head.period[1] + 1) if head.period else ():
            years[year] += count
    left = positions[beside("offices")]
    return Counts(
        passages=len(positions),
        cities=dict(sorted(cities.items())),
        plans={own.id: n for own, n in zip(heads, by_plan("plans"), strict=True)},
        years=dict(sorted(years.items())),
        offices={name: int(is_among(left, own).sum()) for name, own in offered.items()},
    )


def _of_plans(filters: Filters, heads: Sequence[PlanHead]) -> NDArray[np.bool_]:
    """Return which plans pass a filter, shape (plans + 1,); False for passages without a plan."""
    own = plans_in_scope(filters, heads)
    return np.array([*(head.id in own for head in heads), False], dtype=np.bool_)
