"""What of a query lifts a passage: a quotation, a clause, a year, an office, a phrase."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.ranking.phrases import MIN_SENTENCE_CHARS, PhraseIndex, bare
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


def bonus_of(query: Query, passages: NamedPassages) -> NDArray[np.float64]:
    """Return what a query, once understood, adds to the score of each passage, shape (n,)."""
    total = np.zeros(passages.size)
    total[passages.letterheads] = LETTERHEAD
    total[quoted(query, passages.phrases)] += VERBATIM
    for plan_id, clause_id in {pair for mention in query.clauses for pair in mention.clauses}:
        total[passages.positions_of_clause(plan_id, clause_id)] += NAMED_CLAUSE
    if query.years and not query.plans:
        total[passages.covering(query.years)[passages.plan_numbers]] += YEAR
    names = {name for mention in query.departments for name in mention.names}
    if names:
        is_answering = np.zeros(passages.size, dtype=np.bool_)
        for name in names & passages.offices.keys():
            is_answering[passages.offices[name]] = True
        total[is_answering] += OFFICE
    mentions = (*query.quantities, *query.standards, *query.document_numbers)
    for phrase in {bare(query.text), *(bare(mention.text) for mention in mentions)}:
        if len(phrase) > 1:
            total[passages.phrases.positions(phrase)] += PHRASE
    return total


def quoted(query: Query, phrases: PhraseIndex) -> NDArray[np.intp]:
    """Return which passages have all of a query word for word, where it is a sentence."""
    words = bare(query.text)
    return phrases.positions(words if len(words) >= MIN_SENTENCE_CHARS else "")


def is_letterhead(passage: Passage) -> bool:
    """Tell whether a passage is a short line in front of the body or behind it."""
    is_around = passage.clause_id.split("-")[0] in ("0", "z")
    return is_around and len(passage.text) <= MAX_LETTERHEAD_CHARS
