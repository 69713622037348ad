"""``python -m benchmarks.cluster``: a build with one and with two workers of Ray, and without Ray.

Each build is a process of its own with an empty cache of vectors, in turn, every second round
backwards. Ray listens on loopback alone. The indexes must be the same, to the byte. Reading is
measured on more files: copies, each with a number of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from filecmp import dircmp
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import PACKAGES, describe, versions
from index import LantianError, PlanIndex
from index.cluster import connect
from index.console import add_version_option
from index.metadata.manifest import find_plan_files
from index.model import LateEncoder, load_encoder, locate_model, requested_model
from index.storage.preparing import prepare_files

if TYPE_CHECKING:
    from index.cluster import Cluster

FOLDER = Path(__file__).parent / "results"
RESULT = "cluster.md"
WAYS = (0, 1, 2)
"""Workers of Ray; 0 is the build without it."""
READ = 60
"""Files: so many that starting the processes is the smaller part."""
COLUMNS = (
    "| Build | files read a second | texts embedded a second | build, s | of that to start, s |"
)


@dataclass(frozen=True, slots=True)
class Build:
    """What a build took.

    Attributes:
        read: Files a second, the start of the processes included; ``READ`` files.
        embedded: Passages and sentences a second, once a model is loaded.
        seconds: Of the whole build of the corpus, the start of its workers included.
        starting: Until Ray answers, before that.
        texts: How many were embedded.
    """

    read: float
    embedded: float
    seconds: float
    starting: float
    texts: int


class Timed:
    """An encoder, and how long its passages took; its model is loaded before."""

    def __init__(self) -> None:
        self._encoder = LateEncoder()
        load_encoder()
        self.id, self.dimension = self._encoder.id, self._encoder.dimension
        self.encode_queries = self._encoder.encode_queries
        self.seconds = 0.0
        self.texts = 0

    def encode_passages(self, passages: Sequence[str], *, progress: bool = False) -> Any:  # noqa: ANN401
        """Return what the encoder does."""
        started = time.perf_counter()
        try:
            return self._encoder.encode_passages(passages, progress=progress)
        finally:
            self.seconds += time.perf_counter() - started
            self.texts += len(passages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and, where asked to, keep the table; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cluster", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("corpus", nargs="?", default="corpus", help="folder of plans")
    parser.add_argument("--rounds", type=int, default=1, help="of each way (default 1)")
    parser.add_argument("--write", action="store_true", help=f"keep it in results/{RESULT}")
    parser.add_argument("--build", nargs=2, metavar=("WORKERS", "INDEX"), help=argparse.SUPPRESS)
    add_version_option(parser)
    options = parser.parse_args(arguments)
    if options.build:
        build = _built(Path(options.corpus), int(options.build[0]), Path(options.build[1]))
        sys.stdout.write(json.dumps(asdict(build)))
        return 0
    try:
        table = measured(Path(options.corpus), options.rounds)
    except (LantianError, OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write(table)
    if options.write:
        (FOLDER / RESULT).write_text(table, encoding="utf-8")
    return 0


def measured(corpus: Path, rounds: int) -> str:
    """Return the table of all ways, medians over the rounds.

    Raises:
        RuntimeError: two builds are not the same.
    """
    found: dict[int, list[Build]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds):
            for way in WAYS if number % 2 == 0 else WAYS[::-1]:
                folder = Path(place) / f"{number}-{way}"
                sys.stderr.write(f"round {number + 1}: {way} workers\n")
                found[way].append(_build(corpus, way, folder))
                first = Path(place) / f"0-{WAYS[0]}" / "index"
                if not _are_same(folder / "index", first):
                    raise RuntimeError(f"{way} workers made another index than the build without")
    texts = found[WAYS[0]][0].texts
    lines = [COLUMNS, "| --- | --: | --: | --: | --: |", *(_line(way, found) for way in WAYS)]
    said = ", ".join(f"{name} {own}" for name, own in versions((*PACKAGES[:2], "ray")).items())
    machine = describe()
    lines += [
        "",
        f"{texts:,} texts (passages and sentences) of {len(find_plan_files(corpus))} plans; the "
        f"three indexes are the same, to the byte. Measured {date.today()} on "
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory']}, "
        f"{machine['system']}, Python {machine['python']}; {said}; rounds: "
        f"{rounds}; other programs were running too (load over one minute at the end: "
        f"{os.getloadavg()[0]:.1f}).",
        "",
    ]
    return "\n".join(lines)


def _line(way: int, found: dict[int, list[Build]]) -> str:
    """Return a row of the table."""

    def median(field: str, of: int = way) -> float:
        return float(statistics.median(getattr(own, field) for own in found[of]))

    ratio = median("embedded") / median("embedded", WAYS[0])
    name = f"Ray, {way} worker{'s' if way > 1 else ''}" if way else "without Ray"
    return (
        f"| {name} | {median('read'):.2f} | {median('embedded'):.1f} (×{ratio:.2f}) | "
        f"{median('seconds'):.1f} | {median('starting'):.1f} |"
    )


def _build(corpus: Path, workers: int, folder: Path) -> Build:
    """Build in a process of its own, with an empty cache of vectors but for the model."""
    cache = folder / "cache" / "lantian"
    cache.mkdir(parents=True)
    own = locate_model(requested_model(None)).path.parent
    if own.name == "models":  # the one that comes with the requirements
        (cache / "models").symlink_to(own)
    environment = os.environ | {"XDG_CACHE_HOME": str(cache.parent)}
    given = [str(corpus), "--build", str(workers), str(folder / "index")]
    command = [sys.executable, "-m", "benchmarks.cluster", *given]
    done = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return Build(**json.loads(done))


def _built(corpus: Path, workers: int, folder: Path) -> Build:
    """Build in this process."""
    if not workers:
        encoder = Timed()
    started = time.perf_counter()
    with connect("local", workers) if workers else nullcontext() as cluster:
        starting = time.perf_counter() - started
        read = _read(corpus, folder.with_name("copies"), cluster)
        started = time.perf_counter()
        PlanIndex.build(
            corpus,
            folder,
            encoder=None if workers else encoder,
            progress=False,
            processes=os.cpu_count() or 1,
            cluster=cluster,
        )
        seconds = time.perf_counter() - started
        if cluster:
            texts = cluster.embedded
            return Build(read, texts.rate, seconds, starting, texts.items)
    return Build(read, encoder.texts / encoder.seconds, seconds, 0.0, encoder.texts)


def _read(corpus: Path, folder: Path, cluster: "Cluster | None") -> float:
    """Return how many files are read a second, in as many processes as there are processors."""
    folder.mkdir()
    files = find_plan_files(corpus)
    paths = [folder / f"copy-{number}{files[0].suffix}" for number in range(READ)]
    for number, path in enumerate(paths):
        own = files[number % len(files)].read_bytes()
        path.write_bytes(own + f"\n共{number}项。\n".encode())
    started = time.perf_counter()
    elsewhere = cluster.read_files if cluster else None
    processes = os.cpu_count() or 1
    found = prepare_files(paths, {}, processes=processes, progress=False, elsewhere=elsewhere)
    return len(list(found)) / (time.perf_counter() - started)


def _are_same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same, to the byte."""

    def is_same(compared: "dircmp[str]") -> bool:
        differ = compared.left_only or compared.right_only or compared.funny_files
        names = compared.common_files
        is_equal = all(
            (Path(compared.left) / name).read_bytes() == (Path(compared.right) / name).read_bytes()
            for name in names
        )
        return not differ and is_equal and all(map(is_same, compared.subdirs.values()))

    return is_same(dircmp(one, other))


if __name__ == "__main__":
    sys.exit(main())
