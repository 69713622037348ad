"""Times of several ways to do one thing, taken in turn: a busy machine slows all of them."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Way = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times faster one way was than another.

    Attributes:
        median: Over the rounds, of the other's time divided by this one's; above 1 this is faster.
        low: The lower quartile.
        high: The upper quartile.
    """

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Times:
    """Times of some ways, in milliseconds: a sequence a way, a number a round."""

    ms: tuple[tuple[float, ...], ...]

    def median(self, way: int) -> float:
        """Return the median time of a way, in milliseconds."""
        return statistics.median(self.ms[way])

    def ratio(self, way: int, other: int) -> Ratio:
        """Return how many times faster a way was than another, round by round."""
        every = [theirs / mine for mine, theirs in zip(self.ms[way], self.ms[other], strict=True)]
        if len(every) == 1:
            return Ratio(every[0], every[0], every[0])
        low, median, high = statistics.quantiles(every, n=4, method="inclusive")
        return Ratio(median, low, high)


def time_in_turn(ways: Sequence[Way], rounds: int) -> Times:
    """Return the times of some ways, each called once before to warm up.

    Every second round goes through them backwards: none is always the one that finds the caches
    as the same other left them.

    Args:
        ways: At least one.
        rounds: How often each is timed, at least once.
    """
    for way in ways:
        way()
    found: list[list[float]] = [[] for _ in ways]
    for number in range(rounds):
        order = range(len(ways)) if number % 2 == 0 else reversed(range(len(ways)))
        for place in order:
            found[place].append(time_ms(ways[place]))
    return Times(tuple(map(tuple, found)))


def time_ms(way: Way) -> float:
    """Return how long one call takes, in milliseconds."""
    start = time.perf_counter()
    way()
    return (time.perf_counter() - start) * 1000
