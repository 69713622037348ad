"""Which plans a question is about."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Hits, PlanIndex


def asked_plans(index: "PlanIndex", hits: "Hits") -> tuple[str, ...]:
    """Return the ids of the plans that a question is about; all where it names none."""
    from index import plans_meant

    plans = index.plans()
    meant = plans_meant(hits.query, plans, {plan.id for plan in plans}, is_filtered=True)
    return tuple(plan.id for plan in plans if plan.id in meant)
