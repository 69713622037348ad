"""How long the reading of one file may take, in a process of its own, which ends when it is over.

No library is asked to stop: what hangs in one written in C ends too. A page that is recognised in a
picture takes seconds, and a scan has hundreds: each page has all of the time.
"""

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

VARIABLE = "LANTIAN_FILE_SECONDS"
USUAL_S = 300.0
"""The longest plan seen takes two seconds, a thousand pages some forty."""

_STANDARD_ERROR = 2
_running: list[tuple[float, IO[str] | int]] = []
"""The limit in force in this process and where it says that it was passed; one at most."""


def seconds_allowed() -> float | None:
    """Return how long the reading of a file may take, or of a page of a scan; None is no limit.

    Raises:
        ValueError: the environment says what is no time.
    """
    said = os.environ.get(VARIABLE) or str(USUAL_S)
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e6:
        raise ValueError(
            f"{VARIABLE} is {said!r}; set it to seconds such as 300, or to 0 for no limit"
        )
    return seconds or None


@contextmanager
def time_limit(seconds: float | None, mark: Path | None = None) -> Iterator[None]:
    """End this process where what is done meanwhile takes longer.

    Args:
        seconds: None is no limit.
        mark: A file that has something in it once the time was over, and is gone otherwise;
            without it what is written then goes where errors go.
    """
    if seconds is None:
        yield
        return
    with mark.open("w", encoding="utf-8") if mark else nullcontext(_STANDARD_ERROR) as file:
        _running.append((seconds, file))
        start_anew()
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            _running.clear()
    if mark:
        mark.unlink()


def start_anew() -> None:
    """Let the time begin again where it is limited: for each page of a scan."""
    for seconds, file in _running:
        faulthandler.dump_traceback_later(seconds, exit=True, file=file)
