"""The plans of one place in the order of time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Plan
    from index.types import PlanHead


def in_time(plans: "Iterable[PlanHead]") -> "list[PlanHead]":
    """Return plans by the years they cover, then by the date of their issue."""
    return sorted(plans, key=when)


def when(plan: "Plan | PlanHead") -> tuple[int, int, str, str]:
    """Return what orders plans in time: where one does not say its years, that of its issue."""
    issued = plan.issued
    first, last = plan.period or ((issued.year, issued.year) if issued else (0, 0))
    return first, last, issued.isoformat() if issued else "", plan.id
