"""Stops a writer at any of its steps on the disk, as a kill or a full disk does.

What libraries write from C, SQLite, FAISS and the terms, is no step; moving it into place is.
"""

import os
import sys
from contextlib import contextmanager

_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_watches = []
_installed = []


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, nothing runs after it."""


class _Watch:
    def __init__(self, folder, step, error):
        self.folder = str(folder)
        self.step = step
        self.error = error
        self.steps = 0

    def see(self, event, arguments):
        if event not in _EVENTS or not _path(event, arguments).startswith(self.folder):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITING):
            return
        if event == "shutil.rmtree" and not isinstance(self.error, Killed):
            return  # a disk refuses calls of the system, and this is none
        if str(arguments[0]).endswith(".lock"):  # a dead process holds no lock
            return
        self.steps += 1
        is_dead = isinstance(self.error, Killed) and self.steps > self.step
        if self.steps == self.step or is_dead:
            raise self.error


def _path(event, arguments):
    """The path that an event is about; rmtree names what it removes relative to an open folder."""
    path = str(arguments[0])
    if event in ("os.remove", "os.rmdir") and arguments[1] >= 0:
        return os.path.join(os.readlink(f"/proc/self/fd/{arguments[1]}"), path)
    return path


@contextmanager
def failing_at(folder, step, error):
    """Raise an error in place of a step, counted from 1; after ``Killed`` in place of all others.

    A step is whatever changes something in the folder. Yields an object that counts them.
    """
    if not _installed:  # an audit hook stays for good
        sys.addaudithook(lambda event, arguments: [w.see(event, arguments) for w in _watches])
        _installed.append(True)
    watch = _Watch(folder, step, error)
    _watches.append(watch)
    try:
        yield watch
    finally:
        _watches.remove(watch)
