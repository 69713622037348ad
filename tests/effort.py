"""How much work a call is, whatever machine does it and whatever else that machine does."""

import functools
import gc
import time

LOOPS = 400_000


def effort(call):
    """Return a call's own processor time as a multiple of that of a fixed loop.

    A slow processor is slow at both, and time that other programs get counts for neither. Nor
    does collecting garbage, as in timeit: it goes through all that earlier tests left behind.
    """
    unit()
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        started = time.thread_time()
        call()
        spent = time.thread_time() - started
    finally:
        if was_collecting:
            gc.enable()
    return spent / unit()


@functools.cache
def unit():
    """Return the processor time of the fixed loop; about 0.02 s on a server of 2024."""
    times = []
    for _ in range(3):
        started = time.thread_time()
        sum(number % 7 for number in range(LOOPS))
        times.append(time.thread_time() - started)
    return sorted(times)[1]
