"""Where a plan has what somebody looks for in it."""

from index import Plan, PlanIndex, QueryError
from index.ranking import AskedWord
from index.text import shadow_of

MAX_FOUND = 500
"""Places that are marked, the first ones."""


def find_in_plan(index: PlanIndex, plan: Plan, query: str) -> list[tuple[int, int]]:
    """Return where a plan has a query's words as they are typed, else each of its telling words.

    Args:
        index: Knows which words of the query tell something.
        plan: Where to look; script, width and white space do not count, and damage is repaired.
        query: Blank for nothing.

    Returns:
        Half-open ranges of the plan's text, in order, disjoint; at most ``MAX_FOUND``.
    """
    wanted = shadow_of(query).text.strip().lower()
    if not wanted:
        return []
    shadow = shadow_of(plan.text, plan.errata)
    text = shadow.text.lower()
    places = _places(text, wanted)
    if not places:
        words = {
            spelling.lower()
            for word in _words_of(index, query)
            if word.is_indexed
            for spelling in (word.text, *word.alternatives)
        }
        places = [place for word in words if len(word) > 1 for place in _places(text, word)]
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        first, last = shadow.source_range(start, end)
        if any(own.start <= first < own.end for own in plan.boilerplate):
            continue  # nobody sees it there
        if first < last and (not found or found[-1][1] <= first):
            found.append((first, last))
    return found[:MAX_FOUND]


def _words_of(index: PlanIndex, query: str) -> tuple[AskedWord, ...]:
    """Return the words of a query, none where it cannot be searched for."""
    try:
        return index.words_of(query)
    except QueryError:
        return ()


def _places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return all places of some words in a text."""
    places, start = [], text.find(wanted)
    while start >= 0:
        places.append((start, start + len(wanted)))
        start = text.find(wanted, start + len(wanted))
    return places
