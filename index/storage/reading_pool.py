"""Files read in other processes, in their order, whatever becomes of these.

A process that dies takes all others of its pool with it. Where one was at a file for too long it
has said so, and the others are read on without that file. Otherwise the rest is read one by one, so
that it is known at which file it died.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from index.reading.time_limit import VARIABLE, time_limit
from index.storage.report import DIED, UNREADABLE_STEP, Failure, sum_of

Read = TypeVar("Read")

FILES_A_PROCESS = 12
"""Fewer are read before another process has started."""


def usual_processes() -> int:
    """Return how many processes read the files of a command: two at least, or none could end."""
    return max(2, os.cpu_count() or 1)


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
    left = deque(range(len(paths)))
    late: set[int] = set()
    with TemporaryDirectory(prefix="lantian-", ignore_cleanup_errors=True) as folder:
        marks = [Path(folder) / str(number) for number in left]

        def too_late() -> set[int]:
            return {number for number in left if number not in late and _is_said(marks[number])}

        while left:
            todo = [number for number in left if number not in late]
            with suppress(BrokenProcessPool), _pool(workers) as pool:
                results = pool.map(
                    _timed,
                    [read] * len(todo),
                    [paths[number] for number in todo],
                    [marks[number] for number in todo],
                    [seconds] * len(todo),
                    chunksize=4 if workers > 1 else 1,
                )
                while left:
                    is_late = left[0] in late
                    yield _late(paths[left[0]], seconds) if is_late else next(results)
                    left.popleft()
            found = too_late()
            late |= found
            if not found:
                break
        while left:
            own = paths[left[0]]
            if left[0] in late:
                yield _late(own, seconds)
                left.popleft()
                continue
            try:
                with _pool(1) as pool:
                    while left and left[0] not in late:
                        own, mark = paths[left[0]], marks[left[0]]
                        yield pool.submit(_timed, read, own, mark, seconds).result()
                        left.popleft()
            except BrokenProcessPool:
                found = too_late()
                late |= found
                if not found:
                    yield Failure(own.name, DIED, UNREADABLE_STEP, sum_of(own))
                    left.popleft()


def _timed(read: Callable[[Path], Read], path: Path, mark: Path, seconds: float | None) -> Read:
    """Read a file in the time that it is given."""
    with time_limit(seconds, mark):
        return read(path)


def _is_said(mark: Path) -> bool:
    """Tell whether a process has said that it was at a file for too long."""
    return mark.is_file() and mark.stat().st_size > 0


def _late(path: Path, seconds: float | None) -> Failure:
    """Return what is said of a file that took too long."""
    return Failure(
        path.name,
        f"reading it took longer than {seconds:g} s",
        "give the plan's own pages, or allow more time: "
        f"{VARIABLE}={4 * (seconds or 0):g} python -m index build",
        sum_of(path),
    )


def _pool(processes: int) -> ProcessPoolExecutor:
    """Return processes that read files; threads of a library do not survive a fork."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
