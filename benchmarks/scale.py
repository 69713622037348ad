"""How a search grows with the index: candidates against scoring every passage."""

import resource
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.simulation import simulated
from benchmarks.timing import duel
from index.model import Encoder
from index.query import understand
from index.query.scope import Filters
from index.ranking import passage_index
from index.searcher import Searcher
from index.storage.snapshot import Snapshot

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
FIRST = 10
ROUNDS = 5


def scale_line(real: Snapshot, passages: int, encoder: Encoder) -> str:
    """Return a line on an index of at least some number of passages, made from the real one.

    The embedding of the queries costs nothing: their vectors are kept.
    """
    searcher = Searcher(simulated(real, passages), encoder)

    def ranked() -> list[list[str]]:
        return [
            [
                hit.passage.id
                for hit in searcher.search(
                    understand(query, searcher.catalogue), FIRST, "hybrid", Filters()
                )
            ]
            for query in QUERIES
        ]

    def exactly() -> list[list[str]]:
        with _candidates_beyond(len(searcher.snapshot.passages)):
            return ranked()

    def by_candidates() -> list[list[str]]:
        with _candidates_beyond(0):
            return ranked()

    size = len(searcher.snapshot.passages)
    result = duel(
        f"a search, {size:,} simulated passages",
        ("candidates", by_candidates),
        ("all", exactly),
        rounds=ROUNDS,
    )
    shared = statistics.mean(
        len(set(own) & set(other)) / len(other)
        for own, other in zip(by_candidates(), exactly(), strict=True)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    ours, peer = result.ours_ms / len(QUERIES), result.peer_ms / len(QUERIES)
    return (
        f"{result.name:<40} candidates {ours:8.1f} ms  all {peer:8.1f} ms  x{result.ratio:.2f}"
        f"  first {FIRST} shared {shared:.3f}  peak memory {peak:.1f} GB"
    )


@contextmanager
def _candidates_beyond(size: int) -> Iterator[None]:
    """Let scopes of more than some number of passages be searched by candidates."""
    before = passage_index.EXACT_UP_TO
    passage_index.EXACT_UP_TO = size
    try:
        yield
    finally:
        passage_index.EXACT_UP_TO = before
