"""What the filters offer: the places, plans, years and offices of the index, with counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index import LantianError
from index.hits import Counts
from index.types import PlanHead
from ui.search.answering import as_asked
from ui.search.request import Request
from ui.server.live_index import LiveIndex
from ui.server.work import SEARCHES, BusyError

Choice = tuple[str, str]
"""What is shown, and the value it stands for."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The choices of each filter: what leaves most first, years the latest first, 0 last."""

    cities: list[Choice]
    plans: list[Choice]
    years: list[Choice]
    offices: list[Choice]


NO_OFFERS = Offers([], [], [], [])


def known_plans(live: LiveIndex) -> tuple[PlanHead, ...]:
    """Return the plans that can be chosen; none where there is no usable index."""
    try:
        return live.current().heads()
    except LantianError:  # said where the results stand; the filters only stay empty
        return ()


def offers(live: LiveIndex, request: Request) -> Offers:
    """Return what the filters offer beside what a request says, each with its count.

    Where the request cannot be searched for, the counts are of all that is held; where there is
    no usable index, nothing is offered.
    """
    try:
        index = live.current()
        try:
            with SEARCHES.taken():
                counts = index.counts(
                    as_asked(request.query),  # as it was searched for, and embedded
                    request.mode,
                    request.cities,
                    request.plans,
                    request.years,
                    request.offices,
                    request.exact,
                )
        # What is wrong is said where the results stand.
        except (LantianError, ValueError, BusyError):
            counts = index.counts()
    except LantianError:
        return NO_OFFERS
    return offered(index.heads(), counts, request.cities, request.plans)


def offered(
    plans: Sequence[PlanHead],
    counts: Counts,
    cities: Collection[str] = (),
    chosen: Collection[str] = (),
) -> Offers:
    """Return the choices of the filters.

    Args:
        plans: All plans.
        counts: Of each choice.
        cities: Only plans of these are offered; none restricts nothing.
        chosen: Ids of plans that stay on offer in any case: what is chosen must not lose its name.
    """
    years = sorted(counts.years.items(), reverse=True)
    shown = plan_choices(plans, cities, chosen)
    return Offers(
        _commonest((name, name, count) for name, count in counts.cities.items()),
        _commonest((label, id_, counts.plans.get(id_, 0)) for label, id_ in shown),
        [_choice(str(year), str(year), n) for year, n in sorted(years, key=lambda own: not own[1])],
        _commonest((name, name, count) for name, count in counts.offices.items()),
    )


def plan_choices(
    plans: Sequence[PlanHead], cities: Collection[str], chosen: Collection[str]
) -> list[Choice]:
    """Return the plans to choose from: title and id; see ``offered``."""
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


def _commonest(choices: Iterable[tuple[str, str, int]]) -> list[Choice]:
    """Return choices, those that leave most first; what leaves the same stays in order."""
    return [_choice(*own) for own in sorted(choices, key=lambda own: -own[2])]


def _choice(name: str, value: str, count: int) -> Choice:
    """Return a choice that shows how much it leaves."""
    return f"{name} ({count})", value


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
