"""What is worked out once for an index, and forgotten with it."""

import functools
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from index import PlanIndex

_Made = TypeVar("_Made")


def once_an_index(make: Callable[[PlanIndex], _Made]) -> Callable[[PlanIndex], _Made]:
    """Return a function that works a thing out at the first call for an index.

    An index that is replaced while the page is up takes with it what was made of it.
    """
    made: WeakKeyDictionary[PlanIndex, _Made] = WeakKeyDictionary()

    @functools.wraps(make)
    def of(index: PlanIndex) -> _Made:
        if index not in made:
            made[index] = make(index)
        return made[index]

    return of
