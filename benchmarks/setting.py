"""What the sections of a run share: where things are, how large, how often."""

import importlib
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from benchmarks.results import BenchmarkError
from benchmarks.simulation import write_simulated
from index.storage.collection import Collection
from index.storage.store import read_collection

BENCH = Path(__file__).parents[2] / "shared" / "bench"
"""Public sets for retrieval that are not the repository's own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One run.

    Attributes:
        index: The folder of the real plans' index, in one segment.
        size: Passages of the simulated collection, at least.
        scratch: Where simulated indexes are written, and found again.
        rounds: How often each way is timed.
        bench: The folder of public sets; one that is missing is skipped.
    """

    index: Path
    size: int
    scratch: Path
    rounds: int = 7
    bench: Path = BENCH

    @property
    def real(self) -> Collection:
        """The real plans.

        Raises:
            BenchmarkError: they are in several segments.
        """
        found = read_collection(self.index)
        if len(found.segments) != 1 or found.manifest.segments[0].removed:
            raise BenchmarkError(
                f"{self.index}: must be in one piece; run: python -m index compact"
            )
        return found

    def simulated(self, size: int | None = None) -> Path:
        """Return the folder of a simulated index, written if it is not there.

        Args:
            size: Passages at least; those of the run where it is left out.
        """
        size = size or self.size
        folder = self.scratch / f"simulated-{size}"
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            write_simulated(unfinished, self.real, size)
            unfinished.rename(folder)
        return folder


def optional(module: str) -> ModuleType | None:
    """Return a module that may be missing, None where it is."""
    return importlib.import_module(module) if importlib.util.find_spec(module) else None


def not_installed(package: str) -> str:
    """Return the line for a peer that is not installed."""
    return f"{package}, not installed; pip install -r benchmarks/requirements.txt"
