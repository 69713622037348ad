"""The targets and duties of an index, by what they are about and by city."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import FilterError
from index.facts import is_indicator, names_office
from index.text import shadow_of

if TYPE_CHECKING:
    from index import PlanIndex
    from index.facts import Duty, Target
    from index.types import PlanHead


def targets(
    index: "PlanIndex", indicator: str | None = None, cities: Sequence[str] = ()
) -> "tuple[Target, ...]":
    """Return the targets of an index's plans, by plan and place.

    Args:
        index: Of plans.
        indicator: Only this one, in any wording or script (细颗粒物 is PM2.5); None for all.
        cities: Only these, in full or short, in either script, in pinyin or English; none for
            all.

    Raises:
        FilterError: no plan of the index is of a city.
        ValueError: the indicator is blank.
    """
    if indicator is not None and not indicator.strip():
        raise ValueError(f"an indicator has at least one character, not {indicator!r}")
    return tuple(
        target
        for plan in _plans(index, cities)
        for target in index.facts(plan.id).targets
        if indicator is None or is_indicator(target.indicator, indicator)
    )


def duties(
    index: "PlanIndex", department: str | None = None, cities: Sequence[str] = ()
) -> "tuple[Duty, ...]":
    """Return the duties of an index's plans, by plan and place.

    Args:
        index: Of plans.
        department: An office that must be among those named, in any role, in full or short
            (住建局 for 市住房和城乡建设局), in either script. One of before a reform is
            another: 环保局 is not 生态环境局.
        cities: As for ``targets``.

    Raises:
        FilterError: ``department`` is no text or blank, or no plan is of a city.
    """
    if department is not None and not isinstance(department, str):
        raise FilterError(f"department must be text, not {department!r}")
    asked = shadow_of(department).text.strip() if department is not None else None
    if asked == "":
        raise FilterError(f"department names no office: {department!r}")
    return tuple(
        duty
        for plan in _plans(index, cities)
        for duty in index.facts(plan.id).duties
        if asked is None or names_office(duty, asked)
    )


def _plans(index: "PlanIndex", cities: Sequence[str]) -> "tuple[PlanHead, ...]":
    """Return the plans of some cities, of all where none is given."""
    from index.query import Filters, plans_in_scope

    plans = index.heads()
    wanted = plans_in_scope(Filters(cities=cities), plans)
    return tuple(plan for plan in plans if plan.id in wanted)
