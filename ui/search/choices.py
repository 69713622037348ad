"""What the filters offer: the cities and plans that the index has at the moment."""

from collections import Counter
from collections.abc import Collection, Sequence

from index import LantianError
from index.types import PlanHead
from ui.server.live_index import LiveIndex

Choice = tuple[str, str]
"""What is shown, and the value it stands for."""


def known_plans(live: LiveIndex) -> tuple[PlanHead, ...]:
    """Return the plans that can be chosen; none where there is no usable index."""
    try:
        return live.current().heads()
    except LantianError:  # said where the results stand; the filters only stay empty
        return ()


def city_choices(plans: Sequence[PlanHead]) -> list[Choice]:
    """Return the cities and counties of some plans, each once."""
    return [(place, place) for place in sorted({plan.place for plan in plans if plan.place})]


def year_choices(plans: Sequence[PlanHead]) -> list[Choice]:
    """Return the years that some plans cover, the latest first."""
    years = {
        year for plan in plans if plan.period for year in range(plan.period[0], plan.period[1] + 1)
    }
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


def plan_choices(
    plans: Sequence[PlanHead], cities: Collection[str], chosen: Collection[str]
) -> list[Choice]:
    """Return the plans to choose from: title and id.

    Args:
        plans: All plans.
        cities: Only plans of these are offered; none restricts nothing.
        chosen: Ids of plans that stay on offer in any case: what is chosen must not lose its name.
    """
    labels = _labels(plans)
    return [
        (labels[plan.id], plan.id)
        for plan in plans
        if not cities or _is_of(plan, cities) or plan.id in chosen
    ]


def ids_of(plans: Sequence[PlanHead], typed: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of plans that may be typed as they are shown; what is no plan stays.

    Args:
        plans: All plans.
        typed: Ids, or what is shown for them.
    """
    ids = {label: plan_id for plan_id, label in _labels(plans).items()}
    return tuple(ids.get(name.strip(), name) for name in typed)


def _labels(plans: Sequence[PlanHead]) -> dict[str, str]:
    """Return what is shown for each plan by its id: the title, with the id where two share it."""
    titles = Counter(plan.title for plan in plans)
    return {
        plan.id: plan.title if titles[plan.title] == 1 else f"{plan.title}（{plan.id}）"
        for plan in plans
    }


def _is_of(plan: PlanHead, cities: Collection[str]) -> bool:
    """Tell whether a plan is of one of the places; a city may be typed without 市."""
    if plan.county:
        return plan.place in cities or plan.county in cities
    return plan.city is not None and any(plan.city.startswith(city) for city in cities if city)
