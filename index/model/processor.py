"""What the processor gives this process."""

import math
import os
from pathlib import Path

_QUOTA_V2 = Path("/sys/fs/cgroup/cpu.max")
_QUOTA_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
_PERIOD_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")


def available_processors() -> int:
    """Return how many processors this process may keep busy, at least 1.

    A container's quota counts: eight threads on two processors' worth of time are slower than
    two.
    """
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    quota = _quota()
    return max(1, allowed if quota is None else min(allowed, math.ceil(quota)))


def _quota() -> float | None:
    """Return the container's limit in processors, or None where there is none."""
    try:
        if _QUOTA_V2.exists():
            limit, period = _QUOTA_V2.read_text().split()
        else:
            limit, period = _QUOTA_V1.read_text(), _PERIOD_V1.read_text()
        return int(limit) / int(period) if int(limit) > 0 else None
    except (OSError, ValueError):  # no such file, or the word "max"
        return None
