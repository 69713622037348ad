"""Files read in other processes, in their order, whatever becomes of these.

A process that dies takes all others of its pool with it. Where one was at a file for too long it
has said so, and the others are read on without that file; what was read already is kept. Otherwise
the rest is read one by one, so that it is known at which file it died.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from index.reading.scans import share_processors
from index.reading.time_limit import VARIABLE, time_limit
from index.storage.report import DIED, UNREADABLE_STEP, Failure, sum_of

Read = TypeVar("Read")

FILES_A_PROCESS = 12
"""Fewer are read before another process has started."""
SHORT_BYTES = 200_000
"""Three times the longest plan seen."""
_TEXTS = (".txt", ".md", ".html", ".htm", ".csv")


def usual_processes() -> int:
    """Return how many processes read the files of a command: two at least, or none could end."""
    return max(2, os.cpu_count() or 1)


def is_short_text(path: Path) -> bool:
    """Tell whether a file is text alone and no longer than plans are, which takes a moment."""
    try:
        return path.suffix.lower() in _TEXTS and path.stat().st_size <= SHORT_BYTES
    except OSError:
        return True  # what is wrong with it is said at once


def read_in_processes(
    read: Callable[[Path], Read], paths: Sequence[Path], processes: int, seconds: float | None
) -> Iterator[Read | Failure]:
    """Yield what is read of some files, in their order; of those that cannot be read, why.

    Args:
        read: Can be sent to another process, as what it returns.
        paths: Of files.
        processes: At most.
        seconds: For one file, or a page of a scan; None is no limit.
    """
    workers = min(processes, -(-len(paths) // FILES_A_PROCESS))
    with TemporaryDirectory(prefix="lantian-", ignore_cleanup_errors=True) as folder:
        reading = _Reading(read, paths, Path(folder), seconds)
        yield from reading.together(workers)
        yield from reading.one_by_one()


class _Reading(Generic[Read]):
    """Files that are being read: which are left, which took too long, and what is read already."""

    def __init__(
        self,
        read: Callable[[Path], Read],
        paths: Sequence[Path],
        folder: Path,
        seconds: float | None,
    ) -> None:
        """Begin with all of them; a folder takes their marks."""
        self._read, self._paths, self._seconds = read, paths, seconds
        self._left = deque(range(len(paths)))
        self._marks = [folder / str(number) for number in self._left]
        self._late: set[int] = set()
        self._kept: dict[int, Read] = {}

    def together(self, workers: int) -> Iterator[Read | Failure]:
        """Yield what is read by several processes, until one of them dies of no long file."""
        size = 4 if workers > 1 else 1
        while self._left:
            done = self._late | self._kept.keys()
            todo = [number for number in self._left if number not in done]
            begun: deque[tuple[list[int], Future[list[Read]]]] = deque()
            with suppress(BrokenProcessPool), _pool(workers) as pool:
                for start in range(0, len(todo), size):
                    own = todo[start : start + size]
                    begun.append((own, self._begun(pool, own)))
                yield from self._known()
                while begun:
                    self._keep(*begun[0])
                    begun.popleft()
                    yield from self._known()
            for own, future in begun:  # of processes that died
                if future.done() and not future.cancelled() and not future.exception():
                    self._keep(own, future)
            if not self._has_late():
                break

    def one_by_one(self) -> Iterator[Read | Failure]:
        """Yield what is read by one process, and the file at which it dies as a failure."""
        while self._left:
            yield from self._known()
            try:
                with _pool(1) as pool:
                    while self._left:
                        own = [self._left[0]]
                        self._keep(own, self._begun(pool, own))
                        yield from self._known()
            except BrokenProcessPool:
                if not self._has_late():
                    path = self._paths[self._left.popleft()]
                    yield Failure(path.name, DIED, UNREADABLE_STEP, sum_of(path))

    def _begun(self, pool: ProcessPoolExecutor, own: Sequence[int]) -> "Future[list[Read]]":
        """Return what a process will have read."""
        files = [(self._paths[number], self._marks[number]) for number in own]
        return pool.submit(_timed, self._read, files, self._seconds)

    def _keep(self, own: Sequence[int], future: "Future[list[Read]]") -> None:
        """Keep what was read of some files."""
        self._kept.update(zip(own, future.result(), strict=True))

    def _known(self) -> Iterator[Read | Failure]:
        """Yield what is known of the files that are next."""
        while self._left and (self._left[0] in self._late or self._left[0] in self._kept):
            number = self._left.popleft()
            if number in self._late:
                yield too_slow(self._paths[number], self._seconds)
            else:
                yield self._kept.pop(number)

    def _has_late(self) -> bool:
        """Note which files a process was at for too long; tell whether there are any new ones."""
        seen = self._late | self._kept.keys()
        found = {n for n in self._left if n not in seen and _is_said(self._marks[n])}
        self._late |= found
        return bool(found)


def _timed(
    read: Callable[[Path], Read], files: Sequence[tuple[Path, Path]], seconds: float | None
) -> list[Read]:
    """Read files, each with its mark, in the time that each is given."""
    found = []
    for path, mark in files:
        with time_limit(seconds, mark):
            found.append(read(path))
    return found


def _is_said(mark: Path) -> bool:
    """Tell whether a process has said that it was at a file for too long."""
    return mark.is_file() and mark.stat().st_size > 0


def too_slow(path: Path, seconds: float | None) -> Failure:
    """Return what is said of a file that took too long.

    Args:
        path: The file's.
        seconds: That it was given.
    """
    return Failure(
        path.name,
        f"reading it took longer than {seconds:g} s",
        "give the plan's own pages, or allow more time in the environment: "
        f"{VARIABLE}={4 * (seconds or 0):g}",
        sum_of(path),
    )


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Yield processes that read files; what they have not begun is left where something ends that.

    They are started anew: threads of a library do not survive a fork.
    """
    pool = ProcessPoolExecutor(processes, get_context("spawn"), share_processors, (processes,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # where all is read nothing is left
