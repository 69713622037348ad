"""Ten nearest vectors against FAISS's flat index and its graph."""

import statistics
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.growth import QUERIES
from benchmarks.machine import read_gb_per_s
from benchmarks.results import Row, number, timed_row
from benchmarks.setting import Setting
from benchmarks.timing import time_in_turn
from index.model import LateEncoder
from index.storage.collection import Collection
from index.storage.store import read_collection

FIRST = 10
LINKS, SEARCHED = 32, 64
"""Of the HNSW graph: links a node, and how many candidates a search keeps."""


def measure(setting: Setting) -> tuple[list[Row], list[str]]:
    """Return the rows, and what was skipped."""
    import faiss

    collection = read_collection(setting.simulated())
    queries = LateEncoder().encode_queries(QUERIES)
    vectors = collection.segments[0].data.vectors
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(np.ascontiguousarray(vectors))
    graph = faiss.IndexHNSWFlat(vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efSearch = SEARCHED
    graph.add(np.ascontiguousarray(vectors))
    every = np.ones(collection.size, dtype=np.bool_)

    def ours() -> list[NDArray[np.intp]]:
        return [_nearest(collection, query, every) for query in queries]

    def searched(index: faiss.Index) -> list[NDArray[np.intp]]:
        return [index.search(query[None, :], FIRST)[1][0] for query in queries]

    times = time_in_turn([ours, lambda: searched(flat), lambda: searched(graph)], setting.rounds)
    exact = searched(flat)
    found, of_graph = recall(ours(), exact), recall(searched(graph), exact)
    kind = collection.segments[0].entry.nearest or "all vectors"
    speed = read_gb_per_s()
    least = vectors.nbytes / speed / 1e6
    own = f"{kind}, recall@10 {found:.3f}"
    task = "ten nearest vectors"
    return [
        timed_row(
            task,
            (own, "FAISS flat"),
            times,
            f"All vectors are {number(vectors.nbytes / 2**20)} MB, which one core reads in "
            f"{number(least)} ms ({number(speed)} GB/s); Lantian takes "
            f"{times.median(0) / len(queries) / least:.0%} of that.",
            calls=len(queries),
            passages=collection.size,
            is_simulated=True,
        ),
        timed_row(
            task,
            (own, f"FAISS HNSW{LINKS}, ef {SEARCHED}, recall@10 {of_graph:.3f}"),
            times,
            f"The graph finds {of_graph:.0%} of the ten nearest, Lantian {found:.0%}, of which it "
            "scores a hundred candidates exactly.",
            peer=2,
            calls=len(queries),
            passages=collection.size,
            is_simulated=True,
        ),
    ], []


def recall(found: Sequence[NDArray[np.intp]], exact: Sequence[NDArray[np.intp]]) -> float:
    """Return the mean share of the nearest that were found."""
    return statistics.mean(
        len({*own.tolist()} & {*true.tolist()}) / len(true)
        for own, true in zip(found, exact, strict=True)
    )


def _nearest(
    collection: Collection, query: NDArray[np.float32], every: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the ten nearest, the nearest first: those of some candidates, scored exactly."""
    candidates = collection.vectors.nearest(query, 10 * FIRST, every)
    scores = collection.vectors.scores_at(query, candidates)
    order = np.argsort(-scores, kind="stable")[:FIRST]
    return candidates[order]
