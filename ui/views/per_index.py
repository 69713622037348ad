"""What is worked out once for an index, and forgotten with it."""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from index import PlanIndex

KEPT = 16
"""Results of ``kept_an_index``: who turns the pages of a table, and a few others."""

_Made = TypeVar("_Made")
_Asked = TypeVar("_Asked", bound=Hashable)


def once_an_index(make: Callable[[PlanIndex], _Made]) -> Callable[[PlanIndex], _Made]:
    """Return a function that works a thing out at the first call for an index.

    Who asks while it is worked out waits for it. An index that is replaced while the page is up
    takes with it what was made of it.
    """
    made: WeakKeyDictionary[PlanIndex, _Made] = WeakKeyDictionary()
    making = threading.Lock()

    @functools.wraps(make)
    def of(index: PlanIndex) -> _Made:
        with making:
            if index not in made:
                made[index] = make(index)
            return made[index]

    return of


def kept_an_index(
    make: Callable[[PlanIndex, _Asked], _Made],
) -> Callable[[PlanIndex, _Asked], _Made]:
    """Return a function that keeps its last results for an index, ``KEPT`` of them."""
    made: WeakKeyDictionary[PlanIndex, OrderedDict[_Asked, _Made]] = WeakKeyDictionary()
    keeping = threading.Lock()

    @functools.wraps(make)
    def of(index: PlanIndex, asked: _Asked) -> _Made:
        with keeping:
            kept = made.setdefault(index, OrderedDict())
            if asked in kept:
                kept.move_to_end(asked)
                return kept[asked]
        found = make(index, asked)  # no one else waits for it
        with keeping:
            kept[asked] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found

    return of
