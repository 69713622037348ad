"""The language-neutral core: texts in, a hybrid ranking of their positions out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.model import Encoder, load_encoder
from index.ranking import lexical, tokens
from index.ranking.dense import SegmentedVectors, SentenceVectors, VectorIndex, flatten
from index.ranking.expansion import SYNONYM_WEIGHT, expand
from index.ranking.fusion import LEXICAL_WEIGHT, SENTENCE_WEIGHT, fuse, standardize
from index.ranking.lexical import Bm25Index, LexicalIndex
from index.ranking.samples import Samples, blended
from index.ranking.synonyms import Bridge
from index.ranking.tokens import tokenize
from index.text.sentences import sentences_of
from index.types import Mode

EXACT_UP_TO = 20_000
"""Passages in scope; of more only candidates are scored by their sentences."""
CANDIDATES = 300
"""Best by words, and as many by meaning."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of n passages for one query, in the order of the index.

    Attributes:
        total: Shape (n,), float64; higher is better.
        lexical: The part of ``total`` from words, shape (n,).
        dense: The part of ``total`` from the embedding, shape (n,).
        is_candidate: Shape (n,), bool: False where the mode finds nothing in common with the
            query, which only the lexical mode can say, and of a large scope where neither words
            nor meaning put a passage among the best.
        query: The vector of the query, shape (dimension,); None in the lexical mode.
    """

    total: NDArray[np.float64]
    lexical: NDArray[np.float64]
    dense: NDArray[np.float64]
    is_candidate: NDArray[np.bool_]
    query: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class PassageIndex:
    """Passages, by id, ready to be ranked in each mode."""

    ids: Sequence[str]
    lexical: LexicalIndex
    dense: VectorIndex
    sentences: SentenceVectors
    bridge: Bridge
    encoder: Encoder
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
    def configuration(self) -> dict[str, str | int | float]:
        """What a ranking depends on: the model and the parameters."""
        return {
            "model": self.encoder.id,
            "tokens": tokens.VERSION,
            "bm25_k1": lexical.K1,
            "bm25_b": lexical.B,
            "bm25_epsilon": lexical.EPSILON,
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
        bonus: NDArray[np.float64] | None = None,
        groups: NDArray[np.intp] | None = None,
        wanted: int = 0,
    ) -> Scores:
        """Return the scores of the passages in scope for a query, in the order of ``scope``.

        Args:
            query: A query that is not blank.
            mode: ``hybrid``, ``lexical`` or ``dense``.
            scope: Positions of the m passages that may be found; all where it is left out. Scores
                are standardised over the scope.
            bonus: In standard deviations, added to the lexical part, shape (m,).
            groups: Groups that are standardised each for itself, shape (m,).
            wanted: At least so many are candidates, where there are so many.
        """
        positions = np.arange(len(self.ids)) if scope is None else scope
        zeros = np.zeros(len(positions), dtype=np.float64)
        everything = np.ones(len(positions), dtype=np.bool_)
        extra = zeros if bonus is None else bonus
        if mode == "dense":
            vector = self.encoder.encode_queries([query])[0]
            dense = self._dense_scores(vector, positions)
            return Scores(dense, zeros, dense, everything, vector)
        expanded = expand(query, self.bridge)
        lexical = expanded.scores(self.lexical)[positions]
        if mode == "lexical":
            lexical = lexical + extra * (lexical.std() if len(positions) else 0.0)
            return Scores(lexical, lexical, zeros, expanded.matches(self.lexical)[positions])
        vector = self.encoder.encode_queries([query])[0]
        if len(positions) > EXACT_UP_TO and groups is None:
            number = max(wanted, CANDIDATES)
            return self._scores_of_candidates(lexical, extra, vector, positions, number)
        lexical_part, dense_part = fuse(
            lexical, self._dense_scores(vector, positions), groups=groups
        )
        lexical_part = lexical_part + extra
        return Scores(lexical_part + dense_part, lexical_part, dense_part, everything, vector)

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
        lexical: NDArray[np.float64],
        bonus: NDArray[np.float64],
        query: NDArray[np.float32],
        positions: NDArray[np.intp],
        number: int,
    ) -> Scores:
        """Return the scores of the best few by words and by meaning, those of a large scope.

        Words are scored all; of the vectors only the candidates', and those of a sample spread
        over the scope, by which the dense scores are standardised.

        Args:
            lexical: Of the m passages in scope, shape (m,).
            bonus: Added to the lexical part, shape (m,).
            query: Its vector.
            positions: Of the passages in scope, shape (m,).
            number: Of candidates by words, and as many by meaning.
        """
        lexical_part = LEXICAL_WEIGHT * standardize(lexical) + bonus
        place = np.full(self.dense.size, -1, dtype=np.intp)
        place[positions] = np.arange(len(positions))
        near = place[self.dense.nearest(query, number, place >= 0)]
        is_chosen = np.zeros(len(positions), dtype=np.bool_)
        is_chosen[_best(lexical_part, number)] = True
        is_chosen[near] = True
        chosen = np.flatnonzero(is_chosen)
        dense = self._dense_scores(query, positions[chosen])
        sample = self.samples.of(positions, self.dense, self.sentences).scores(query)
        dense_part = np.zeros_like(lexical)
        dense_part[chosen] = (
            (1 - LEXICAL_WEIGHT) * (dense - sample.mean()) / max(sample.std(), 1e-12)
        )
        return Scores(lexical_part + dense_part, lexical_part, dense_part, is_chosen, query)

    def rank(self, query: str, k: int = 10, mode: Mode = "hybrid") -> tuple[tuple[str, float], ...]:
        """Return at most ``k`` ids with their scores, best first, ties by id."""
        scores = self.scores(query, mode)
        return tuple(
            (self.ids[position], float(scores.total[position]))
            for position in best_positions(scores, self.ids, k)
        )


def best_positions(
    scores: Scores, ids: Sequence[str], k: int, scope: NDArray[np.intp] | None = None
) -> list[int]:
    """Return the places of the ``k`` best candidates among the scores, best first, ties by id.

    Args:
        scores: Of n passages.
        ids: Of the passages of the index.
        k: How many at most.
        scope: The position in the index of each that was scored, shape (n,); None where all were.
    """
    candidates = np.flatnonzero(scores.is_candidate)
    if len(candidates) > k:
        # Keep all that tie with the k-th, so that the id decides and not the sort.
        threshold = np.partition(scores.total[candidates], len(candidates) - k)[len(candidates) - k]
        candidates = candidates[scores.total[candidates] >= threshold]
    own = candidates if scope is None else scope[candidates]
    names = map(ids.__getitem__, own)
    order = sorted(zip(-scores.total[candidates], names, candidates.tolist(), strict=True))
    return [place for _, _, place in order[:k]]


def _best(scores: NDArray[np.float64], number: int) -> NDArray[np.intp]:
    """Return the places of the highest scores, in no order; all where there are fewer."""
    if len(scores) <= number:
        return np.arange(len(scores))
    return np.argpartition(scores, len(scores) - number)[len(scores) - number :]
