"""How opening, searching and adding grow with the index."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import Row, number
from benchmarks.setting import Setting
from benchmarks.timing import Ratio, time_ms
from index import PlanIndex
from index.model import LateEncoder

PLAN = next(iter(sorted((Path(__file__).parents[1] / "corpus" / "plans").iterdir())))
"""Added, with vectors that mean nothing."""
SIZES = (1_000, 10_000, 100_000)
"""Passages; those below the size of the run are measured too."""
QUESTIONS = Path(__file__).parents[1] / "eval" / "questions" / "lantian-dev.jsonl"
QUERIES = (
    "公交车更新要求",
    "全市PM2.5年均浓度的目标是多少？",
    "哪些城市要求秸秆综合利用率",
    "工地扬尘怎么管？",
    "市生态环境局牵头负责的燃煤锅炉淘汰",
    "市区公交车要换成什么车",
    "2020年优良天数比例",
    "加油站油气回收",
)
"""Asked of the whole collection; the development questions name cities, and are asked of few."""
ROUNDS = 5
FIRST = 10
ADDED = 5


@dataclass(frozen=True, slots=True)
class Growth:
    """What an index of some size costs on this machine, now.

    Attributes:
        passages: How many it has; the real plans over and over, see ``benchmarks.simulation``.
        open_ms: To open it, median of several.
        first_ms: The first search after that, its query embedded before.
        wide_ms: Of a search of the whole collection beyond the query's embedding: median and
            the 95th percentile.
        named_ms: The same of questions that name cities.
        add_ms: To add a plan of known vectors, median.
        memory_mb: Resident after all searches, without a model.
        disk_mb: Of the files.
    """

    passages: int
    open_ms: float
    first_ms: float
    wide_ms: tuple[float, float]
    named_ms: tuple[float, float]
    add_ms: float
    memory_mb: float
    disk_mb: float


class KeptVectors:
    """The vectors of some questions, made before; passages get vectors that mean nothing."""

    def __init__(self, id_: str, queries: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Take the identity of the encoder that made them, and the vectors."""
        self.id = id_
        self.dimension = int(vectors.shape[1])
        self._vectors = dict(zip(queries, vectors, strict=True))

    def encode_queries(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of some of the questions."""
        return np.stack([self._vectors.get(query, self._any) for query in queries])

    @property
    def _any(self) -> NDArray[np.float32]:
        """A vector for what is left of a question when the names of documents are taken out."""
        return next(iter(self._vectors.values()))

    def encode_passages(
        self, passages: Sequence[str], *, progress: bool = False
    ) -> NDArray[np.float32]:
        """Return as many vectors of unit length, the same for the same number."""
        shape = len(passages), self.dimension
        made = np.random.default_rng(len(passages)).standard_normal(shape, dtype=np.float32)
        unit: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
        return unit


def measure(setting: Setting) -> tuple[list[Row], list[str]]:
    """Return the rows, each figure at the size of the run against a small one."""
    encoder = LateEncoder()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    queries = [*QUERIES, *(json.loads(line)["q"] for line in lines)]
    sizes = [*(size for size in SIZES if size < setting.size), setting.size]
    with tempfile.TemporaryDirectory() as place:
        vectors = Path(place) / "vectors.npz"
        np.savez(vectors, vectors=encoder.encode_queries(queries), queries=np.array(queries))
        found = [_measured(setting.simulated(size), vectors, encoder.id) for size in sizes]
    return [_row(*measured, found) for measured in MEASURED], []


MEASURED: Sequence[tuple[str, str, Callable[["Growth"], float]]] = (
    ("open", "ms", lambda own: own.open_ms),
    ("first search after opening", "ms", lambda own: own.first_ms),
    ("search of all, median", "ms", lambda own: own.wide_ms[0]),
    ("search of all, 95th percentile", "ms", lambda own: own.wide_ms[1]),
    ("questions naming cities, median", "ms", lambda own: own.named_ms[0]),
    ("questions naming cities, 95th percentile", "ms", lambda own: own.named_ms[1]),
    ("add one plan", "ms", lambda own: own.add_ms),
    ("memory, resident, without the model", "MB", lambda own: own.memory_mb),
    ("disk", "MB", lambda own: own.disk_mb),
)
"""What is measured, its unit, and where it stands. The query's vector is made before, and so are
those of a plan that is added."""


def _row(task: str, unit: str, value: Callable[["Growth"], float], found: Sequence[Growth]) -> Row:
    """Return how a figure grows from the smallest to the largest size."""
    first, last = found[0], found[-1]
    values = [value(own) for own in found]
    ratio = values[0] / values[-1] if values[-1] else 1.0
    between = ", ".join(
        f"at {own.passages:,} {number(part)} {unit}"
        for own, part in zip(found[1:-1], values[1:-1], strict=True)
    )
    return Row(
        task=task,
        ours="Lantian",
        peer=f"at {first.passages:,}",
        values=(values[-1], values[0]),
        unit=unit,
        ratio=Ratio(ratio, ratio, ratio),
        limit=f"{last.passages / first.passages:,.0f} times the passages, "
        f"{number(1 / ratio)} times the figure{'; ' + between if between else ''}.",
        passages=last.passages,
        is_simulated=True,
    )


def _measured(folder: Path, vectors: Path, id_: str) -> Growth:
    """Return what a simulated index costs, in a process of its own.

    Args:
        folder: The index's.
        vectors: A file of the questions and of their vectors.
        id_: Of the encoder that made them.
    """
    own = [str(folder), str(vectors), id_, str(PLAN)]
    command = [sys.executable, "-m", "benchmarks.growth", *own]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    record = json.loads(done.stdout)
    return Growth(
        **{**record, "wide_ms": tuple(record["wide_ms"]), "named_ms": tuple(record["named_ms"])}
    )


def _measure(folder: Path, vectors: Path, id_: str, plan: Path) -> Growth:
    """Measure in this process."""
    with np.load(vectors) as kept:
        queries = kept["queries"].tolist()
        encoder = KeptVectors(id_, queries, kept["vectors"])
    opened = [time_ms(lambda: PlanIndex.open(folder, encoder=encoder)) for _ in range(3)]
    index = PlanIndex.open(folder, encoder=encoder)
    first = time_ms(lambda: index.search(QUERIES[0], k=FIRST))
    named = queries[len(QUERIES) :]
    for query in queries:  # what is read once and kept is not what a search costs
        index.search(query, k=FIRST)
    wide_times = [_search_ms(index, query) for _ in range(3 * ROUNDS) for query in QUERIES]
    named_times = [_search_ms(index, query) for _ in range(ROUNDS) for query in named]
    memory = _resident_mb()
    _, size = index.segments
    adds = []
    with tempfile.TemporaryDirectory() as place:
        for number in range(ADDED):
            copy = Path(place) / f"added-{number}{plan.suffix}"
            # A number of its own, or it would be taken for a copy of the one before.
            copy.write_bytes(plan.read_bytes() + f"\n共{100 + number}项。\n".encode())
            adds.append(time_ms(partial(index.add, copy)))
    for number in range(ADDED):
        index.remove(f"added-{number}")
    return Growth(
        passages=index.size,
        open_ms=statistics.median(opened),
        first_ms=first,
        wide_ms=_quantiles(wide_times),
        named_ms=_quantiles(named_times),
        add_ms=statistics.median(adds),
        memory_mb=memory,
        disk_mb=size / 2**20,
    )


def _quantiles(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return float(np.quantile(times, 0.5)), float(np.quantile(times, 0.95))


def _search_ms(index: PlanIndex, query: str) -> float:
    """Return how long a search takes, in milliseconds."""
    return time_ms(lambda: index.search(query, k=FIRST))


def _resident_mb() -> float:
    """Return what of this process is in memory at the moment."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = _measure(Path(arguments[0]), Path(arguments[1]), arguments[2], Path(arguments[3]))
    sys.stdout.write(json.dumps(asdict(found)))
