"""The index that the page searches: opened once, opened again when another one takes its place."""

import logging
import threading
from pathlib import Path

from index import LantianError, PlanIndex

logger = logging.getLogger(__name__)

_POINTER = "CURRENT"
"""The file in an index folder that is replaced whenever its content changes."""

_Version = tuple[int, int, bytes]


class LiveIndex:
    """Stands for whatever index is in a folder at the moment; shared by threads."""

    def __init__(self, folder: str | Path) -> None:
        """Name the folder; nothing is read yet, and it need not exist."""
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._version: _Version | None = None
        self._index: PlanIndex | None = None

    def current(self) -> PlanIndex:
        """Return the index in the folder, opening it where it is not the one known already.

        Raises:
            IndexMissingError: there is none.
            IndexDamagedError: it is half-written, altered, or of another version.
            ModelMismatchError: another model built it.
            ModelError: the model cannot be found.
        """
        with self._lock:
            # Read before opening: a change in between is then noticed at the next call.
            version = self._read_version()
            if self._index is None or version != self._version:
                self._index = None
                self._index = PlanIndex.open(self.folder)
                self._version = version
            return self._index

    def warm(self) -> threading.Thread:
        """Load the model in the background, so that the first search is not slow."""
        thread = threading.Thread(target=self._search_once, name="warm-up", daemon=True)
        thread.start()
        return thread

    def _search_once(self) -> None:
        """Search for anything; what is wrong will be said to whoever searches first."""
        try:
            self.current().search("空气质量", k=1)
        except LantianError as error:
            logger.info("not warmed up: %s", error)

    def _read_version(self) -> _Version | None:
        """Return what changes with the index in force, None where there is none."""
        pointer = self.folder / _POINTER
        try:
            status = pointer.stat()
            return status.st_mtime_ns, status.st_ino, pointer.read_bytes()
        except OSError:
            return None
