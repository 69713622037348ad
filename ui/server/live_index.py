"""The index that the page searches: opened once, opened again when another one takes its place."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index import LantianError, PlanIndex
from index.place import IndexPlace
from qa import extract, hasten_reading

logger = logging.getLogger(__name__)

_POINTER = "CURRENT"
"""The file in an index folder that is replaced whenever its content changes."""

FOLLOWED_EACH_S = 5.0
LONG_IDLE_S = 60.0
"""After which what is open may be two generations old, and gone from where it was: the search that
comes then waits until it is known."""

QUIET_S = 2.0
"""Since the last search, until what can wait is loaded: it would be in the way of that search."""
PATIENCE_S = 5.0
"""So long it waits where one search follows the other."""

_FIRST_ASKED = "PM2.5浓度要降到多少？"
"""Asked at the start: a number makes ``ask`` read the facts of all plans."""
_THEN_ASKED = "How many tonnes of coal are burnt?"
"""Asked when Chinese questions can be answered: the dictionary of English words takes seconds."""

_Version = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Held:
    """An index that is open, and which generation of what its folder held it is."""

    index: PlanIndex
    generation: str


class LiveIndex:
    """Stands for whatever index is in a folder at the moment; shared by threads."""

    def __init__(
        self, folder: str | Path, prepare: Callable[[PlanIndex], None] | None = None
    ) -> None:
        """Name the folder; nothing is read yet, and it need not exist.

        Args:
            folder: The index's, or what else ``IndexPlace.of`` knows.
            prepare: Called with each index that is opened, in a thread of its own, once the model
                is loaded: a search goes before it.
        """
        self.place = IndexPlace.of(folder)
        self._prepare = prepare
        self._followed = -FOLLOWED_EACH_S
        self._asked_at = -QUIET_S
        self._following = threading.Lock()
        self._lock = threading.Lock()
        self._version: _Version | None = None
        self._index: PlanIndex | None = None
        self._times_opened = 0
        self._warm, self._settled = threading.Event(), threading.Event()
        self._warm.set()  # as long as nobody warms it up there is nothing to wait for
        self._settled.set()

    def current(self) -> PlanIndex:
        """Return the index in the folder, opening it where it is not the one known already.

        What a database has is looked at in the background once an index is open.

        Raises:
            IndexMissingError: there is none.
            IndexDamagedError: it is half-written, altered, or of another version.
            ModelMismatchError: another model built it.
            ModelError: the model cannot be found.
        """
        self._follow()
        return self._known()

    def _known(self) -> PlanIndex:
        """Return the index in the folder; see ``current``."""
        with self._lock:
            # Read before opening: a change in between is then noticed at the next call.
            version = self._read_version()
            if self._index is None or version != self._version:
                before, self._index = self._index, None
                self._index = self._opened(before)
                self._version = version
                self._times_opened += 1
                self._begin_to_prepare(self._index)
            return self._index

    @property
    def held(self) -> Held | None:
        """The index that was opened last, None where none is open; nothing is looked at on disk."""
        index, version = self._index, self._version
        if index is None:
            return None
        return Held(index, version[2].decode(errors="replace").strip() if version else "")

    @property
    def opened(self) -> int:
        """How often an index was opened: once, and again for each change of its content."""
        return self._times_opened

    def _opened(self, before: PlanIndex | None) -> PlanIndex:
        """Return the index in the folder; what the one before had of it is not read again."""
        if before is not None:
            try:
                return before.reopened()
            except LantianError:  # of another model, or in the middle of being replaced
                logger.info("%s is opened from the beginning", self.place)
        return PlanIndex.open(self.place)

    def warm(self) -> threading.Thread:
        """Load model and dictionaries in the background, so that the first search is not slow."""
        self._warm.clear()
        self._settled.clear()
        thread = threading.Thread(target=self._warm_up, name="warm-up", daemon=True)
        thread.start()
        return thread

    @property
    def is_warming(self) -> bool:
        """Whether model and dictionaries are being loaded at the moment."""
        return not self._warm.is_set()

    @property
    def is_settled(self) -> bool:
        """Whether answers are given as they will be from now on, to the last decimal."""
        return self._settled.is_set()

    def wait_until_warm(self) -> None:
        """Return when nothing is being loaded any more, at once where nothing is."""
        self._asked_at = time.monotonic()
        self._warm.wait()

    def _begin_to_prepare(self, index: PlanIndex) -> None:
        """Prepare an index that was opened, once there is time for it."""
        prepare = self._prepare
        if prepare is None:
            return

        def prepared() -> None:
            self._settled.wait()
            with suppress(LantianError):  # whoever asks is told
                hasten_reading(index)
            prepare(index)

        threading.Thread(target=prepared, name="prepare", daemon=True).start()

    def _warm_up(self) -> None:
        """Search and answer; what is wrong will be said to whoever searches first."""
        try:
            extract(self.current(), _FIRST_ASKED)
            self._warm.set()
            for load in (partial(extract, question=_THEN_ASKED), hasten_reading):
                self._wait_until_quiet()
                load(self.current())
        except LantianError as error:
            logger.info("not warmed up: %s", error)
        except Exception:  # nobody waits for what has failed
            logger.exception("warming up failed")
        finally:
            self._warm.set()
            self._settled.set()

    def _wait_until_quiet(self) -> None:
        """Return when nobody has searched for some time, or has for long."""
        bound = time.monotonic() + PATIENCE_S
        while time.monotonic() < min(bound, self._asked_at + QUIET_S):
            time.sleep(0.1)

    def _follow(self) -> None:
        """See now and then whether a database has a newer index; one that is open goes on.

        Raises:
            LantianError: none is open, and the database has none.
        """
        idle_s = time.monotonic() - self._followed
        if not self.place.plans or idle_s < FOLLOWED_EACH_S:
            return
        if self._index is not None:
            if self._following.acquire(blocking=False):
                thread = threading.Thread(target=self._catch_up, name="follow", daemon=True)
                thread.start()
                if idle_s > LONG_IDLE_S:
                    thread.join(FOLLOWED_EACH_S)
            return
        with self._following:
            if time.monotonic() - self._followed >= FOLLOWED_EACH_S:  # nobody has meanwhile
                PlanIndex.follow(self.place)
                self._followed = time.monotonic()

    def _catch_up(self) -> None:
        """Open what a database has by now; who searches meanwhile waits for no network."""
        try:
            PlanIndex.follow(self.place)
            self._known()
        except LantianError as error:
            logger.warning("the index cannot be followed: %s", error)
        finally:
            self._followed = time.monotonic()
            self._following.release()

    def _read_version(self) -> _Version | None:
        """Return what changes with the index in force, None where there is none."""
        pointer = self.place.folder / _POINTER
        try:
            status = pointer.stat()
            return status.st_mtime_ns, status.st_ino, pointer.read_bytes()
        except OSError:
            return None
