"""Actors of one kind that work on items side by side; what a lost one had is given to another."""

import logging
import math
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any

from index.cluster.workers import Setup, Worker
from index.errors import ClusterError

MOST_LOST = 3
"""Workers that one item may cost; then it is what ends them."""
MOST_LOST_STARTING = 3
"""Workers in a row that may be lost before one is ready: else all would be lost without end."""

logger = logging.getLogger(__name__)


class Lost:
    """Stands for the result of an item with which ``MOST_LOST`` workers were lost."""


class Late:
    """Stands for the result of an item at which a worker was for too long, and ended."""


class Pool:
    """Actors, each of one processor, made ready once and used until ``close``.

    Attributes:
        lost: How many were lost and replaced.
        ready_at: When the first one was ready, by ``time.monotonic``; 0 before.
    """

    def __init__(
        self,
        kind: Worker,
        setup: Setup,
        workers: int,
        ahead: int = 1,
        seconds: float | None = None,
    ) -> None:
        """Start the workers; none is waited for.

        Args:
            kind: What they do.
            setup: What they are made ready with.
            workers: How many.
            ahead: Items that a worker has at once: with 2 it does not wait for the driver between
                one and the next, and both are done again where it is lost.
            seconds: After which a worker ends itself over an item; None where it does not.
        """
        import ray

        # One processor a worker: Ray then sets the threads of its libraries to one as well.
        self._kind = ray.remote(num_cpus=1)(kind)
        self._setup = [ray.put(own) for own in setup]
        self._ahead = ahead
        self._seconds = seconds or math.inf
        self._starting: dict[Any, Any] = {}
        self._idle: deque[Any] = deque()
        self._busy: dict[Any, tuple[Any, int, float]] = {}
        self._lost_starting = 0
        self.lost = 0
        self.ready_at = 0.0
        for _ in range(workers):
            self._start()

    def map(self, items: Sequence[Any], method: str = "work") -> Iterator[tuple[int, Any]]:
        """Yield the place and the result of each item as they become ready.

        The result is ``Lost`` of an item with which ``MOST_LOST`` workers were lost, ``Late`` of
        one with which a worker was lost after ``seconds``. Whoever does not take all ends the
        workers.

        Args:
            items: What a worker's method is given, one at a time.
            method: Its name.

        Raises:
            ClusterError: workers cannot be started, or the cluster is lost.
            LantianError: what a worker raised.
        """
        from ray.exceptions import RayError, RayTaskError

        try:
            yield from self._results(items, method)
        except RayTaskError as error:
            self.close()
            raise error.cause from None
        except RayError as error:
            self.close()
            raise ClusterError(f"the cluster was lost ({error}); run the build again") from error
        except BaseException:  # nobody waits for the rest, or starting failed
            self.close()
            raise

    def _results(self, items: Sequence[Any], method: str) -> Iterator[tuple[int, Any]]:
        """Yield what ``map`` does."""
        import ray
        from ray.exceptions import RayActorError

        waiting, left = deque(range(len(items))), len(items)
        costs: Counter[int] = Counter()
        while left:
            while waiting and self._idle:
                place = waiting.popleft()
                actor = self._idle.popleft()
                task = getattr(actor, method).remote(items[place])
                self._busy[task] = actor, place, time.monotonic()
            done, _ = ray.wait([*self._busy, *self._starting], num_returns=1)
            if done[0] in self._starting:
                self._started(done[0])
                continue
            actor, place, asked = self._busy.pop(done[0])
            result: Any
            try:
                result = ray.get(done[0])
            except RayActorError:
                waiting.extendleft(self._replace(actor))
                costs[place] += 1
                is_late = time.monotonic() - asked >= self._seconds
                if costs[place] < MOST_LOST and not is_late:
                    waiting.append(place)  # last: others need not wait for what may cost one again
                    continue
                result = Late() if is_late else Lost()
            else:
                self._idle.append(actor)
            left -= 1
            yield place, result

    def close(self) -> None:
        """End the workers."""
        import ray

        actors = {
            *self._starting.values(),
            *self._idle,
            *(actor for actor, _, _ in self._busy.values()),
        }
        for actor in actors:
            ray.kill(actor)
        self._starting.clear()
        self._idle.clear()
        self._busy.clear()

    def _start(self) -> None:
        """Start a worker."""
        actor: Any = self._kind.remote()
        self._starting[actor.prepare.remote(*self._setup)] = actor

    def _started(self, task: Any) -> None:  # noqa: ANN401 - Ray's reference
        """Take a worker that is ready, or start another where it was lost before.

        Raises:
            ClusterError: so many were lost that the next would be too.
        """
        import ray
        from ray.exceptions import RayActorError

        actor = self._starting.pop(task)
        try:
            ray.get(task)
        except RayActorError as error:
            self.lost += 1
            self._lost_starting += 1
            if self._lost_starting >= MOST_LOST_STARTING:
                raise ClusterError(
                    f"{MOST_LOST_STARTING} workers in a row ended while they started ({error}); "
                    "give them more memory, or ask for fewer with --workers"
                ) from error
            self._start()
        else:
            self._lost_starting = 0
            self.ready_at = self.ready_at or time.monotonic()
            self._idle.extend([actor] * self._ahead)

    def _replace(self, actor: Any) -> list[int]:  # noqa: ANN401 - Ray's handle
        """Start another worker for one that is lost; return the items that it had besides."""
        self.lost += 1
        logger.warning("a worker was lost; another one is started, and what it had is done again")
        self._idle = deque(own for own in self._idle if own is not actor)
        others = [task for task, (own, *_) in self._busy.items() if own is actor]
        self._start()
        return [self._busy.pop(task)[1] for task in others]
