"""Which plans a query is about."""

from collections.abc import Sequence

from index.query.types import Query
from index.types import Plan


def plans_meant(
    query: Query, plans: Sequence[Plan], allowed: set[str], *, is_filtered: bool = False
) -> set[str]:
    """Return the ids of the plans that a query is about.

    Of a city that it names, those plans that it names, or else all. Places that are known
    and have no plan leave none: another city's text is no answer.

    Args:
        query: What was understood.
        plans: Of the index.
        allowed: Ids that the explicit filters leave.
        is_filtered: The filters chose cities or plans: what else the query names is beside them.
    """
    if query.plans or query.cities or query.provinces:
        return {plan.id for plan in plans if plan.id in allowed and _is_meant(query, plan, plans)}
    return set() if query.absent and not is_filtered else allowed


def _is_meant(query: Query, plan: Plan, plans: Sequence[Plan]) -> bool:
    """Tell whether a query names a plan, or its city and no plan of it, or its province alone."""
    if plan.id in query.plans:
        return True
    if plan.city in query.cities:
        return not any(other.city == plan.city for other in plans if other.id in query.plans)
    return plan.province in query.provinces and not _names_city_of(query, plan, plans)


def _names_city_of(query: Query, plan: Plan, plans: Sequence[Plan]) -> bool:
    """Tell whether a query names a city of a plan's province: 青海海东 is 海东 alone."""
    return any(other.city in query.cities and other.province == plan.province for other in plans)
