"""Pages that are pictures: recognised several at once, each once, with progress.

What was recognised is kept in the user's cache, a file a page: a run that was stopped goes on where
it stood, and an index that is built again reads no picture again.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from tqdm import tqdm

from index.cache import kept_file
from index.errors import PlanError
from index.reading.page_lines import Page, joined_runs
from index.reading.recognition import (
    DPI,
    ENGINE,
    Picture,
    Recognised,
    engine,
    is_available,
    recognised,
)
from index.reading.time_limit import start_anew

POINTS = 72
"""Points an inch."""
MAX_SCANNED_PAGES = 600
"""Pages that are recognised of one document: at five seconds each the better part of an hour."""

_INSTALL = "python -m pip install -r requirements-scans.txt"
_local = threading.local()
_shared: list[int] = []
"""Among how many processes the processors are shared, last; none is this one alone."""


def require_recognition(path: Path, pages: str = "") -> None:
    """Refuse a scan where nothing is installed that recognises it.

    Args:
        path: For the message.
        pages: Which are scans, for the message; empty for all.

    Raises:
        PlanError: nothing is; the message names the command to install it.
    """
    if not is_available():
        where = f" on page {pages}" if pages else ", a picture without text"
        raise PlanError(
            f"{path}: is a scan{where}; to have its text recognised, install what that needs: "
            f"{_INSTALL}"
        )


def share_processors(processes: int) -> None:
    """Leave processors to others that read files meanwhile, each in a process like this one.

    The time for a page is by the clock: where each process took all processors, pages were late.

    Args:
        processes: That read files, this one included.
    """
    _shared.append(processes)


def threads() -> int:
    """Return how many pages are recognised at once."""
    return max(1, (os.cpu_count() or 1) // (_shared[-1] if _shared else 1))


def recognised_pages(
    pages: Sequence[tuple[int, Callable[[], Picture], tuple[float, float]]], digest: str, name: str
) -> dict[int, Page]:
    """Return the pages that pictures show, their lines from top to bottom.

    Args:
        pages: Of each its number from 1, what makes its picture at ``DPI``, and its width and
            height in points. Pictures are made in threads, and only those not read before.
        digest: SHA-256 of the file, for what is kept.
        name: Of the file, for the progress bar, which people see and files do not.

    Returns:
        By page number; a page on which nothing stands has no lines.

    Raises:
        PlanError: there are too many.
    """
    if len(pages) > MAX_SCANNED_PAGES:
        raise PlanError(
            f"{name}: {len(pages)} scanned pages, over the limit of {MAX_SCANNED_PAGES}; give the "
            "plan's own pages"
        )
    workers = min(threads(), len(pages))
    with (
        tqdm(total=len(pages), desc=name, unit="page", disable=not sys.stderr.isatty()) as shown,
        ThreadPoolExecutor(workers) as pool,
    ):
        kept = [f"scans/{digest[:32]}-{number}-{ENGINE}-{DPI}" for number, _, _ in pages]
        pictures = [picture_of for _, picture_of, _ in pages]
        found: dict[int, Page] = {}
        seen = pool.map(_seen, kept, pictures)
        for (number, _, size), own in zip(pages, seen, strict=True):
            height = size[1 - own.turns % 2]
            found[number] = Page(height, joined_runs(own.runs), number, turns=own.turns)
            start_anew()
            shown.update()
        return found


def _seen(kept: str, picture_of: Callable[[], Picture]) -> Recognised:
    """Return what a picture shows, recognised now or before."""

    def made() -> bytes:
        if not hasattr(_local, "engine"):
            _local.engine = engine()
        return msgspec.msgpack.encode(recognised(_local.engine, picture_of(), DPI / POINTS))

    return msgspec.msgpack.decode(kept_file(kept, made), type=Recognised)
