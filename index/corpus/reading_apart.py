"""Files read in a process of their own, in the time that a file is given: one may hang, or die."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import PlanError
from index.parsing import parse_plan
from index.reading.time_limit import seconds_allowed
from index.storage.reading_pool import is_short_text, read_in_processes
from index.storage.report import Failure
from index.types import Plan


def plans_or_failures(paths: Sequence[Path]) -> Iterator[Plan | Failure]:
    """Yield the plans in some files, in their order; of those that cannot be read, why.

    Short texts take a moment, and are read in this process.

    Args:
        paths: Of files.

    Raises:
        ValueError: the environment gives a file no time that is one.
    """
    if all(map(is_short_text, paths)):
        yield from map(_read, paths)
    else:
        yield from read_in_processes(_read, paths, 1, seconds_allowed())


def parse_apart(path: Path) -> Plan:
    """Return the plan in a file, as ``parse_plan`` does.

    Raises:
        PlanError: the file cannot be read, or not in the time that it is given; the message says
            why, and what to do.
        ValueError: the environment gives a file no time that is one.
    """
    (found,) = plans_or_failures([path])
    if isinstance(found, Failure):
        raise PlanError(f"{path}: {found.error}; {found.next_step}")
    return found


def _read(path: Path) -> Plan | Failure:
    """Return the plan of a file, or what is wrong with it, whatever that does to its reader."""
    try:
        return parse_plan(path)
    except Exception as error:
        return Failure.of(path, error)
