"""Words and vectors of a large index against other engines over the same: ratios of one run."""

import statistics
from collections.abc import Callable, Iterator, Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import Duel, duel
from index.ranking import Bm25Index, term_scores, tokenize
from index.ranking.passage_index import best_of
from index.storage.collection import Collection

FIRST = 10
LINKS, SEARCHED = 32, 64
"""Of the HNSW graph: links a node, and how many candidates a search keeps; FAISS's usual ones."""


def duels(
    collection: Collection, queries: Sequence[str], vectors: NDArray[np.float32]
) -> Iterator[Duel]:
    """Yield the results one by one: ten best by words, ten nearest by vectors.

    Args:
        collection: In one segment, without removals.
        queries: As they are asked.
        vectors: Of the queries, shape (q, dimension), float32.
    """
    size = f"{collection.size:,} passages"
    terms = [tokenize(query) for query in queries]
    peer = _bm25s(collection)
    if peer is not None:
        yield duel(
            f"ten best by words, {size}",
            ("Lantian", lambda: [_best(collection.lexical, own) for own in terms]),
            ("bm25s", lambda: [peer(own) for own in terms]),
            rounds=5,
        )
    every = np.ones(collection.size, dtype=np.bool_)
    own_vectors = collection.segments[0].data.vectors
    flat = faiss.IndexFlatIP(own_vectors.shape[1])
    flat.add(np.ascontiguousarray(own_vectors))
    exact = [flat.search(query[None, :], FIRST)[1][0] for query in vectors]

    def ours() -> list[NDArray[np.intp]]:
        return [_nearest(collection, query, every) for query in vectors]

    name = f"ten nearest, {size}, recall {_recall(ours(), exact):.3f}"
    yield duel(
        name,
        ("Lantian", ours),
        ("FAISS flat", lambda: [flat.search(query[None, :], FIRST) for query in vectors]),
        rounds=5,
    )
    graph = faiss.IndexHNSWFlat(own_vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efSearch = SEARCHED
    graph.add(np.ascontiguousarray(own_vectors))
    found = [graph.search(query[None, :], FIRST)[1][0] for query in vectors]
    yield duel(
        name,
        ("Lantian", ours),
        (
            f"FAISS HNSW, {_recall(found, exact):.3f}",
            lambda: [graph.search(query[None, :], FIRST) for query in vectors],
        ),
        rounds=5,
    )


def _best(lexical: Bm25Index, terms: Sequence[str]) -> NDArray[np.intp]:
    """Return the ten best by words."""
    scores = term_scores(lexical, terms)
    return best_of(scores, FIRST, np.ones(len(scores), dtype=np.bool_))


def _nearest(
    collection: Collection, query: NDArray[np.float32], every: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the ten nearest, the nearest first: those of some candidates, scored exactly."""
    candidates = collection.vectors.nearest(query, 10 * FIRST, every)
    scores = collection.vectors.scores_at(query, candidates)
    order = np.argsort(-scores, kind="stable")[:FIRST]
    return candidates[order]


def _recall(found: Sequence[NDArray[np.intp]], exact: Sequence[NDArray[np.intp]]) -> float:
    """Return the mean share of the nearest that were found."""
    shares = [
        len({*own.tolist()} & {*true.tolist()}) / len(true)
        for own, true in zip(found, exact, strict=True)
    ]
    return statistics.mean(shares)


def _bm25s(collection: Collection) -> Callable[[Sequence[str]], object] | None:
    """Return bm25s over the same words; None where it is not installed."""
    try:
        import bm25s
    except ImportError:
        return None
    data = collection.segments[0].data.terms
    counts = data.counts
    rows = np.repeat(np.arange(len(data.vocabulary)), counts.frequencies)
    order = np.argsort(counts.passages, kind="stable")
    repeated = np.repeat(rows[order], counts.values[order])
    documents = [own.tolist() for own in np.split(repeated, np.cumsum(data.lengths)[:-1])]
    engine = bm25s.BM25(method="atire", k1=1.5, b=0.75)
    engine.index((documents, dict(data.vocabulary)), show_progress=False)

    def search(terms: Sequence[str]) -> object:
        known = [term for term in terms if term in data.vocabulary]
        return engine.retrieve([known], k=FIRST, show_progress=False, n_threads=0)

    return search
