"""What of a query lifts a passage: a quotation, a clause, a year, an office, a phrase."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.ranking.phrases import MIN_SENTENCE_CHARS, PhraseIndex, bare
from index.ranking.positions import is_among
from index.types import Passage

VERBATIM = 10.0
"""More than any sum of standardised scores: what was asked for word for word comes first."""
NAMED_CLAUSE = 5.0
"""A clause named by its number comes first, behind a quoted sentence."""
PHRASE = 0.5
"""Keywords, a quantity or a code that stand in a passage as they were typed."""
YEAR = 0.3
"""The plan covers a year that the query names, or was issued in it."""
OFFICE = 0.3
"""An office that the query names answers for the passage."""

LETTERHEAD = -1.5
"""A short line around the body, number, date or signature: like every header, and no answer."""
MAX_LETTERHEAD_CHARS = 20
MAX_NAMED = 2_000
"""Passages that one phrase or clause can name."""


class NamedPassages(Protocol):
    """n passages, as far as a query can name them."""

    @property
    def size(self) -> int:
        """How many there are."""

    @property
    def plan_numbers(self) -> NDArray[np.int32]:
        """The plan of each passage, as its place in the index, -1 for none, shape (n,)."""

    @property
    def letterheads(self) -> NDArray[np.intp]:
        """Positions of short lines around the body."""

    @property
    def offices(self) -> Mapping[str, NDArray[np.intp]]:
        """The positions of the passages that each office answers for."""

    @property
    def phrases(self) -> PhraseIndex:
        """Over the n passages."""

    def covering(self, years: tuple[int, ...]) -> NDArray[np.bool_]:
        """Return which plans cover one of some years, or were issued in one; False for -1."""

    def positions_of_clause(self, plan_id: str, clause_id: str) -> NDArray[np.intp]:
        """Return where the passages of a clause stand."""


class QueryBonus:
    """What a query, once understood, adds to the score of each passage."""

    def __init__(self, query: Query, passages: NamedPassages) -> None:
        """Look up what the query names.

        Args:
            query: What was understood.
            passages: Of the index.
        """
        self._passages = passages
        self._covered = passages.covering(query.years) if query.years and not query.plans else None
        names = {name for mention in query.departments for name in mention.names}
        self._answering = [passages.offices[name] for name in names if name in passages.offices]
        pairs = {pair for mention in query.clauses for pair in mention.clauses}
        mentions = (*query.quantities, *query.standards, *query.document_numbers)
        phrases = {bare(query.text), *(bare(mention.text) for mention in mentions)}
        self._named = [
            (quoted(query, passages.phrases), VERBATIM),
            *((passages.positions_of_clause(*pair), NAMED_CLAUSE) for pair in sorted(pairs)),
            *(
                (passages.phrases.positions(phrase), PHRASE)
                for phrase in sorted(phrases)
                if len(phrase) > 1
            ),
        ]

    @property
    def named(self) -> NDArray[np.intp]:
        """Positions of what the query names by its words or its number.

        A phrase that stands in very many names none of them: among those the words decide.
        """
        few = [own for own, _ in self._named if len(own) <= MAX_NAMED]
        return np.concatenate([np.zeros(0, dtype=np.intp), *few])

    def at(self, positions: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what is added to the scores of some passages, ascending, shape (p,)."""
        total = LETTERHEAD * is_among(positions, self._passages.letterheads)
        for own, worth in self._named:
            total += worth * is_among(positions, own)
        if self._covered is not None:
            total += YEAR * self._covered[self._passages.plan_numbers[positions]]
        is_answering = np.zeros(len(positions), dtype=np.bool_)
        for own in self._answering:
            is_answering |= is_among(positions, own)
        return total + OFFICE * is_answering


def quoted(query: Query, phrases: PhraseIndex) -> NDArray[np.intp]:
    """Return which passages have all of a query word for word, where it is a sentence."""
    words = bare(query.text)
    return phrases.positions(words if len(words) >= MIN_SENTENCE_CHARS else "")


def is_letterhead(passage: Passage) -> bool:
    """Tell whether a passage is a short line in front of the body or behind it."""
    is_around = passage.clause_id.split("-")[0] in ("0", "z")
    return is_around and len(passage.text) <= MAX_LETTERHEAD_CHARS
