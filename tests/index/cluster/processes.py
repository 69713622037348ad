"""The processes that a process has started, and those that they have."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process of this machine; its number is not taken for that of a later one."""

    id: int
    name: str
    begun: str

    def is_there(self):
        found = _read(self.id)
        return found is not None and found[0].begun == self.begun

    def send(self, signal):
        assert self.is_there()
        os.kill(self.id, signal)


def descendants(parent):
    """Return them, nearest first."""
    every = [own for own in map(_read, map(int, _numbers())) if own]
    found, parents = [], {parent}
    while parents:
        children = [own for own, above in every if above in parents]
        found += children
        parents = {own.id for own in children}
    return found


def _numbers():
    return (path.name for path in Path("/proc").iterdir() if path.name.isdigit())


def _read(number):
    """Return a process and its parent's number; None where it has ended."""
    place = Path("/proc") / str(number)
    with contextlib.suppress(OSError):
        state, above, *others = place.joinpath("stat").read_text().rpartition(")")[2].split()
        name = place.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
        return None if state == "Z" else (Process(number, name, others[17]), int(above))
    return None
