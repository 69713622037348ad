"""``python -m benchmarks``: the parts of a search against their peers.

The figures are ratios within one run; the times beside them hold for this machine, now.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rank_bm25 import BM25Okapi

from benchmarks.embedding import embedding_duel, spread
from benchmarks.growth import QUERIES, measured
from benchmarks.peers import duels
from benchmarks.timing import Duel, duel
from index import LantianError, PlanIndex
from index.console import add_index_option, exit_with
from index.ranking import Bm25Index, term_scores, tokenize
from index.storage.preparing import passages_of
from index.storage.store import read_collection

QUERY = "细颗粒物年均浓度不高于多少微克/立方米，由哪个部门牵头负责"
PLAN = next(iter(sorted((Path(__file__).parents[1] / "corpus" / "plans").iterdir())))
LARGE = 20_000
"""Passages of some three hundred plans: what the index is to hold without being felt."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add_index_option(parser)
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        metavar="N",
        help="only this: opening, searching, adding at so many passages, simulated",
    )
    parser.add_argument(
        "--scratch", type=Path, help="where simulated indexes are written and kept; else nowhere"
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="with --sizes: words against bm25s (where it is installed), vectors against FAISS",
    )
    parser.add_argument(
        "--embedding",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="only this: the index's passages, or N of them, embedded, against"
        " Sentence-Transformers as it comes",
    )
    options = parser.parse_args(arguments)
    try:
        index = PlanIndex.open(options.index)
        if options.sizes:
            with tempfile.TemporaryDirectory() as place:
                for size in options.sizes:
                    scratch = options.scratch or Path(place)
                    found = measured(Path(options.index), size, index.encoder, PLAN, scratch)
                    print(found, flush=True)
                    if options.peers:
                        for result in _peers(scratch / f"simulated-{size}", index):
                            print(result, flush=True)
            return 0
    except LantianError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    if options.embedding is not None:
        texts = spread(_embedded_texts(index), options.embedding or None)
        print(embedding_duel(texts), flush=True)
        return 0
    for result in _duels(index):
        print(result, flush=True)
    return 0


def _peers(folder: Path, index: PlanIndex) -> Iterator[Duel]:
    """Yield a simulated index's words and vectors against other engines."""
    vectors = index.encoder.encode_queries(QUERIES)
    yield from duels(read_collection(folder), QUERIES, vectors)


def _duels(index: PlanIndex) -> Iterator[Duel]:
    """Yield the results one by one."""
    query = index.encoder.encode_queries
    yield duel(
        "one search, the plans",
        ("search", lambda: index.search(QUERY)),
        ("embedding the query", lambda: query([QUERY])),
    )
    texts = [passage.text for passage in index.passages()]
    yield _bm25_duel(f"BM25, {len(texts)} passages", texts)
    yield _bm25_duel(f"BM25, {LARGE:,} passages", (texts * (LARGE // len(texts) + 1))[:LARGE])


def _embedded_texts(index: PlanIndex) -> list[str]:
    """Return what is embedded for each passage of an index."""
    _, texts = passages_of(index.plans())
    return list(texts)


def _bm25_duel(name: str, texts: Sequence[str]) -> Duel:
    """Return BM25 by weighted postings against rank_bm25 over the same texts."""
    documents = [tokenize(text) for text in texts]
    terms = tokenize(QUERY)
    lexical = Bm25Index.build(documents)
    okapi = BM25Okapi(documents)
    return duel(
        name,
        ("weighted postings", lambda: term_scores(lexical, terms)),
        ("rank_bm25", lambda: okapi.get_scores(terms)),
    )


if __name__ == "__main__":
    exit_with(main)
