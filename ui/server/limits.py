"""How much one client may ask for: what it takes from others is bounded."""

import time
from collections import OrderedDict
from collections.abc import Callable

PER_MINUTE = 600
"""Requests that search, read or compute; a person makes a few, a program in a loop waits."""
BURST = 120
"""Requests that may come at once, after a pause."""
MAX_CLIENTS = 10_000
"""Clients that are remembered; the ones not heard of for longest are forgotten."""


class Limit:
    """A bucket of requests for each client, filled as time goes by.

    Source: the token bucket, as in RFC 2697 (one rate, one burst).
    """

    def __init__(
        self,
        per_minute: float = PER_MINUTE,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with full buckets.

        Args:
            per_minute: How fast a bucket fills.
            burst: How much it holds.
            clock: Seconds from any moment on.
        """
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Take a request from a client's bucket; tell whether there was one."""
        now = self._clock()
        left, since = self._left.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        is_allowed = left >= 1
        self._left[client] = (left - 1 if is_allowed else left, now)
        while len(self._left) > MAX_CLIENTS:
            self._left.popitem(last=False)
        return is_allowed
