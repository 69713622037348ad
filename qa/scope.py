"""Which plans a question is about."""

from typing import TYPE_CHECKING

from qa.plans_named import plans_by_year
from qa.question import Question

if TYPE_CHECKING:
    from index import Hits, PlanIndex


def asked_plans(index: "PlanIndex", hits: "Hits", question: Question) -> tuple[str, ...]:
    """Return the ids of the plans that a question is about; all where it names none.

    A year beside a city's name chooses among its plans, unless the question is about what changed.
    """
    plans = index.heads()
    meant = hits.plans or {plan.id for plan in plans}
    if not question.is_over_time:
        meant = meant - (plans_by_year(question.text, plans) - set(hits.query.plans))
    return tuple(plan.id for plan in plans if plan.id in meant)


def place_names(index: "PlanIndex") -> set[str]:
    """Return what the places of an index are called: 河南省, 焦作市, 温县, 焦作市温县."""
    from index.mentions import spoken_names

    plans = index.heads()
    names = {name for plan in plans for name in (plan.city, plan.county, plan.province) if name}
    return names.union(*(spoken_names(plan.place) for plan in plans if plan.county and plan.place))


def missing_places(hits: "Hits") -> str:
    """Return the places that a question is about and the index has no plan of, or cannot tell.

    Empty where it names a city or a plan of the index as well, and where lines on the place were
    found in other plans.
    """
    query = hits.query
    if query.cities or query.plans or (hits.plans and query.places_not_indexed):
        return ""
    unclear = [name.text for name in query.ambiguous if not name.cities]
    return "、".join([*query.places_not_indexed, *unclear])
