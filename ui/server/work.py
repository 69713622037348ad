"""What computes takes turns, a few at once: files and short answers are not kept waiting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
"""Views and calls that are computed at once: as many as there are cores, no more is faster."""
PATIENCE_S = 45.0
"""How long one waits for its turn; who would wait longer is told to come again."""

_turns = threading.BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too much is being computed at the moment."""


@contextmanager
def taking_a_turn(patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Compute within this block, once there is a turn.

    Args:
        patience_s: How long to wait for it.

    Raises:
        BusyError: there was none in that time.
    """
    if not _turns.acquire(timeout=patience_s):
        raise BusyError
    try:
        yield
    finally:
        _turns.release()
