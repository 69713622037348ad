"""What of a query lifts a passage: a quotation, a clause, a year, an office, a phrase."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.ranking.phrases import MIN_SENTENCE_CHARS, PhraseIndex, bare
from index.types import Passage, Plan

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


class Boosts:
    """What is added to the scores of n passages; what a query names is looked up, not sought."""

    def __init__(
        self,
        passages: Sequence[Passage],
        plans: Sequence[Plan],
        phrases: PhraseIndex,
        responsible: Callable[[], Sequence[Sequence[str]]],
    ) -> None:
        """Take what the passages are of.

        Args:
            passages: Of the whole index, n of them, by plan.
            plans: In the order of their passages.
            phrases: Over the n passages.
            responsible: Returns the offices that answer for each; called when the first query
                names one.
        """
        self._passages = passages
        self._plans = plans
        self._phrases = phrases
        self._responsible = responsible

    def of(self, query: Query) -> NDArray[np.float64]:
        """Return what a query, once understood, adds to the score of each passage, shape (n,)."""
        total = self._letterheads.copy()
        total[self.quoted(query)] += VERBATIM
        for pair in {pair for mention in query.clauses for pair in mention.clauses}:
            total[self._of_clause.get(pair, [])] += NAMED_CLAUSE
        if query.years and not query.plans:
            for plan in self._plans:
                if _covers(plan, query.years):
                    total[self._ranges[plan.id]] += YEAR
        if query.departments:
            names = {name for mention in query.departments for name in mention.names}
            answering = {place for name in names for place in self._of_office.get(name, ())}
            total[sorted(answering)] += OFFICE
        mentions = (*query.quantities, *query.standards, *query.document_numbers)
        for phrase in {bare(query.text), *(bare(mention.text) for mention in mentions)}:
            if len(phrase) > 1:
                total[self._phrases.positions(phrase)] += PHRASE
        return total

    def quoted(self, query: Query) -> list[int]:
        """Return which passages have all of a query word for word, where it is a sentence."""
        words = bare(query.text)
        return self._phrases.positions(words if len(words) >= MIN_SENTENCE_CHARS else "")

    @cached_property
    def _letterheads(self) -> NDArray[np.float64]:
        """``LETTERHEAD`` for each passage that is one, 0 for the others, shape (n,)."""
        found = map(_is_letterhead, self._passages)
        return LETTERHEAD * np.fromiter(found, dtype=np.float64, count=len(self._passages))

    @cached_property
    def _of_clause(self) -> Mapping[tuple[str, str], list[int]]:
        """The passages of each clause, by plan and clause id."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for position, passage in enumerate(self._passages):
            found[passage.plan_id, passage.clause_id].append(position)
        return dict(found)

    @cached_property
    def _of_office(self) -> Mapping[str, list[int]]:
        """The passages that each office answers for."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, names in enumerate(self._responsible()):
            for name in dict.fromkeys(names):
                found[name].append(position)
        return dict(found)

    @cached_property
    def _ranges(self) -> Mapping[str, slice]:
        """Where the passages of each plan stand."""
        starts: dict[str, int] = {}
        for position, passage in enumerate(self._passages):
            starts.setdefault(passage.plan_id, position)
        ends = [*list(starts.values())[1:], len(self._passages)]
        return {id_: slice(*own) for id_, *own in zip(starts, starts.values(), ends, strict=True)}


def _covers(plan: Plan, years: Sequence[int]) -> bool:
    """Tell whether a plan covers one of some years, or was issued in one."""
    issued = plan.issued.year if plan.issued else None
    first, last = plan.period or (1, 0)
    return any(first <= year <= last or year == issued for year in years)


def _is_letterhead(passage: Passage) -> bool:
    """Tell whether a passage is a short line in front of the body or behind it."""
    is_around = passage.clause_id.split("-")[0] in ("0", "z")
    return is_around and len(passage.text) <= MAX_LETTERHEAD_CHARS
