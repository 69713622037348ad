"""Times of two ways to do one thing, taken in turn, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duel:
    """Two ways and how long each took.

    Attributes:
        name: What was done.
        ours: The name of one way.
        peer: The name of the other.
        ours_ms: Its median time in milliseconds.
        peer_ms: The median time of the other.
        ratio: Median over the rounds of peer time divided by our time; above 1 ours is faster.
    """

    name: str
    ours: str
    peer: str
    ours_ms: float
    peer_ms: float
    ratio: float

    def __str__(self) -> str:
        """Return the duel as a line of a table."""
        return (
            f"{self.name:<34} {self.ours:>22} {self.ours_ms:>9.2f} ms"
            f" {self.peer:>22} {self.peer_ms:>9.2f} ms   ×{self.ratio:.2f}"
        )


def duel(
    name: str,
    ours: tuple[str, Callable[[], object]],
    peer: tuple[str, Callable[[], object]],
    *,
    rounds: int = 15,
    warm_up: bool = True,
) -> Duel:
    """Return the times of two functions, called in turn; who begins changes with each round.

    Args:
        name: What both do.
        ours: A name and the function.
        peer: The other name and function.
        rounds: How often each is timed.
        warm_up: Call each once before.
    """
    if warm_up:
        ours[1]()
        peer[1]()
    times = []
    for number in range(rounds):
        if number % 2:
            theirs = _time_ms(peer[1])
            times.append((_time_ms(ours[1]), theirs))
        else:
            times.append((_time_ms(ours[1]), _time_ms(peer[1])))
    return Duel(
        name=name,
        ours=ours[0],
        peer=peer[0],
        ours_ms=statistics.median(mine for mine, _ in times),
        peer_ms=statistics.median(theirs for _, theirs in times),
        ratio=statistics.median(theirs / mine for mine, theirs in times),
    )


def _time_ms(function: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000
