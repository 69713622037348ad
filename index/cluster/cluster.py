"""What the workers of a cluster do for one build, and what they have done."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.encoder import ClusterEncoder
from index.cluster.pool import MOST_LOST, Late, Lost, Pool
from index.cluster.readings import Readings
from index.cluster.workers import Embedder, Reader, Setup, program_of
from index.errors import ClusterError
from index.reading.time_limit import seconds_allowed
from index.storage.preparing import Prepared
from index.storage.reading_pool import too_slow
from index.storage.report import DIED, UNREADABLE_STEP, Failure, sum_of

SIZED = 2_000
"""Texts whose tokens a worker counts at once: a second or so."""


@dataclass(slots=True)
class Work:
    """What workers have done.

    Attributes:
        items: Files, or texts; not what an earlier build had done.
        seconds: From when the first worker was ready, or asked again, to the last result.
    """

    items: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Items a second; 0 where there were none."""
        return self.items / self.seconds if self.seconds else 0.0


class Cluster:
    """Workers of a Ray cluster for one build; ``connect`` makes it."""

    def __init__(self, workers: int) -> None:
        """Take a cluster that is connected.

        Args:
            workers: How many read and, afterwards, embed; each has one processor.
        """
        self.workers = workers
        self.read = Work()
        self.embedded = Work()
        self._readings: list[Readings] = []
        self._embedders: Pool | None = None
        self._lost = 0

    @property
    def lost(self) -> int:
        """How many workers were lost and replaced."""
        return self._lost + (self._embedders.lost if self._embedders else 0)

    def encoder(self) -> ClusterEncoder:
        """Return the model that ``LANTIAN_MODEL`` names, embedding with the workers.

        Raises:
            ModelError: the model is not on this machine.
        """
        return ClusterEncoder(self)

    def read_files(
        self, read: Callable[[Path], Prepared | str | Failure], paths: Sequence[Path]
    ) -> Iterator[Prepared | str | Failure]:
        """Yield what workers read in some files of one folder, in the order of the files.

        What was read before by a build that did not come to its end is not read again.

        Args:
            read: Returns what a file holds.
            paths: Of the files, at the same place on each machine.

        Raises:
            ClusterError: the workers cannot read, or not as this machine would.
            ValueError: the environment gives a file no time that is one.
        """
        readings = Readings(paths)
        self._readings.append(readings)
        found: dict[int, Prepared | str | Failure] = {}
        for place, path in enumerate(paths):
            if kept := readings[path]:
                found[place] = kept
        left = [place for place in range(len(paths)) if place not in found]
        ready = self._read_others(read, [paths[place] for place in left], readings)
        for place in range(len(paths)):
            while place not in found:
                number, own = next(ready)
                found[left[number]] = own
            yield found.pop(place)

    def _read_others(
        self,
        read: Callable[[Path], Prepared | str | Failure],
        paths: Sequence[Path],
        readings: Readings,
    ) -> Iterator[tuple[int, Prepared | str | Failure]]:
        """Yield the place of a file and what was read in it, as it comes, and keep it."""
        if not paths:
            return
        own = [path.absolute() for path in paths]
        seconds = seconds_allowed()
        setup = (program_of(), own[0].parent, read, seconds)
        pool = Pool(Reader, setup, min(self.workers, len(own)), seconds=seconds)
        try:
            for place, found in _timed(self.read, pool, own):
                self.read.items += 1
                path = paths[place]
                if isinstance(found, Late):
                    found = too_slow(path, seconds)
                elif isinstance(found, Lost):
                    found = Failure(path.name, DIED, UNREADABLE_STEP, sum_of(path))
                elif isinstance(found, Prepared):
                    readings.keep(path, found)
                yield place, found
        finally:
            readings.write()
            self._lost += pool.lost
            pool.close()

    def embed(
        self,
        setup: Setup,
        texts: Sequence[str],
        batches: Callable[[Sequence[int]], Sequence[Sequence[str]]],
    ) -> Iterator[tuple[Sequence[str], NDArray[np.float32]]]:
        """Yield batches of texts and their vectors as they become ready.

        Args:
            setup: Name, precision and id of the model.
            texts: All; workers tell their sizes.
            batches: Returns the batches, given the sizes.

        Raises:
            ClusterError: the workers cannot embed, or not as this machine would.
            ModelError: the model is not on a worker's machine.
        """
        # The workers stay from one call to the next, and with them the model that they loaded.
        if self._embedders is None:
            self._embedders = Pool(Embedder, (program_of(), *setup), self.workers, ahead=2)
        slices = [texts[start : start + SIZED] for start in range(0, len(texts), SIZED)]
        found = dict(_timed(self.embedded, self._embedders, slices, "sizes"))
        _require_all(found.values())
        planned = batches([size for place in range(len(slices)) for size in found[place]])
        for place, own in _timed(self.embedded, self._embedders, planned):
            _require_all([own])
            self.embedded.items += len(planned[place])
            yield planned[place], own

    def told(self) -> str:
        """Return what was done in one line: how much, and how fast once a worker was ready."""
        parts = [f"Ray, {self.workers} worker{'s' if self.workers > 1 else ''}"]
        for work, words in ((self.read, "files read"), (self.embedded, "texts embedded")):
            parts.append(f"{work.items} {words} in {work.seconds:.1f} s ({work.rate:.1f} a second)")
        if self.lost:
            parts.append(f"{self.lost} lost and replaced")
        return "; ".join(parts)

    def close(self) -> None:
        """End the workers."""
        if self._embedders is not None:
            self._embedders.close()

    def drop_readings(self) -> None:
        """Take away what is kept for a build that is killed: this one has ended well."""
        for own in self._readings:
            own.drop()


def _require_all(results: Iterable[Any]) -> None:
    """Refuse to go on without what workers were lost over.

    Raises:
        ClusterError: a result is ``Lost``.
    """
    if any(isinstance(own, Lost) for own in results):
        raise ClusterError(
            f"{MOST_LOST} workers were lost over one batch of passages; give the workers more "
            "memory, and run the build again: what is done is kept"
        )


def _timed(
    work: Work, pool: Pool, items: Sequence[Any], method: str = "work"
) -> Iterator[tuple[int, Any]]:
    """Yield what a pool has done, and count the time that it took."""
    asked, before = time.monotonic(), work.seconds
    for own in pool.map(items, method):
        work.seconds = before + time.monotonic() - max(asked, pool.ready_at)
        yield own
