"""A snapshot made ready for searching; it never changes, so threads share it freely."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.errors import FilterError
from index.filters import Filters, plans_in_scope, positions_in_scope
from index.matches import find_matches
from index.model import Encoder
from index.parsing.shadow import errata_within
from index.passages import is_bare_heading
from index.ranking.passage_index import PassageIndex, Scores, best_positions
from index.reference import format_reference
from index.responsibility import find_responsibilities
from index.snapshot import Snapshot
from index.types import Clause, Hit, Mode, Plan
from index.understanding import Catalogue, Query


class Contents:
    """A snapshot and what is looked up in it."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder) -> None:
        """Take a snapshot and the encoder that its vectors come from."""
        self.snapshot = snapshot
        self.plans = {plan.id: plan for plan in snapshot.plans}
        self.catalogue = Catalogue(snapshot.plans, lambda: self._responsibilities)
        self._clauses = {
            (plan.id, clause.id): clause for plan in snapshot.plans for clause in plan.clauses
        }
        ids = tuple(passage.id for passage in snapshot.passages)
        self._ranking = PassageIndex(
            ids, snapshot.lexical, snapshot.dense, snapshot.sentences, encoder
        )

    def clause(self, plan: Plan, clause_id: str) -> Clause:
        """Return a clause of a plan.

        Raises:
            FilterError: the plan has no such clause.
        """
        try:
            return self._clauses[plan.id, clause_id]
        except KeyError:
            raise FilterError(f"plan {plan.id} has no clause {clause_id!r}") from None

    def search(self, query: Query, k: int, mode: Mode, filters: Filters) -> tuple[Hit, ...]:
        """Return at most ``k`` hits, best first.

        Raises:
            FilterError: a filter names what the index does not have.
        """
        scope = self._scope(query, filters)
        if not len(scope):
            return ()
        scores = self._ranking.scores(query.text, mode, scope)
        ids = [self._ranking.ids[position] for position in scope]
        best = best_positions(scores, ids, k)
        return tuple(
            self._hit(rank, scores, position, int(scope[position]), query)
            for rank, position in enumerate(best, start=1)
        )

    def _scope(self, query: Query, filters: Filters) -> NDArray[np.intp]:
        """Return the positions of the passages that the filters and the query allow."""
        plan_ids = plans_in_scope(filters, self.snapshot.plans)
        if query.cities:
            plan_ids = {id_ for id_ in plan_ids if self.plans[id_].city in query.cities}
        brackets = self._responsibilities if filters.departments else ()
        positions = positions_in_scope(
            self.snapshot.passages, plan_ids, brackets, filters.departments
        )
        return positions[~self._is_bare[positions]]

    @cached_property
    def _is_bare(self) -> NDArray[np.bool_]:
        """Which passages are headings and nothing else; they are kept but never hits."""
        return np.array(
            [
                is_bare_heading(self.plans[p.plan_id], self._clauses[p.plan_id, p.clause_id], p)
                for p in self.snapshot.passages
            ],
            dtype=np.bool_,
        )

    @cached_property
    def _responsibilities(self) -> tuple[str, ...]:
        """The brackets that govern each passage; read at the first filter by department."""
        errata = {plan.id: plan.errata for plan in self.snapshot.plans}
        return find_responsibilities(self.snapshot.passages, errata)

    def _hit(self, rank: int, scores: Scores, scored: int, position: int, query: Query) -> Hit:
        """Return the hit at a position of the index, whose scores stand at ``scored``."""
        passage = self.snapshot.passages[position]
        plan = self.plans[passage.plan_id]
        clause = self.clause(plan, passage.clause_id)
        return Hit(
            rank=rank,
            score=float(scores.total[scored]),
            passage=passage,
            city=plan.city,
            title=plan.title,
            path=clause.path,
            reference=format_reference(plan, clause),
            lexical=float(scores.lexical[scored]),
            dense=float(scores.dense[scored]),
            matches=find_matches(passage, query.terms, plan.errata),
            repairs=errata_within(plan.errata, passage.start, passage.end),
            clause_kind=clause.kind,
        )
