"""Duties of an index, by office and city."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import FilterError, shadow_of
from qa.duty_reading.extraction import extract_duties
from qa.duty_reading.offices import COUNTY_GOVERNMENT, search_name
from qa.types import Duty

if TYPE_CHECKING:
    from index import PlanIndex


def duties(
    index: "PlanIndex", department: str | None = None, cities: Sequence[str] = ()
) -> tuple[Duty, ...]:
    """Return the duties of the plans in an index, by plan, in the order of their place.

    Args:
        index: The plans.
        department: An office that must be among those named, in any role, in full or short
            (住建局 for 市住房和城乡建设局), in either script. One of before a reform is
            another: 环保局 is not 生态环境局.
        cities: Names of cities, in full or short, in either script, in pinyin or English; none
            for all.

    Raises:
        FilterError: ``department`` is no text or blank, or no plan is of a city.
    """
    from index import Filters, plans_in_scope

    if department is not None and not isinstance(department, str):
        raise FilterError(f"department must be text, not {department!r}")
    asked = shadow_of(department).text.strip() if department is not None else None
    if asked == "":
        raise FilterError(f"department names no office: {department!r}")
    plans = index.plans()
    scope = plans_in_scope(Filters(cities=cities), plans)
    return tuple(
        duty
        for plan in plans
        if plan.id in scope
        for duty in extract_duties(plan)
        if asked is None or names_office(duty, asked)
    )


def names_office(duty: Duty, asked: str) -> bool:
    """Tell whether a duty names an office.

    Args:
        duty: Of any plan.
        asked: The office, a shadow.
    """
    from index import is_same_office

    name = search_name(asked)
    if name.endswith("政府"):
        return name in duty.offices
    return any(
        office != COUNTY_GOVERNMENT and is_same_office(name, office) for office in duty.offices
    )
