"""What computes takes turns, a few at once: files and short answers are not kept waiting.

A search takes a thirtieth of a second and its answer half a second of all cores, so they queue
apart: of many readers at once each has the passages first, and nobody's wait for another's answer.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 45.0
"""How long one waits for its turn; who would wait longer is told to come again."""


class BusyError(Exception):
    """Too much is being computed at the moment."""


class Turns:
    """A number of places to compute at; whoever finds none free waits."""

    def __init__(self, at_once: int) -> None:
        """Have so many places."""
        self._places = threading.BoundedSemaphore(at_once)

    @contextmanager
    def taken(self, patience_s: float = PATIENCE_S) -> Iterator[None]:
        """Compute within this block, once there is a place.

        Args:
            patience_s: How long to wait for it.

        Raises:
            BusyError: there was none in that time.
        """
        if not self._places.acquire(timeout=patience_s):
            raise BusyError
        try:
            yield
        finally:
            self._places.release()


VIEWS = Turns(2)
"""Tables, plans and the calls of programs: as many as there are cores, no more is faster."""
SEARCHES = Turns(2)
ANSWERS = Turns(1)
"""One answer has all cores at work; a second one at its side would make both late."""
