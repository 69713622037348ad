"""What takes longer than anybody waits for an answer: done in threads, asked how far it is."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

MAX_KEPT = 100
"""Errands that ended; who comes back to an older one is told that nothing is known of it."""


class Told(Protocol):
    """Takes a report: which stage began, and which share of it is done, in [0, 1]."""

    def __call__(self, stage: str, share: float, /) -> None: ...  # noqa: D102 - described above


def tell_nobody(stage: str, share: float, /) -> None:
    """Take a report and do nothing with it."""


class Errand:
    """Something that is being done, or was.

    Attributes:
        stage: What is done at the moment; empty before anything is told.
        share: Of the stage that is done, in [0, 1].
        result: What it led to, once it has ended well.
        error: Why it failed; None where it did not.
    """

    def __init__(self) -> None:
        self.stage = ""
        self.share = 0.0
        self.result: object = None
        self.error: Exception | None = None
        self._ended = threading.Event()

    @property
    def has_ended(self) -> bool:
        """Whether it is done, well or not."""
        return self._ended.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Return whether it has ended, at once if so, else within some seconds."""
        return self._ended.wait(timeout_s)

    def tell(self, stage: str, share: float, /) -> None:
        """Take down how far it is."""
        self.stage, self.share = stage, share

    def run(self, do: Callable[[Told], object]) -> None:
        """Do it in this thread."""
        try:
            self.result = do(self.tell)
        except Exception as error:  # told to who asks for it
            self.error = error
        finally:
            self._ended.set()


class Errands:
    """The errands of a page, each under a name that is an address; shared by threads."""

    def __init__(self) -> None:
        """Know none."""
        self._known: OrderedDict[str, Errand] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, name: str, do: Callable[[Told], object]) -> Errand:
        """Do something in a thread of its own, and return the errand.

        One that is under way under this name is returned as it is, and ``do`` is left.

        Args:
            name: To ask for it by.
            do: Does it, is given what takes reports, and returns what it led to.
        """
        with self._lock:
            known = self._known.get(name)
            if known is not None and not known.has_ended:
                return known
            errand = Errand()
            self._known[name] = errand
            self._known.move_to_end(name)
            for old in [own for own, known in self._known.items() if known.has_ended]:
                if len(self._known) > MAX_KEPT:
                    del self._known[old]
        threading.Thread(target=errand.run, args=(do,), name="errand", daemon=True).start()
        return errand

    def of(self, name: str) -> Errand | None:
        """Return an errand by its name, None where nothing is known of it."""
        with self._lock:
            return self._known.get(name)

    def forget(self, name: str) -> None:
        """Forget an errand; one that is not known is no mistake."""
        with self._lock:
            self._known.pop(name, None)
