"""What an actor does: it reads files, or embeds batches of texts; made ready once, then at work."""

import hashlib
import platform
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ClusterError
from index.model import Precision, load_encoder
from index.reading.time_limit import time_limit
from index.storage.configuration import configuration_of

if TYPE_CHECKING:
    from index.storage.preparing import Prepared
    from index.storage.report import Failure

PROGRAM = Path(__file__).parents[1]


class Reader:
    """Reads plans."""

    def prepare(
        self,
        program: str,
        folder: Path,
        read: Callable[[Path], "Prepared | str | Failure"],
        seconds: float | None = None,
    ) -> None:
        """Make sure that it reads what the machine that asks would read.

        Args:
            program: As ``program_of`` has it there.
            folder: Of the files.
            read: Returns what a file holds.
            seconds: For one file, or a page of a scan; then the process ends. None is no limit.

        Raises:
            ClusterError: another program, or no such folder, is here.
        """
        _require_program(program)
        if not folder.is_dir():
            raise ClusterError(
                f"{platform.node()}: has no folder {folder}; make it readable there under the same "
                "path, as by a shared file system"
            )
        self._read = read
        self._seconds = seconds

    def work(self, path: Path) -> "Prepared | str | Failure":
        """Return what a file holds."""
        with time_limit(self._seconds):
            return self._read(path)


class Embedder:
    """Embeds batches of passages, each on one processor."""

    def prepare(self, program: str, name: str, precision: Precision, id_: str) -> None:
        """Load the model.

        Args:
            program: As ``program_of`` has it on the machine that asks.
            name: As for ``load_encoder``.
            precision: That passages are embedded in there.
            id_: The encoder's there.

        Raises:
            ClusterError: another program, or another model of this name, is here.
            ModelError: the model is not on this machine.
        """
        _require_program(program)
        self._encoder = load_encoder(name, precision)
        if self._encoder.id != id_:
            raise ClusterError(
                f"{platform.node()}: {name} is {self._encoder.id} there and {id_} here; put the "
                "same files there"
            )

    def sizes(self, passages: Sequence[str]) -> list[int]:
        """Return how much work each passage is; see ``EncodesInParts``."""
        return self._encoder.sizes(passages)

    def work(self, passages: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of a batch, shape (n, dimension), rows of length 1, in its order."""
        return self._encoder.encode_batch(passages)


Worker = type[Reader] | type[Embedder]
Setup = tuple[Any, ...]
"""What ``prepare`` takes."""


@cache
def program_of() -> str:
    """Return what tells this program from another version of it: a digest of its files."""
    digest = hashlib.sha256(repr(sorted(configuration_of("").items())).encode())
    for path in sorted(PROGRAM.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(PROGRAM).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _require_program(program: str) -> None:
    """Refuse to work for another version of the program.

    Raises:
        ClusterError: the machine that asks has another one.
    """
    if program_of() != program:
        raise ClusterError(
            f"{platform.node()}: {PROGRAM} is another version of the program; put the same files "
            "and packages there"
        )
