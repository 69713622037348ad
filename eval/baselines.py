"""What a search has to beat: chance, BM25 of several kinds, and rank fusion of the two parts.

They rank the same passages under the same restriction to a city as the search itself, so that
a difference comes from the ranking. This file knows jieba and rank_bm25 as they come, apart from
what the index makes of them.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from eval.types import EvaluationSet, Query, Ranked, Ranking
from index.ranking import Bm25Index, term_scores
from index.text import shadow_of
from index.types import Mode

BASELINES = ("random", "rank_bm25", "bm25-words", "bm25-bigrams", "rrf")
RRF_K = 60  # the value of the paper, which nobody tunes
MAX_DEPTH = 1000  # the most hits the plans' index returns: deep enough to mean everything
_HAN = "々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")


class Baselines:
    """The baselines over one set; what each needs is built when it is first asked for.

    Args:
        evaluation_set: Holds the texts, and ranks them by words and by meaning.
    """

    def __init__(self, evaluation_set: EvaluationSet) -> None:
        self._set = evaluation_set
        self._candidates = evaluation_set.candidates()
        self._positions = {c.id: position for position, c in enumerate(self._candidates)}

    def rank(self, name: str, query: Query, *, k: int) -> Ranking:
        """Return at most ``k`` passages by one of ``BASELINES``, best first, ties by id.

        Raises:
            ValueError: there is no such baseline.
        """
        scores = {
            "random": self._random,
            "rank_bm25": self._rank_bm25,
            "bm25-words": lambda query: term_scores(self._words, words_of(query.text)),
            "bm25-bigrams": lambda query: term_scores(self._bigrams, bigrams_of(query.text)),
            "rrf": self._rrf,
        }
        if name not in scores:
            raise ValueError(f"unknown baseline {name!r}; use one of {', '.join(BASELINES)}")
        found: NDArray[np.float64] = scores[name](query)
        scope = self._scope(query)
        if name not in ("random", "rrf"):
            scope = [position for position in scope if found[position] > 0]
        best = sorted(scope, key=lambda p: (-found[p], self._candidates[p].id))[:k]
        items = ((self._candidates[p], float(found[p])) for p in best)
        return Ranking(query.id, tuple(Ranked(c.id, score, c.place) for c, score in items))

    def _scope(self, query: Query) -> list[int]:
        """Return the positions that the search itself would rank: the dense mode omits nothing."""
        return [self._positions[id_] for id_ in self._ranked(query, "dense")]

    def _ranked(self, query: Query, mode: Mode) -> tuple[str, ...]:
        """Return the ids of a mode's whole ranking, best first."""
        if self._last[0] != query.id:
            self._last = (query.id, {})
        rankings = self._last[1]
        if mode not in rankings:
            depth = min(MAX_DEPTH, len(self._candidates))
            ranking = self._set.rank(query, k=depth, mode=mode)
            rankings[mode] = tuple(item.id for item in ranking.items)
        return rankings[mode]

    @cached_property
    def _last(self) -> tuple[str, dict[Mode, tuple[str, ...]]]:
        """The last query's rankings, which several baselines need."""
        return ("", {})

    def _random(self, query: Query) -> NDArray[np.float64]:
        """Return a score in [0, 1) a passage, the same in every run."""
        seed = sha256(query.id.encode()).digest()
        return np.random.default_rng(list(seed)).random(len(self._candidates))

    def _rank_bm25(self, query: Query) -> NDArray[np.float64]:
        """Return BM25Okapi's scores: its defaults, jieba's words, the printed text."""
        terms = _segment(query.text)
        return np.asarray(self._okapi.get_scores(terms), dtype=np.float64)  # type: ignore[attr-defined]

    def _rrf(self, query: Query) -> NDArray[np.float64]:
        """Return the sum of 1 / (60 + rank) over the lexical and the dense ranking.

        Source: Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet and
        individual rank learning methods, SIGIR 2009.
        """
        ranks: tuple[Mode, ...] = ("lexical", "dense")
        total: dict[str, float] = defaultdict(float)
        for mode in ranks:
            for rank, id_ in enumerate(self._ranked(query, mode), start=1):
                total[id_] += 1 / (RRF_K + rank)
        return np.array([total[candidate.id] for candidate in self._candidates])

    @cached_property
    def _okapi(self) -> object:
        """rank_bm25 over the printed texts, without headers."""
        from rank_bm25 import BM25Okapi

        return BM25Okapi([_segment(candidate.text) for candidate in self._candidates])

    @cached_property
    def _words(self) -> Bm25Index:
        """BM25 over jieba's words, headers included, in Simplified characters."""
        return Bm25Index.build([words_of(text) for text in self._texts()])

    @cached_property
    def _bigrams(self) -> Bm25Index:
        """BM25 over character bigrams, headers included, in Simplified characters."""
        return Bm25Index.build([bigrams_of(text) for text in self._texts()])

    def _texts(self) -> Iterable[str]:
        """Yield each text with its header."""
        return (f"{candidate.header}\n{candidate.text}" for candidate in self._candidates)


def words_of(text: str) -> list[str]:
    """Return jieba's words of a text in Simplified characters, lower case, signs left out."""
    return [word.lower() for word in _segment(shadow_of(text).text) if _RUN.search(word)]


def bigrams_of(text: str) -> list[str]:
    """Return the bigrams of each run of Chinese characters, and other words and numbers whole.

    A character that stands alone is a term. Simplified characters, lower case.
    """
    terms: list[str] = []
    for run in _RUN.finditer(shadow_of(text).text):
        word = run.group().lower()
        if run["han"] and len(word) > 1:
            terms += (word[start : start + 2] for start in range(len(word) - 1))
        else:
            terms.append(word)
    return terms


def _segment(text: str) -> Sequence[str]:
    """Return jieba's cut of a text, without the chatter of its loading."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    words: list[str] = jieba.lcut(text)
    return words
