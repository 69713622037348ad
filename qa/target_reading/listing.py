"""The targets of an index's plans."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.target_reading.extraction import extract_targets
from qa.target_reading.indicators import is_indicator
from qa.types import Target

if TYPE_CHECKING:
    from index import PlanIndex


def targets(
    index: "PlanIndex", indicator: str | None = None, cities: Sequence[str] = ()
) -> tuple[Target, ...]:
    """Return the targets of an index's plans, by plan and place.

    Args:
        index: Of plans.
        indicator: Only this one, in any wording or script (细颗粒物 is PM2.5); None for all.
        cities: Only these, in full or short; none for all.

    Raises:
        FilterError: no plan of the index is of a city.
        ValueError: the indicator is blank.
    """
    if indicator is not None and not indicator.strip():
        raise ValueError(f"an indicator has at least one character, not {indicator!r}")
    from index import Filters, plans_in_scope  # they bring numpy

    plans = index.plans()
    wanted = plans_in_scope(Filters(cities=cities), plans)
    return tuple(
        target
        for plan in plans
        if plan.id in wanted
        for target in extract_targets(plan)
        if indicator is None or is_indicator(target.indicator, indicator)
    )
