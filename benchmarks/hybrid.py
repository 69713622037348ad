"""A whole search, from the query's words to its ten hits, against LanceDB's hybrid search."""

import statistics
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.growth import QUERIES
from benchmarks.lexical import words_of
from benchmarks.results import Row, number, timed_row
from benchmarks.setting import Setting, not_installed, optional
from benchmarks.timing import Times, time_in_turn, time_ms
from eval.beir import read_bench
from eval.measures import ndcg
from eval.runner import judge_ranking
from eval.sets import BenchSet
from eval.types import Query, Ranked, Ranking
from index import PlanIndex
from index.model import Encoder, LateEncoder
from index.ranking import PassageIndex, tokenize
from index.storage.store import read_collection

FIRST = 10
SET = "drcd-dev"
INDEXED_FROM = 50_000
"""Passages; below LanceDB looks at all vectors, as Lantian does."""
PIECE = 10_000
Vectors = NDArray[np.float32]


def measure(setting: Setting) -> tuple[list[Row], list[str]]:
    """Return the rows, and what was skipped."""
    if optional("lancedb") is None:
        return [], [not_installed("lancedb")]
    rows, skipped = [_at_size(setting)], []
    if (setting.bench / SET).is_dir():
        rows.append(_on_a_set(setting))
    else:
        skipped.append(f"nDCG@10 beside LanceDB, {SET} is not in the folder of public sets")
    return rows, skipped


class Peer:
    """LanceDB's hybrid search over some passages, their words cut as Lantian cuts them.

    Full text and vectors each give ten, which LanceDB joins by reciprocal rank fusion, its default.
    """

    def __init__(self, folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
        """Write a table, and build its indexes.

        Args:
            folder: Where it goes.
            texts: The words of each passage, with spaces between.
            vectors: Of the passages, in the same order, shape (n, dimension), float32.
        """
        import lancedb
        import pyarrow as pa

        schema = pa.schema(
            {
                "id": pa.int64(),
                "text": pa.string(),
                "vector": pa.list_(pa.float32(), vectors.shape[1]),
            }
        )
        database = lancedb.connect(str(folder))
        batches = pa.RecordBatchReader.from_batches(schema, _batches(schema, texts, vectors))
        self._table: Any = database.create_table("passages", batches)
        self._table.create_fts_index(
            "text",
            base_tokenizer="whitespace",
            stem=False,
            remove_stop_words=False,
            ascii_folding=False,
        )
        self.kind = "all vectors"
        if len(vectors) >= INDEXED_FROM:
            self.kind = "IVF_PQ, its default"
            self._table.create_index(metric="dot", vector_column_name="vector")

    def search(self, words: str, vector: Vectors) -> list[int]:
        """Return the ids of the ten best passages, the best first."""
        query = self._table.search(query_type="hybrid", vector_column_name="vector")
        found = query.vector(vector).text(words).limit(FIRST).to_arrow()
        ids: list[int] = found["id"].to_pylist()
        return ids


def _batches(schema: Any, texts: Iterable[str], vectors: Vectors) -> Iterator[Any]:  # noqa: ANN401
    """Yield the rows of a table, some at a time."""
    import pyarrow as pa

    waiting = iter(texts)
    for start in range(0, len(vectors), PIECE):
        own = np.array(vectors[start : start + PIECE])  # in a file they need not be aligned
        columns = [
            pa.array(range(start, start + len(own))),
            pa.array([next(waiting) for _ in own]),
            pa.FixedSizeListArray.from_arrays(pa.array(own.ravel()), own.shape[1]),
        ]
        yield pa.record_batch(columns, schema=schema)


def _at_size(setting: Setting) -> Row:
    """Return the row over the simulated collection."""
    folder = setting.simulated()
    collection = read_collection(folder)
    documents, vocabulary = words_of(collection)
    encoder = LateEncoder()
    index = PlanIndex.open(folder, encoder=encoder)
    with tempfile.TemporaryDirectory() as place:
        texts = (" ".join(vocabulary[word] for word in own.tolist()) for own in documents)
        peer = Peer(Path(place), texts, collection.segments[0].data.vectors)
        times = time_in_turn(
            [
                lambda: [index.search(query, k=FIRST) for query in QUERIES],
                lambda: [_asked(peer, encoder, query) for query in QUERIES],
            ],
            setting.rounds,
        )
    # A vector is kept for the next time: what embedding takes is seen with other words.
    embedding = statistics.median(
        time_ms(partial(encoder.encode_queries, [f"{query}{number}"]))
        for number in range(setting.rounds)
        for query in QUERIES
    )
    return timed_row(
        "a whole search, ten hits",
        ("PlanIndex.search", f"LanceDB hybrid, {peer.kind}"),
        times,
        f"{_with_embedding(times, len(QUERIES), embedding)} Lantian also scores sentences, reads "
        "what the query names, and marks the matches.",
        calls=len(QUERIES),
        passages=collection.size,
        is_simulated=True,
    )


def _on_a_set(setting: Setting) -> Row:
    """Return the row over a public set, with the quality of both.

    Each query is a round.
    """
    bench = read_bench(setting.bench / SET)
    encoder = LateEncoder()
    ids = [document.id for document in bench.documents]
    texts = [document.text for document in bench.documents]
    index = PassageIndex.from_texts(ids, texts, encoder, progress=True)
    judged = BenchSet(SET, bench, index)
    vectors = index.dense.rows(np.arange(len(ids)))
    with tempfile.TemporaryDirectory() as place:
        peer = Peer(Path(place), (" ".join(tokenize(text)) for text in texts), vectors)

        def theirs(query: Query) -> Ranking:
            found = _asked(peer, encoder, query.text)
            return Ranking(
                query.id, tuple(Ranked(ids[own], 1 / n) for n, own in enumerate(found, 1))
            )

        def ours(query: Query) -> Ranking:
            return judged.rank(query, k=FIRST, mode="hybrid")

        times, embedding, rankings = _query_by_query(bench.queries, [ours, theirs], encoder)
    quality = [
        statistics.mean(
            ndcg(judge_ranking(judged, query, ranking).judgement, FIRST)
            for query, ranking in zip(bench.queries, own, strict=True)
        )
        for own in rankings
    ]
    return timed_row(
        f"a whole search, {SET}, {len(bench.queries):,} queries",
        (f"Lantian, nDCG@10 {quality[0]:.3f}", f"LanceDB hybrid, nDCG@10 {quality[1]:.3f}"),
        times,
        f"{_with_embedding(times, 1, embedding)} Both have the same words and vectors of passages; "
        "Lantian also has the vectors of their sentences.",
        passages=len(ids),
    )


def _query_by_query(
    queries: Sequence[Query], rankers: Sequence[Callable[[Query], Ranking]], encoder: Encoder
) -> tuple[Times, float, list[list[Ranking]]]:
    """Return the times of some rankers, a query a round, of embedding, and the rankings.

    Each query is embedded before, and the encoder keeps its vector for both.
    """
    rankings: list[list[Ranking]] = [[] for _ in rankers]
    ms: list[list[float]] = [[] for _ in rankers]
    embedding: list[float] = []
    for rank in rankers:
        rank(queries[0])
    for turn, query in enumerate(queries):
        embedding.append(time_ms(partial(encoder.encode_queries, [query.text])))
        for place in range(len(rankers)) if turn % 2 == 0 else reversed(range(len(rankers))):
            rank, own = rankers[place], rankings[place]
            ms[place].append(time_ms(lambda: own.append(rank(query))))  # noqa: B023 - called at once
    return Times(tuple(map(tuple, ms))), statistics.median(embedding), rankings


def _asked(peer: Peer, encoder: Encoder, query: str) -> list[int]:
    """Return what the peer finds for a query, embedded as Lantian embeds it."""
    return peer.search(" ".join(tokenize(query)), encoder.encode_queries([query])[0])


def _with_embedding(times: Times, calls: int, embedding: float) -> str:
    """Return what the ratio is once the query's embedding counts, the same for both."""
    ours, theirs = (times.median(way) / calls + embedding for way in range(2))
    return (
        f"The query's vector is made before; with the {number(embedding)} ms that takes, the ratio "
        f"is ×{number(theirs / ours)}."
    )
