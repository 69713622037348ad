"""Which plans a query is about, and whose lines answer it where its place has no plan.

Whose plan is asked for and what the plan is asked about are two things. A document that the query
names, or a filter, says whose plan; the places beside it are what it is asked about. A place
restricts only where nothing else names the document, and only to plans of its own: a county's plan
is not its prefecture's. What has no plan is answered from lines that name it in a plan of what it
lies in, the nearest first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.mentions.divisions import Place
from index.query.catalogue import Catalogue, CataloguedPlan
from index.query.types import Query

Speaks = Callable[[str, Sequence[Place]], bool]
"""Tells whether a plan names one of some places."""


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
    allowed: set[str],
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
    plans = [plan for plan in catalogue.plans if plan.id in allowed]
    if query.plans or query.cities or query.provinces or query.regions:
        meant = frozenset(plan.id for plan in plans if _is_meant(query, plan, catalogue))
        naming = () if query.plans else query.subjects
        whose = "、".join(query.cities) if naming and query.cities else ""
        return Scope(meant, naming if whose else (), _notice(query, catalogue, whose))
    if query.absent:
        return _above(query, catalogue, plans, speaks)
    return Scope(frozenset(plan.id for plan in _at_large(query, plans)))


def _at_large(query: Query, plans: Sequence[CataloguedPlan]) -> Sequence[CataloguedPlan]:
    """Return the plans that a question without place and document can be about."""
    of_level = [plan for plan in plans if _level_of(plan) in query.levels] or plans
    # A document without a title, known by its file's name, may be of any kind.
    of_kind = [
        plan
        for plan in of_level
        if plan.title == plan.id or any(kind in plan.title for kind in query.kinds)
    ]
    return of_kind if query.kinds and of_kind else of_level


def _level_of(plan: CataloguedPlan) -> str | None:
    """Return a plan's level among cities and counties: a municipality is a city."""
    return "city" if plan.place and plan.level != "county" else plan.level


def _is_meant(query: Query, plan: CataloguedPlan, catalogue: Catalogue) -> bool:
    """Tell whether a query names a plan, or whose it is and no plan of that place."""
    if plan.id in query.plans:
        return True
    if plan.owner is not None and plan.owner in (*query.cities, *query.provinces):
        return not any(own.id in query.plans for own in catalogue.plans_of(plan.owner))
    if plan.regions & set(query.regions):
        return not query.plans
    # A province without a plan of its own is answered from its cities', unless one is named.
    return (
        plan.province in query.provinces
        and _level_of(plan) == "city"
        and not catalogue.plans_of(plan.province)
        and not any(
            other.province == plan.province and other.owner in query.cities
            for other in catalogue.plans
        )
    )


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
