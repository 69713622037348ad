"""One search, from an understood query to hits; the snapshot never changes, so threads share it."""

from collections.abc import Sequence, Set
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.errors import FilterError
from index.facts.types import Facts
from index.mentions.places import names_place
from index.model import Encoder
from index.query import Catalogue, Query
from index.query.scope import Filters, Scope, plans_in_scope, positions_in_scope, scope_of
from index.query.types import Hits
from index.ranking.boosts import Boosts
from index.ranking.expansion import expand
from index.ranking.matches import find_matches, passage_tokens
from index.ranking.near_duplicates import first_of_each
from index.ranking.passage_index import PassageIndex, Scores, best_positions
from index.ranking.phrases import PhraseIndex, bare
from index.ranking.query_terms import AskedWord, asked_words
from index.ranking.synonyms import Bridge
from index.ranking.tokens import Token
from index.storage.snapshot import Snapshot
from index.structure.passages import format_reference, is_bare_heading
from index.text.shadow import errata_within, shadow_of
from index.types import Clause, Hit, Mode, Passage, Plan, Repetition

MAX_REPEATED = 10
"""So many passages more are looked at for near-identical ones that need no hit of their own."""


class Searcher:
    """Finds hits in a snapshot; everything that is looked up there is made once."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder) -> None:
        """Take a snapshot and the encoder that its vectors come from."""
        self.snapshot = snapshot
        self.plans = {plan.id: plan for plan in snapshot.plans}
        self.catalogue = Catalogue(
            snapshot.plans, lambda: chain.from_iterable(self._responsibilities)
        )
        self._clauses = {
            (plan.id, clause.id): clause for plan in snapshot.plans for clause in plan.clauses
        }
        self._references: dict[tuple[str, str], str] = {}
        self._shadows: dict[str, str] = {}
        self._ranking = PassageIndex(
            ids=tuple(passage.id for passage in snapshot.passages),
            lexical=snapshot.lexical,
            dense=snapshot.dense,
            sentences=snapshot.sentences,
            bridge=Bridge(snapshot.lexical.vocabulary),
            encoder=encoder,
        )

    def plan(self, plan_id: str) -> Plan:
        """Return a plan.

        Raises:
            FilterError: the index has no such plan; the message says which there are.
        """
        found = self.plans.get(plan_id)
        return found if found is not None else find_plan(self.snapshot.plans, plan_id)

    def facts(self, plan_id: str) -> Facts:
        """Return what a plan commits to.

        Raises:
            FilterError: the index has no such plan.
        """
        return self.snapshot.facts[self._numbers[self.plan(plan_id).id]]

    def passages_of(self, plan_id: str) -> tuple[Passage, ...]:
        """Return the passages of a plan, in reading order.

        Raises:
            FilterError: the index has no such plan.
        """
        number = self._numbers[self.plan(plan_id).id]
        start, end = np.searchsorted(self._plan_numbers, (number, number + 1))
        return self.snapshot.passages[start:end]

    def clause(self, plan: Plan, clause_id: str) -> Clause:
        """Return a clause of a plan.

        Raises:
            FilterError: the plan has no such clause.
        """
        try:
            return self._clauses[plan.id, clause_id]
        except KeyError:
            raise FilterError(f"plan {plan.id} has no clause {clause_id!r}") from None

    def shadow(self, plan: Plan) -> str:
        """Return the shadow of a plan's text, lower case."""
        if plan.id not in self._shadows:
            self._shadows[plan.id] = shadow_of(plan.text, plan.errata).text.lower()
        return self._shadows[plan.id]

    def search(self, query: Query, k: int, mode: Mode, filters: Filters) -> Hits:
        """Return at most ``k`` hits, best first.

        Raises:
            FilterError: a filter names what the index does not have.
        """
        allowed = plans_in_scope(filters, self.snapshot.plans)
        asked = self._asked(query, filters, allowed)
        scope = self._positions(query, filters, asked, allowed)
        if not len(scope):
            return Hits((), query, asked.notice, plans=asked.plans)
        scores = self._ranking.scores(
            query.content or query.text,
            mode,
            scope,
            bonus=self._boosts.of(query)[scope],
            groups=self._groups(query, scope),
            wanted=k + MAX_REPEATED,
        )
        best = best_positions(scores, self._ranking.ids, k + MAX_REPEATED, scope)
        groups = first_of_each(
            [self._phrases.words(int(scope[scored])) for scored in best],
            [self.snapshot.passages[scope[scored]].plan_id for scored in best],
        )
        terms = frozenset(expand(query.content or query.text, self._ranking.bridge).all_terms)
        exact = set(self._phrases.positions(bare(query.text)))
        shown = [int(scope[best[member]]) for group in groups[:k] for member in group]
        hits = (
            self._hit(rank, scores, [best[member] for member in group], scope, terms, exact)
            for rank, group in enumerate(groups[:k], start=1)
        )
        return Hits(
            hits,
            query,
            asked.notice,
            self._similarities(scores, shown),
            asked.plans,
        )

    def words_of(self, query: str) -> tuple[AskedWord, ...]:
        """Return the words of a query, each with what may stand for it and its weight."""
        return asked_words(query, self.snapshot.lexical, self._ranking.bridge)

    def _similarities(
        self, scores: Scores, positions: Sequence[int]
    ) -> dict[str, tuple[float, ...]]:
        """Return the similarities of the sentences of some passages, by the passages' ids."""
        if scores.query is None:
            return {}
        sentences = self.snapshot.sentences
        return {
            self.snapshot.passages[position].id: sentences.of_passage(scores.query, position)
            for position in positions
        }

    def _asked(self, query: Query, filters: Filters, allowed: set[str]) -> Scope:
        """Return where a query is answered from, of the plans that the filters allow."""
        return scope_of(
            query,
            self.catalogue,
            allowed,
            lambda plan_id, places: names_place(self.shadow(self.plans[plan_id]), places),
            is_filtered=bool(filters.cities or filters.plans),
        )

    def _positions(
        self, query: Query, filters: Filters, asked: Scope, allowed: set[str]
    ) -> NDArray[np.intp]:
        """Return the positions of the passages that the filters and the query allow."""
        is_asked = np.zeros(len(self.plans), dtype=np.bool_)
        is_asked[[self._numbers[id_] for id_ in asked.plans]] = True
        in_scope = is_asked[self._plan_numbers]
        if asked.naming:
            for position in np.flatnonzero(in_scope):
                in_scope[position] = names_place(self._words_at(int(position)), asked.naming)
        # A sentence pasted from a plan may name any place: it is found where it stands.
        for quoted in self._boosts.quoted(query):
            in_scope[quoted] |= self.snapshot.passages[quoted].plan_id in allowed
        positions = np.flatnonzero(in_scope & ~self._is_bare)
        if not filters.departments:
            return positions
        return positions_in_scope(positions, self._responsibilities, filters.departments)

    def _words_at(self, position: int) -> str:
        """Return the headings above a passage and its words, as they are matched."""
        passage = self.snapshot.passages[position]
        plan = self.plans[passage.plan_id]
        path = self.clause(plan, passage.clause_id).path
        return shadow_of("\n".join([*(own for own in path if own), passage.text])).text

    @cached_property
    def _boosts(self) -> Boosts:
        """What a query adds to the passages that it names."""
        return Boosts(
            self.snapshot.passages,
            self.snapshot.plans,
            self._phrases,
            lambda: self._responsibilities,
        )

    def _groups(self, query: Query, scope: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Return the place, or the plan, of each passage where the query names several."""
        if len(query.plans) > 1:
            return self._plan_numbers[scope]
        return self._place_numbers[scope] if len(query.cities) > 1 else None

    @cached_property
    def _phrases(self) -> PhraseIndex:
        """The passages word for word."""
        return PhraseIndex.build(self.snapshot.passages, self.plans)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The place of each plan in the index."""
        return {plan.id: number for number, plan in enumerate(self.snapshot.plans)}

    @cached_property
    def _plan_numbers(self) -> NDArray[np.intp]:
        """The plan of each passage, as its place in the index."""
        numbers = (self._numbers[passage.plan_id] for passage in self.snapshot.passages)
        return np.fromiter(numbers, dtype=np.intp)

    @cached_property
    def _place_numbers(self) -> NDArray[np.intp]:
        """The city or county of each passage, as the place of its first plan in the index."""
        first: dict[str | None, int] = {}
        places = [first.setdefault(plan.place, n) for n, plan in enumerate(self.snapshot.plans)]
        return np.array(places, dtype=np.intp)[self._plan_numbers]

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
    def _responsibilities(self) -> tuple[tuple[str, ...], ...]:
        """The offices that answer for each passage; read when the first office is asked for."""
        from index.facts import responsible_offices

        pairs = zip(self.snapshot.plans, self.snapshot.facts, strict=True)
        duties = {plan.id: facts.duties for plan, facts in pairs}
        return responsible_offices(self.snapshot.passages, duties)

    def _hit(
        self,
        rank: int,
        scores: Scores,
        members: Sequence[int],
        scope: NDArray[np.intp],
        terms: frozenset[str],
        exact: Set[int],
    ) -> Hit:
        """Return a hit: the first of some near-identical passages, given by place in ``scope``."""
        scored = members[0]
        position, *others = (int(scope[member]) for member in members)
        passage = self.snapshot.passages[position]
        plan = self.plans[passage.plan_id]
        clause = self.clause(plan, passage.clause_id)
        return Hit(
            rank=rank,
            score=float(scores.total[scored]),
            passage=passage,
            city=plan.place,
            title=plan.title,
            path=clause.path,
            reference=self.reference(plan, clause),
            lexical=float(scores.lexical[scored]),
            dense=float(scores.dense[scored]),
            matches=find_matches(self._tokens(position), terms),
            repairs=errata_within(plan.errata, passage.start, passage.end),
            clause_kind=clause.kind,
            is_exact=position in exact,
            also_in=tuple(self._repetition(other) for other in others),
        )

    def _repetition(self, position: int) -> Repetition:
        """Return a passage that has no hit of its own."""
        passage = self.snapshot.passages[position]
        plan = self.plans[passage.plan_id]
        return Repetition(passage, self.reference(plan, self.clause(plan, passage.clause_id)))

    def reference(self, plan: Plan, clause: Clause) -> str:
        """Return a clause's reference as a person would cite it."""
        key = plan.id, clause.id
        if key not in self._references:
            self._references[key] = format_reference(plan, clause)
        return self._references[key]

    def _tokens(self, position: int) -> tuple[Token, ...]:
        """Return the tokens of a passage; those of the passages seen last are kept."""
        passage = self.snapshot.passages[position]
        return passage_tokens(passage, self.plans[passage.plan_id].errata)


def find_plan(plans: Sequence[Plan], plan_id: str) -> Plan:
    """Return the plan of an id.

    Raises:
        FilterError: there is none; the message says which there are.
    """
    for plan in plans:
        if plan.id == plan_id:
            return plan
    known = "、".join(plan.id for plan in plans) or "none: the index is empty"
    raise FilterError(f"unknown plan {plan_id!r}; the index has {known}")
