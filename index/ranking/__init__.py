"""Passages to scores: tokens, BM25, embeddings, and the two in one."""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
    from index.ranking.bm25 import Bm25Index
    from index.ranking.lexical import term_scores
    from index.ranking.passage_index import PassageIndex
    from index.ranking.query_terms import AskedWord
    from index.ranking.tokens import tokenize

__all__ = [
    "AskedWord",
    "Bm25Index",
    "PassageIndex",
    "term_scores",
    "tokenize",
]

__getattr__ = late_names(
    __name__,
    {
        "AskedWord": "index.ranking.query_terms",
        "Bm25Index": "index.ranking.bm25",
        "PassageIndex": "index.ranking.passage_index",
        "term_scores": "index.ranking.lexical",
        "tokenize": "index.ranking.tokens",
    },
)
