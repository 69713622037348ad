"""Ten best by words against other engines of BM25, over the same words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.growth import QUERIES
from benchmarks.machine import read_gb_per_s
from benchmarks.results import Row, number, timed_row
from benchmarks.setting import Setting, not_installed, optional
from benchmarks.timing import time_in_turn, time_ms
from index.ranking import Bm25Index, term_scores, tokenize
from index.ranking.passage_index import best_of
from index.storage.collection import Collection
from index.storage.store import read_collection

FIRST = 10
MOST_OKAPI = 20_000
"""Passages that rank_bm25 is asked about: it looks each word of a query up in each passage."""
Words = tuple[Sequence[NDArray[np.intp]], Sequence[str]]


def measure(setting: Setting) -> tuple[list[Row], list[str]]:
    """Return the rows, and what was skipped."""
    collection = read_collection(setting.simulated())
    words = words_of(collection)
    queries = [tokenize(query) for query in QUERIES]
    rows = [_against_okapi(setting, words, queries)]
    if optional("bm25s") is None:
        return rows, [not_installed("bm25s")]
    return [*rows, _against_bm25s(setting, collection, words, queries)], []


def words_of(collection: Collection) -> Words:
    """Return the words of each passage, in no order, by their places in a vocabulary, and that.

    Args:
        collection: In one segment, without removals.
    """
    terms = collection.segments[0].data.terms
    counts = terms.counts
    rows = np.repeat(np.arange(len(terms.vocabulary)), counts.frequencies)
    order = np.argsort(counts.passages, kind="stable")
    repeated = np.repeat(rows[order], counts.values[order])
    documents = np.split(repeated, np.cumsum(terms.lengths)[:-1])
    vocabulary = dict(terms.vocabulary)
    return documents, sorted(vocabulary, key=vocabulary.__getitem__)


def _against_okapi(setting: Setting, words: Words, queries: Sequence[Sequence[str]]) -> Row:
    """Return the row against rank_bm25, over some of the passages where they are many."""
    from rank_bm25 import BM25Okapi

    documents, vocabulary = words
    some = [[vocabulary[word] for word in own] for own in documents[:MOST_OKAPI]]
    lexical, okapi = Bm25Index.build(some), BM25Okapi(some)
    times = time_in_turn(
        [
            lambda: [_best(lexical, own) for own in queries],
            lambda: [np.argsort(okapi.get_scores(own))[::-1][:FIRST] for own in queries],
        ],
        setting.rounds,
    )
    apart = max(
        float(np.abs(term_scores(lexical, own) - okapi.get_scores(own)).max()) for own in queries
    )
    return timed_row(
        "ten best by words",
        ("BM25", "rank_bm25"),
        times,
        f"The scores are the same to {apart:.0e}. {_reading(lexical, queries, times.median(0))}",
        calls=len(queries),
        passages=len(some),
        is_simulated=True,
    )


def _against_bm25s(
    setting: Setting, collection: Collection, words: Words, queries: Sequence[Sequence[str]]
) -> Row:
    """Return the row against bm25s."""
    import bm25s

    documents, vocabulary = words
    numbers = {word: place for place, word in enumerate(vocabulary)}
    engine = bm25s.BM25(method="atire", k1=1.5, b=0.75)
    engine.index(([own.tolist() for own in documents], numbers), show_progress=False)

    def theirs(own: Sequence[str]) -> NDArray[np.intp]:
        known = [word for word in own if word in numbers]
        found = engine.retrieve([known], k=FIRST, show_progress=False, n_threads=0)
        places: NDArray[np.intp] = found.documents[0]
        return places

    lexical = collection.counted
    first = time_ms(lambda: [_best(lexical, own) for own in queries]) / len(queries)
    times = time_in_turn(
        [
            lambda: [_best(lexical, own) for own in queries],
            lambda: [theirs(own) for own in queries],
        ],
        setting.rounds,
    )
    return timed_row(
        "ten best by words",
        ("BM25", "bm25s"),
        times,
        f"{_reading(lexical, queries, times.median(0))} The first time its words are asked for, a "
        f"query takes {number(first)} ms; bm25s has weighed all beforehand.",
        calls=len(queries),
        passages=collection.size,
        is_simulated=True,
    )


def _best(lexical: Bm25Index, terms: Sequence[str]) -> NDArray[np.intp]:
    """Return the ten best by words, in no order."""
    scores = term_scores(lexical, terms)
    return best_of(scores, FIRST, np.ones(len(scores), dtype=np.bool_))


def _reading(lexical: Bm25Index, queries: Sequence[Sequence[str]], ms: float) -> str:
    """Return how much of the time reading the words' places would take at the memory's speed."""
    postings = sum(lexical.frequency(term) for own in queries for term in set(own))
    size = postings * 8  # a passage and a count, 4 bytes each
    least = size / read_gb_per_s() / 1e6
    return (
        f"A query's words stand in {postings / len(queries):,.0f} places, "
        f"{number(size / 2**20 / len(queries))} MB; to read them takes {least / ms:.1%} of "
        "Lantian's time."
    )
