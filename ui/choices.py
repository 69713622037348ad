"""What the filters offer: the cities and plans that the index has at the moment."""

from collections import Counter
from collections.abc import Collection, Sequence

from index import LantianError, Plan
from ui.live_index import LiveIndex

Choice = tuple[str, str]
"""What is shown, and the value it stands for."""


def known_plans(live: LiveIndex) -> tuple[Plan, ...]:
    """Return the plans that can be chosen; none where there is no usable index."""
    try:
        return live.current().plans()
    except LantianError:  # said where the results stand; the filters only stay empty
        return ()


def city_choices(plans: Sequence[Plan]) -> list[Choice]:
    """Return the cities and counties of some plans, each once."""
    return [(place, place) for place in sorted({plan.place for plan in plans if plan.place})]


def plan_choices(
    plans: Sequence[Plan], cities: Collection[str], chosen: Collection[str]
) -> list[Choice]:
    """Return the plans to choose from: title and id.

    Args:
        plans: All plans.
        cities: Only plans of these are offered; none restricts nothing.
        chosen: Ids of plans that stay on offer in any case: what is chosen must not lose its name.
    """
    titles = Counter(plan.title for plan in plans)
    return [
        (plan.title if titles[plan.title] == 1 else f"{plan.title}（{plan.id}）", plan.id)
        for plan in plans
        if not cities or _is_of(plan, cities) or plan.id in chosen
    ]


def _is_of(plan: Plan, cities: Collection[str]) -> bool:
    """Tell whether a plan is of one of the places; a city may be typed without 市."""
    if plan.county:
        return plan.place in cities or plan.county in cities
    return plan.city is not None and any(plan.city.startswith(city) for city in cities if city)
