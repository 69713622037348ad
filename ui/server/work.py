"""What computes takes turns, a few at once: files and short answers are not kept waiting.

A search takes a thirtieth of a second and its answer half a second of all cores, so they queue
apart: of many readers at once each has the passages first, and nobody's wait for another's answer.

Requests wait on the server's loop: who waits holds none of the threads that others are answered
in.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager

from starlette.types import Receive

from ui.server.metrics import REFUSALS, Turn

PATIENCE_S = 45.0
"""How long one waits for its turn; who would wait longer is told to come again."""

RETRY_AFTER_S = "5"
"""What who is turned away is told, as HTTP has it."""


GONE_STATUS = 499
"""As nginx has it, for the account alone: who asked went away before an answer began."""

MAX_WAITING_FOR_ANSWERS = 90
"""At half a second each the next one's patience would have ended."""


class BusyError(Exception):
    """Too much is being computed at the moment."""


class GoneError(Exception):
    """Who asked has gone away, and waits for nothing any more."""


class Turns:
    """A number of places to compute at; whoever finds none free waits, and goes in that order.

    Threads and what runs on a loop share the places.
    """

    def __init__(
        self,
        at_once: int,
        *,
        waiting: int | None = None,
        patience_s: float = PATIENCE_S,
        work: str = "other",
    ) -> None:
        """Have so many places.

        Args:
            at_once: Places.
            waiting: How many may wait for one; None for any number.
            patience_s: How long each waits.
            work: What is computed there, as the figures call it.
        """
        self._work = work
        self._free = at_once
        self._most_waiting = waiting
        self.patience_s = patience_s
        self._waiting: deque[Future[None]] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Compute within this block, once there is a place; the thread waits for it.

        Raises:
            BusyError: there was none in that time, or too many wait for one.
        """
        timed, turn = Turn(self._work), self._asked()
        try:
            turn.result(self.patience_s)
        except TimeoutError:
            self._given_up(turn)
            raise _busy() from None
        timed.begin()
        try:
            yield
        finally:
            self._give_back()
            timed.end()

    @asynccontextmanager
    async def awaited(self, receive: Receive | None = None) -> AsyncIterator[None]:
        """Compute within this block, once there is a place; no thread waits for it.

        Args:
            receive: Of the request that waits, whose body nobody reads any more: it tells when who
                asked has gone away. None where nobody can.

        Raises:
            BusyError: there was none in that time, or too many wait for one.
            GoneError: who asked went away before there was one.
        """
        timed, turn = Turn(self._work), self._asked()
        place = asyncio.wrap_future(turn)
        leaving = None if receive is None else asyncio.ensure_future(_gone(receive))
        try:
            ends = [place] if leaving is None else [place, leaving]
            await asyncio.wait(ends, timeout=self.patience_s, return_when=asyncio.FIRST_COMPLETED)
            if leaving is not None and leaving.done():
                raise GoneError
            if not place.done():
                raise _busy()
        except BaseException:  # nobody waits for what would be computed
            self._given_up(turn)
            raise
        finally:
            if leaving is not None:
                leaving.cancel()
        timed.begin()
        try:
            yield
        finally:
            self._give_back()
            timed.end()

    def _asked(self) -> Future[None]:
        """Return what is done when the place is there."""
        turn: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set_result(None)
                return turn
            self._waiting = deque(own for own in self._waiting if not own.cancelled())
            if self._most_waiting is not None and len(self._waiting) >= self._most_waiting:
                raise _busy()
            self._waiting.append(turn)
        return turn

    def _give_back(self) -> None:
        """Let the next one have the place."""
        with self._lock:
            while self._waiting:
                turn = self._waiting.popleft()
                if turn.set_running_or_notify_cancel():  # it still waits
                    turn.set_result(None)
                    return
            self._free += 1

    def _given_up(self, turn: Future[None]) -> None:
        """Wait no longer; a place that came at the very end goes to the next one."""
        if not turn.cancel():
            self._give_back()


async def _gone(receive: Receive) -> None:
    """Return once who sent a request has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass  # the end of its body


def _busy() -> BusyError:
    """Return the error, counted."""
    REFUSALS.labels("busy").inc()
    return BusyError()


VIEWS = Turns(2, work="view")
"""Tables, plans and the calls of programs: as many as there are cores, no more is faster."""
SEARCHES = Turns(2, work="search")
ANSWERS = Turns(1, waiting=MAX_WAITING_FOR_ANSWERS, work="answer")
"""One answer has all cores at work; a second one at its side would make both late."""
PLAIN_SEARCHES = Turns(4, work="search page")
"""Search pages without a script: each holds a thread while it waits for the two above."""
