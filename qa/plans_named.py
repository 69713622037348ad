"""Which plans of a city a question means by the years that it gives beside the city's name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from index.mentions import find_places

if TYPE_CHECKING:
    from index.types import PlanHead

_YEARS = re.compile(r"(?<![\d较比])(20\d\d)(?:\s*[-–—~至到]\s*(20\d\d))?(?!\d)")
_BEFORE = re.compile(r"(20\d\d)\s*年?(?:的)?\s*$")


def parts_of(question: str, plans: Sequence["PlanHead"]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the cities that a question names, each with the words that are about it.

    They run from its name to that of the next city; a year right before a name belongs to it.

    Args:
        question: As it was asked.
        plans: Of the index; a name in pinyin or English is known if it is of one of their cities.
    """
    mentions = list(_mentions(question, plans)) or list(_english_mentions(question, plans))
    starts = [_start(question, start) for start, _ in mentions]
    for (_, cities), (start, end) in zip(mentions, pairwise([*starts, len(question)]), strict=True):
        yield cities, question[start:end]


def _mentions(question: str, plans: Sequence["PlanHead"]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where a question names a place, with those with plans that it can be, or lie in."""
    held = {plan.place for plan in plans}
    for mention in find_places(question):
        own = [place.full_name for place in mention.places if place.full_name in held]
        cities = tuple(own or dict.fromkeys(place.city for place in mention.places if place.city))
        if cities:
            yield mention.start, cities


def _english_mentions(
    question: str, plans: Sequence["PlanHead"]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where a question names a city of some plans in pinyin or English."""
    from index import FilterError
    from index.query import Filters, plans_in_scope

    for word in re.finditer(r"\b[A-Z][a-z]{3,}", question):
        try:
            ids = plans_in_scope(Filters(cities=(word.group(),)), plans)
        except FilterError:
            continue
        yield (
            word.start(),
            tuple({plan.place: None for plan in plans if plan.id in ids and plan.place}),
        )


def plans_by_year(question: str, plans: Sequence["PlanHead"]) -> set[str]:
    """Return the ids of the plans that a question leaves out by the years beside their city.

    海东2024 means the plan for that year alone, 海东2018–2020年和2024年 both. A year that no plan
    of the city covers leaves none out.

    Args:
        question: As it was asked.
        plans: Of the index.
    """
    left_out: set[str] = set()
    meant: set[str] = set()
    for cities, words in parts_of(question, plans):
        own = [plan for plan in plans if plan.place in cities]
        years = {year for found in _YEARS.finditer(words) for year in _range(found)}
        covered = {plan.id for plan in own if years & _covered(plan)}
        if covered:
            meant |= covered
            left_out |= {plan.id for plan in own} - covered
        else:
            meant |= {plan.id for plan in own} if not years and not left_out else set()
    return left_out - meant


def _start(question: str, start: int) -> int:
    """Return where the words about a city begin: at a year right before its name, or there."""
    before = _BEFORE.search(question, 0, start)
    return before.start() if before else start


def _range(found: re.Match[str]) -> range:
    """Return the years of a match."""
    first = int(found[1])
    return range(first, int(found[2] or first) + 1)


def _covered(plan: "PlanHead") -> set[int]:
    """Return the years that a plan is for, and that of its issue."""
    first, last = plan.period or (1, 0)
    return {*range(first, last + 1), *([plan.issued.year] if plan.issued else [])}
