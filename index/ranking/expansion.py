"""A query's words, and those that the passages may use instead."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.ranking.lexical import (
    LexicalIndex,
    best_scores,
    best_scores_at,
    having_any,
    scores_at,
    term_scores,
)
from index.ranking.synonyms import Bridge
from index.ranking.tokens import tokenize, tokens_of
from index.text.shadow import shadow_of

SYNONYM_WEIGHT = 0.3
"""What a synonym adds over the word that was asked for; the word itself counts in full."""

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpandedQuery:
    """The terms of a query.

    Attributes:
        terms: Its own, repeated as often as they occur.
        concepts: For each English phrase the terms of each Chinese alternative.
        synonyms: For each Chinese word that leads to others its own terms, those of each other,
            and what these count, in (0, 1].
    """

    terms: Terms
    concepts: tuple[tuple[Terms, ...], ...]
    synonyms: tuple[tuple[Terms, tuple[Terms, ...], float], ...]

    def scores(self, lexical: LexicalIndex) -> NDArray[np.float64]:
        """Return the lexical score of every passage, shape (n,).

        Of the alternatives of a concept the best one counts: five words for one thing are not
        five things.
        """
        total = term_scores(lexical, self.terms)
        for alternatives in self.concepts:
            np.add.at(total, *best_scores(lexical, alternatives))
        for own, others, weight in self.synonyms:
            positions, scores = best_scores(lexical, others)
            more = np.maximum(scores - scores_at(lexical, own, positions), 0.0)
            np.add.at(total, positions, SYNONYM_WEIGHT * weight * more)
        return total

    def scores_at(self, lexical: LexicalIndex, positions: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the lexical score of some passages, shape (p,), the same as of all of them.

        Args:
            lexical: Of the passages.
            positions: Ascending, shape (p,); few of many, else all are scored faster.
        """
        total = scores_at(lexical, self.terms, positions)
        for alternatives in self.concepts:
            total += best_scores_at(lexical, alternatives, positions)[0]
        for own, others, weight in self.synonyms:
            scores, has_one = best_scores_at(lexical, others, positions)
            more = np.maximum(scores - scores_at(lexical, own, positions), 0.0)
            total += SYNONYM_WEIGHT * weight * np.where(has_one, more, 0.0)
        return total

    def matches(self, lexical: LexicalIndex) -> NDArray[np.bool_]:
        """Return whether each passage has a term of the query, or one that stands for it."""
        found = having_any(lexical, self.terms)
        for phrase in self._phrases():
            found[lexical.phrase(phrase)[0]] = True
        return found

    @property
    def all_terms(self) -> Terms:
        """The query's own terms and all that stand for them."""
        return (*self.terms, *(term for phrase in self._phrases() for term in phrase))

    @property
    def worths(self) -> Mapping[str, float]:
        """What each term counts at most, where terms are summed up and nothing else is known."""
        found: dict[str, float] = {term: float(n) for term, n in Counter(self.terms).items()}
        for alternatives in self.concepts:
            for term in {term for phrase in alternatives for term in phrase}:
                found[term] = found.get(term, 0.0) + 1.0
        for _, others, weight in self.synonyms:
            for term in {term for phrase in others for term in phrase}:
                found[term] = found.get(term, 0.0) + SYNONYM_WEIGHT * weight
        return found

    def _phrases(self) -> Iterator[Terms]:
        """Yield what stands for a phrase or a word of the query."""
        for alternatives in self.concepts:
            yield from alternatives
        for _, others, _ in self.synonyms:
            yield from others


def expand(query: str, bridge: Bridge) -> ExpandedQuery:
    """Return the terms of a query, in either script or in English.

    The last ones are kept: a search ranks by them first and marks them in its hits then.

    Args:
        query: As it was asked.
        bridge: What leads to the words of the index.
    """
    found: ExpandedQuery = bridge.kept.get(query, lambda: _expanded(query, bridge))
    return found


def _expanded(query: str, bridge: Bridge) -> ExpandedQuery:
    """Return the terms of a query; see ``expand``."""
    shadow = shadow_of(query)
    return ExpandedQuery(
        terms=tuple(token.term for token in tokens_of(shadow)),
        concepts=tuple(
            tuple(_terms_of(word) for word in concept) for concept in bridge.concepts(shadow.text)
        ),
        synonyms=tuple(
            (_terms_of(lead.word), tuple(map(_terms_of, lead.others)), lead.weight)
            for lead in bridge.synonyms(shadow.text)
        ),
    )


@lru_cache(maxsize=4_000)
def _terms_of(word: str) -> Terms:
    """Return the terms of a word that the thesaurus or the dictionary knows."""
    return tuple(tokenize(word))
