"""How much work a call is, whatever machine does it and whatever else that machine does."""

import functools
import time

LOOPS = 400_000


def effort(call):
    """Return a call's own processor time as a multiple of that of a fixed loop.

    A slow processor is slow at both, and time that other programs get counts for neither.
    """
    started = time.thread_time()
    call()
    return (time.thread_time() - started) / unit()


@functools.cache
def unit():
    """Return the processor time of the fixed loop; about 0.02 s on a server of 2024."""
    times = []
    for _ in range(3):
        started = time.thread_time()
        sum(number % 7 for number in range(LOOPS))
        times.append(time.thread_time() - started)
    return sorted(times)[1]
