"""The language-neutral core: texts in, a hybrid ranking of their positions out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Encoder, load_encoder
from index.ranking import bm25, tokens
from index.ranking.bm25 import Bm25Index
from index.ranking.dense import SegmentedVectors, SentenceVectors, VectorIndex, flatten
from index.ranking.expansion import SYNONYM_WEIGHT, ExpandedQuery, expand
from index.ranking.fusion import LEXICAL_WEIGHT, SENTENCE_WEIGHT, fuse
from index.ranking.lexical import LexicalIndex, WordsElsewhere
from index.ranking.positions import united
from index.ranking.samples import Samples, blended
from index.ranking.synonyms import Bridge
from index.ranking.tokens import tokenize
from index.ranking.within import Within
from index.text.sentences import sentences_of
from index.types import Mode

EXACT_UP_TO = 20_000
"""Passages in scope; of more only candidates are scored by their sentences."""
CANDIDATES = 300
"""Best by words, and as many by meaning."""
FEW = 32
"""One passage in so many is looked up in the lists of a query's words; of more all are scored."""
BEYOND = 2
"""So many times more are taken of those that an engine says to be best by words: it adds up the
words that stand for one another, of which only the best counts."""
SAMPLED, SPARE = 20_000, 20
"""Scores that are looked at for a threshold, and how many more than the share lie above it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of m candidates for one query.

    What is no candidate has no score: where the mode finds nothing in common with the query, which
    only the lexical mode can say, and of a large scope where neither words nor meaning put a
    passage among the best.

    Attributes:
        positions: Of the candidates, in the order of the scope, shape (m,).
        total: Shape (m,), float64; higher is better.
        lexical: The part of ``total`` from words, shape (m,).
        dense: The part of ``total`` from the embedding, shape (m,).
        query: The vector of the query, shape (dimension,); None in the lexical mode.
    """

    positions: NDArray[np.intp]
    total: NDArray[np.float64]
    lexical: NDArray[np.float64]
    dense: NDArray[np.float64]
    query: NDArray[np.float32] | None = None


class Bonus(Protocol):
    """What is added to the lexical part of scores, in standard deviations."""

    @property
    def named(self) -> NDArray[np.intp]:
        """Positions of what is to be a candidate whatever its words and meaning."""

    def at(self, positions: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what is added to the scores of some passages, shape (p,)."""


@dataclass(frozen=True, slots=True)
class PassageIndex:
    """Passages, by id, ready to be ranked in each mode."""

    ids: Sequence[str]
    lexical: LexicalIndex
    dense: VectorIndex
    sentences: SentenceVectors
    bridge: Bridge
    encoder: Encoder
    exact_up_to: int | None = None
    samples: Samples = field(default_factory=Samples)

    @classmethod
    def from_texts(
        cls,
        ids: Sequence[str],
        texts: Sequence[str],
        encoder: Encoder | None = None,
        progress: bool = True,
    ) -> "PassageIndex":
        """Return the index of some texts.

        Args:
            ids: One a text, unique.
            texts: What is tokenised and embedded, as it is.
            encoder: The embedding model; the default one where it is left out.
            progress: Show a progress bar on standard error.

        Raises:
            ValueError: ids and texts differ in number, or an id is repeated.
            ModelError: the model cannot be loaded.
        """
        if len(ids) != len(texts):
            raise ValueError(f"{len(ids)} ids for {len(texts)} texts")
        if len(set(ids)) != len(ids):
            raise ValueError("ids must be unique")
        encoder = encoder or load_encoder()
        split = [sentences_of(text) for text in texts]
        vectors = encoder.encode_passages([*texts, *flatten(split)], progress=progress)
        lexical_index = Bm25Index.build([tokenize(text) for text in texts])
        return cls(
            ids=tuple(ids),
            lexical=lexical_index,
            dense=SegmentedVectors.build(vectors[: len(texts)]),
            sentences=SentenceVectors.build(vectors[len(texts) :], [len(own) for own in split]),
            bridge=Bridge(lexical_index),
            encoder=encoder,
        )

    @property
    def _exact_up_to(self) -> int:
        """So many passages in scope are all scored; ``EXACT_UP_TO`` where nothing else is given."""
        return EXACT_UP_TO if self.exact_up_to is None else self.exact_up_to

    @property
    def configuration(self) -> dict[str, str | int | float]:
        """What a ranking depends on: the model and the parameters."""
        return {
            "model": self.encoder.id,
            "tokens": tokens.VERSION,
            "bm25_k1": bm25.K1,
            "bm25_b": bm25.B,
            "bm25_epsilon": bm25.EPSILON,
            "lexical_weight": LEXICAL_WEIGHT,
            "sentence_weight": SENTENCE_WEIGHT,
            "synonym_weight": SYNONYM_WEIGHT,
        }

    def scores(
        self,
        query: str,
        mode: Mode = "hybrid",
        scope: NDArray[np.intp] | None = None,
        *,
        bonus: Bonus | None = None,
        groups: NDArray[np.intp] | None = None,
        wanted: int = 0,
        within: Within | None = None,
    ) -> Scores:
        """Return the scores of the passages in scope for a query.

        Args:
            query: A query that is not blank.
            mode: ``hybrid``, ``lexical`` or ``dense``.
            scope: Positions of the m passages that may be found, ascending; all where it is left
                out. Scores are standardised over the scope.
            bonus: Added to the lexical part.
            groups: Groups that are standardised each for itself, shape (m,).
            wanted: At least so many are candidates, where there are so many.
            within: What holds all of the scope, where it is known.
        """
        positions = np.arange(len(self.ids)) if scope is None else scope
        if mode == "dense":
            vector = self.encoder.encode_queries([query])[0]
            dense = self._dense_scores(vector, positions)
            return Scores(positions, dense, np.zeros_like(dense), dense, vector)
        expanded = expand(query, self.bridge)
        if mode == "lexical":
            lexical = self._lexical_scores(expanded, positions)
            if bonus is not None and len(positions):
                lexical = lexical + bonus.at(positions) * lexical.std()
            found = self._matches(expanded, positions)
            own = lexical[found]
            return Scores(positions[found], own, own, np.zeros_like(own))
        vector = self.encoder.encode_queries([query])[0]
        if len(positions) > self._exact_up_to and groups is None:
            return self._scores_of_candidates(expanded, bonus, vector, positions, wanted, within)
        lexical, dense = fuse(
            self._lexical_scores(expanded, positions),
            self._dense_scores(vector, positions),
            groups=groups,
        )
        if bonus is not None:
            lexical = lexical + bonus.at(positions)
        return Scores(positions, lexical + dense, lexical, dense, vector)

    def _matches(self, query: ExpandedQuery, positions: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which of some passages have a term of a query, or one that stands for it."""
        if isinstance(self.lexical, WordsElsewhere):
            if len(positions) <= self._exact_up_to:
                return query.matches(self.lexical.excerpt(positions))
            self.lexical.expect(query.all_terms)
        return query.matches(self.lexical)[positions]

    def _lexical_scores(
        self, query: ExpandedQuery, positions: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return the scores of some passages by words, shape (m,)."""
        if isinstance(self.lexical, WordsElsewhere):
            if len(positions) <= self._exact_up_to:
                return query.scores(self.lexical.excerpt(positions))
            self.lexical.expect(query.all_terms)
        if FEW * len(positions) < self.lexical.size:
            return query.scores_at(self.lexical, positions)
        return query.scores(self.lexical)[positions]

    def _dense_scores(
        self, query: NDArray[np.float32], positions: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return how near some passages are, each by itself and its best sentence, shape (m,)."""
        if 2 * len(positions) < self.dense.size:  # few of many: only theirs are read
            return blended(
                self.dense.scores_at(query, positions), self.sentences.scores_at(query, positions)
            )
        best = self.sentences.scores(query)[positions]
        return blended(self.dense.scores(query)[positions], best)

    def _scores_of_candidates(
        self,
        expanded: ExpandedQuery,
        bonus: Bonus | None,
        query: NDArray[np.float32],
        positions: NDArray[np.intp],
        wanted: int,
        within: Within | None,
    ) -> Scores:
        """Return the scores of the best few by words and by meaning, those of a large scope.

        Words are scored all, where that is no matter; of the vectors only the candidates', and
        those of a sample spread over the scope, by which the dense scores are standardised.

        Args:
            expanded: The words of the query.
            bonus: Added to the lexical part.
            query: Its vector.
            positions: Of the passages in scope, ascending, shape (m,).
            wanted: At least so many are candidates.
            within: What holds all of the scope, where it is known.
        """
        number = max(wanted, CANDIDATES)
        sample = self.samples.of(positions, self.dense, self.sentences)
        chosen = [self.dense.nearest(query, number, sample.is_in_scope, within)]
        if bonus is not None:
            chosen.append(bonus.named[sample.is_in_scope[bonus.named]])
        if isinstance(self.lexical, WordsElsewhere):
            worths = expanded.worths
            best = self.lexical.best(worths, BEYOND * number, within, sample.is_in_scope)
            own = united([*chosen, best])
            scores = expanded.scores(self.lexical.excerpt(own))
            spread = expanded.scores(self.lexical.excerpt(sample.positions))
            mean, deviation = float(spread.mean()), float(spread.std())
        else:
            every = expanded.scores(self.lexical)
            own = united([*chosen, best_of(every, number, sample.is_in_scope)])
            scores, (mean, deviation) = every[own], sample.moments(every)
        lexical_part = LEXICAL_WEIGHT * (scores - mean) / max(deviation, 1e-12)
        if bonus is not None:
            lexical_part += bonus.at(own)
        dense = sample.scores(query)
        dense_part = self._dense_scores(query, own) - dense.mean()
        dense_part *= (1 - LEXICAL_WEIGHT) / max(float(dense.std()), 1e-12)
        return Scores(own, lexical_part + dense_part, lexical_part, dense_part, query)

    def rank(self, query: str, k: int = 10, mode: Mode = "hybrid") -> tuple[tuple[str, float], ...]:
        """Return at most ``k`` ids with their scores, best first, ties by id."""
        scores = self.scores(query, mode)
        return tuple(
            (self.ids[scores.positions[place]], float(scores.total[place]))
            for place in best_places(scores, self.ids, k)
        )


def best_places(scores: Scores, ids: Sequence[str], k: int) -> list[int]:
    """Return the places of the ``k`` best among some scores, best first, ties by id.

    Args:
        scores: Of some candidates.
        ids: Of the passages of the index.
        k: How many at most.
    """
    places = np.arange(len(scores.total))
    if len(places) > k:
        # Keep all that tie with the k-th, so that the id decides and not the sort.
        threshold = np.partition(scores.total, len(places) - k)[len(places) - k]
        places = np.flatnonzero(scores.total >= threshold)
    names = map(ids.__getitem__, scores.positions[places].tolist())
    order = sorted(zip(-scores.total[places], names, places.tolist(), strict=True))
    return [place for _, _, place in order[:k]]


def best_of(
    scores: NDArray[np.float64], number: int, is_in_scope: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the positions of the highest scores in scope, in no order; all where there are fewer.

    Of equal ones, which most scores by words are, none is better. A threshold from a sample leaves
    few to be put in order: to partition a million with as many ties takes a tenth of a second.

    Args:
        scores: Shape (n,).
        number: How many.
        is_in_scope: Shape (n,).
    """
    step = max(1, len(scores) // SAMPLED)
    sample = scores[::step][is_in_scope[::step]]
    rank = min(len(sample), 2 * number // step + SPARE)
    threshold = np.partition(sample, len(sample) - rank)[len(sample) - rank] if rank else 0.0
    above = np.flatnonzero((scores > threshold) & is_in_scope)
    if len(above) < number:
        equal = np.flatnonzero((scores == threshold) & is_in_scope)
        above = np.concatenate([above, equal[: number - len(above)]])
    if len(above) < number:
        above = np.flatnonzero(is_in_scope)
    if len(above) <= number:
        return above
    best = np.argpartition(scores[above], len(above) - number)[len(above) - number :]
    return above[best]
