"""One search, from an understood query to hits; a collection never changes, threads share it."""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.counting import OfficePassages, counted, offices_to_offer
from index.errors import FilterError
from index.hits import Counts, Hit, Repetition
from index.mentions.divisions import Place, regions_within
from index.mentions.places import names_place
from index.model import Encoder
from index.query import Query
from index.query.scope import (
    Filters,
    Scope,
    names_of_office,
    passages_of_offices,
    plans_in_scope,
    scope_of,
)
from index.query.types import Hits
from index.ranking.boosts import QueryBonus, quoted
from index.ranking.exactness import OwnWords, own_words
from index.ranking.expansion import expand
from index.ranking.matches import find_matches
from index.ranking.near_duplicates import first_of_each
from index.ranking.passage_index import PassageIndex, Scores, best_places
from index.ranking.phrases import bare
from index.ranking.positions import is_among, united
from index.ranking.query_terms import AskedWord, asked_words
from index.ranking.synonyms import Bridge
from index.ranking.within import Within
from index.storage.collection import Collection
from index.structure.passages import format_reference
from index.text.shadow import errata_within, shadow_of
from index.types import Clause, Mode, Plan

MAX_REPEATED = 10
"""So many passages more are looked at for near-identical ones that need no hit of their own."""
COUNTED = 100
"""Passages of a ranking that the choices of the filters are counted over."""
KEPT_SHADOWS = 512
KEPT_CLAUSES = 512
KEPT_WORDS = 10_000
"""Passages that were looked through for a place; a province's plans are asked about each county."""
KEPT_SCOPES = 16
"""Positions of the plans that were asked last; most questions are asked of all of a kind."""

_Path = tuple[str | None, ...]


class Searcher:
    """Finds hits in a collection; what is looked up there is made once."""

    def __init__(self, collection: Collection, encoder: Encoder) -> None:
        """Take a collection and the encoder that its vectors come from."""
        self.collection = collection
        self._encoder = encoder
        self._references: dict[tuple[str, str], str] = {}
        self.shadow = lru_cache(maxsize=KEPT_SHADOWS)(self._shadow)
        self._clauses = lru_cache(maxsize=KEPT_CLAUSES)(self._clauses_of)
        self._words_at = lru_cache(maxsize=KEPT_WORDS)(self._read_words)
        self._positions_of = lru_cache(maxsize=KEPT_SCOPES)(self._find_positions)

    def clause(self, plan: Plan, clause_id: str) -> Clause:
        """Return a clause of a plan.

        Raises:
            FilterError: the plan has no such clause.
        """
        found = self._clauses(plan.id).get(clause_id)
        if found is None:
            raise FilterError(f"plan {plan.id} has no clause {clause_id!r}")
        return found

    def _clauses_of(self, plan_id: str) -> Mapping[str, Clause]:
        """Return the clauses of a plan by their ids."""
        return {clause.id: clause for clause in self.collection.plan(plan_id).clauses}

    def _clause_at(self, position: int) -> Clause:
        """Return the clause of the passage at a position."""
        passage = self.collection.passage(position)
        return self._clauses(passage.plan_id)[passage.clause_id]

    def _shadow(self, plan_id: str) -> str:
        """Return the shadow of a plan's text, lower case.

        Raises:
            FilterError: the index has no such plan.
        """
        plan = self.collection.plan(plan_id)
        return shadow_of(plan.text, plan.errata).text.lower()

    def search(self, query: Query, k: int, mode: Mode, filters: Filters) -> Hits:
        """Return at most ``k`` hits, best first.

        Raises:
            FilterError: a filter names what the index does not have.
        """
        is_restricted = filters.cities or filters.plans or filters.years
        allowed: Set[str] = self.collection.catalogue.ids
        if is_restricted:
            allowed = plans_in_scope(filters, self.collection.heads)
        asked = self._asked(query, filters, allowed)
        scope = self._positions(query, filters, asked, allowed)
        if not len(scope):
            return Hits((), query, asked.notice, plans=asked.plans)
        scores = self._scores(query, mode, scope, k + MAX_REPEATED, self._within(asked, filters))
        best = best_places(scores, self._ranking.ids, k + MAX_REPEATED)
        positions = [int(scores.positions[scored]) for scored in best]
        groups = first_of_each(
            [self.collection.phrases.words(position) for position in positions],
            [self.collection.plan_numbers[position] for position in positions],
        )[:k]
        terms = frozenset(expand(query.content or query.text, self._ranking.bridge).all_terms)
        exact = self._exact(_own_words(query, filters), positions)
        hits = (
            self._hit(rank, scores, [best[member] for member in group], terms, exact)
            for rank, group in enumerate(groups, start=1)
        )
        shown = [positions[member] for group in groups for member in group]
        return Hits(
            hits,
            query,
            asked.notice,
            self._similarities(scores, shown),
            asked.plans,
        )

    def count(self, query: Query | None, mode: Mode, filters: Filters) -> Counts:
        """Return how many passages each choice of the filters leaves.

        Counted are the first of a ranking that no filter but ``is_exact`` narrows.

        Args:
            query: What is searched for; None for all passages there are.
            mode: Of the ranking.
            filters: What is chosen.

        Raises:
            FilterError: a filter names what the index does not have.
        """
        if query is None:
            positions = np.flatnonzero(self.collection.is_findable)
            return counted(self.collection, self._offered_offices, positions, filters)
        open_to_all = Filters(is_exact=filters.is_exact)
        every = self.collection.catalogue.ids
        scope = self._positions(query, open_to_all, self._asked(query, filters, every), every)
        if len(scope):
            scores = self._scores(query, mode, scope, COUNTED, None)
            best = best_places(scores, self._ranking.ids, COUNTED)
            scope = np.sort(scores.positions[best])
        return counted(self.collection, self._offered_offices, scope, filters)

    @cached_property
    def _offered_offices(self) -> OfficePassages:
        """The offices that a reader may choose."""
        return offices_to_offer(self.collection.offices)

    def _scores(
        self, query: Query, mode: Mode, scope: NDArray[np.intp], wanted: int, within: Within | None
    ) -> Scores:
        """Return the scores of the passages in scope that are candidates.

        Args:
            query: What was understood.
            mode: Of the ranking.
            scope: Positions, ascending, at least one.
            wanted: At least so many are candidates, where there are so many.
            within: What holds the scope, as far as it is known.
        """
        return self._ranking.scores(
            query.content or query.text,
            mode,
            scope,
            bonus=QueryBonus(query, self.collection),
            groups=self._groups(query, scope),
            wanted=wanted,
            within=within,
        )

    def _exact(self, wanted: OwnWords, positions: Sequence[int]) -> set[int]:
        """Return which of some positions have a query's own words."""
        numbers = self.collection.plan_numbers
        covering = {year: self.collection.covering((year,)) for year in wanted.years}
        return {
            position
            for position in positions
            if wanted.are_in(
                self.collection.phrases.words(position),
                {year for year, plans in covering.items() if plans[numbers[position]]},
            )
        }

    def words_of(self, query: str) -> tuple[AskedWord, ...]:
        """Return the words of a query, each with what may stand for it and its weight."""
        return asked_words(query, self.collection.lexical, self._ranking.bridge)

    def _similarities(
        self, scores: Scores, positions: Sequence[int]
    ) -> dict[str, tuple[float, ...]]:
        """Return the similarities of the sentences of some passages, by the passages' ids."""
        if scores.query is None:
            return {}
        own = np.array(positions, dtype=np.intp)
        found = self.collection.sentences.of_passages(scores.query, own)
        return {
            self.collection.passage(position).id: similarities
            for position, similarities in zip(positions, found, strict=True)
        }

    def _asked(self, query: Query, filters: Filters, allowed: Set[str]) -> Scope:
        """Return where a query is answered from, of the plans that the filters allow."""
        return scope_of(
            query,
            self.collection.catalogue,
            allowed,
            lambda plan_id, places: names_place(self.shadow(plan_id), places),
            is_filtered=bool(filters.cities or filters.plans),
        )

    def _positions(
        self, query: Query, filters: Filters, asked: Scope, allowed: Set[str]
    ) -> NDArray[np.intp]:
        """Return the positions of the passages that the filters and the query allow."""
        departments = tuple(filters.departments)
        found = self._positions_of(asked.plans, departments)
        if asked.naming:
            found = self.naming(found, asked.naming)
        # A sentence pasted from a plan may name any place: it is found where it stands.
        copied = quoted(query, self.collection.phrases)
        numbers = self.collection.plan_numbers[copied].tolist()
        copied = copied[[self.collection.heads[number].id in allowed for number in numbers]]
        copied = copied[self._is_findable(departments)[copied]]
        if not is_among(copied, found).all():
            found = united([found, copied])
        if not filters.is_exact:
            return found
        collection = self.collection
        exact = _own_words(query, filters).positions(
            collection.phrases, collection.plan_numbers, collection.covering
        )
        return found[is_among(found, exact)]

    def _within(self, asked: Scope, filters: Filters) -> Within:
        """Return the plans and offices that a scope lies in, but for what was copied elsewhere."""
        offices = self.collection.offices
        own = {name for one in filters.departments for name in names_of_office(offices, one)}
        return Within(asked.plans, tuple(sorted(own)))

    def naming(self, scope: NDArray[np.intp], places: Sequence[Place]) -> NDArray[np.intp]:
        """Return those of some passages that name one of some places, or whose headings do.

        Looked through are only passages that have the characters of a name, and those below a
        clause of such a passage: a heading stands in a passage of its own clause.
        """
        collection, numbers = self.collection, self.collection.plan_numbers
        names = [own.short_name for own in places]
        names += regions_within(frozenset(own.name for own in places))
        having = united([collection.phrases.positions(bare(name)) for name in names])
        is_asked = np.zeros(len(collection.heads) + 1, dtype=np.bool_)
        is_asked[numbers[scope]] = True
        paths: dict[int, set[_Path]] = {}
        for position in having[is_asked[numbers[having]]].tolist():
            paths.setdefault(int(numbers[position]), set()).add(self._clause_at(position).path)
        is_named = np.zeros_like(is_asked)
        is_named[list(paths)] = True
        found = [
            position
            for position in scope[is_named[numbers[scope]]].tolist()
            if _is_at_or_below(self._clause_at(position), paths[int(numbers[position])])
            and names_place(self._words_at(position), places)
        ]
        return np.array(found, dtype=np.intp)

    def _find_positions(
        self, plans: frozenset[str], departments: tuple[str, ...]
    ) -> NDArray[np.intp]:
        """Return the positions of the passages of some plans that may be found."""
        is_findable = self._is_findable(departments)
        if len(plans) == len(self.collection.heads):
            return np.flatnonzero(is_findable)
        own = self.collection.positions_of_plans(plans)
        return own[is_findable[own]]

    def _is_findable(self, departments: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return which passages may be hits, those that one of some offices answers for."""
        collection = self.collection
        if not departments:
            return collection.is_findable
        of_offices = passages_of_offices(collection.offices, departments, collection.size)
        return collection.is_findable & of_offices

    def _read_words(self, position: int) -> str:
        """Return the headings above a passage and its words, as they are matched."""
        headings = filter(None, self._clause_at(position).path)
        return shadow_of("\n".join([*headings, self.collection.passage(position).text])).text

    def _groups(self, query: Query, scope: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Return the place, or the plan, of each passage where the query names several."""
        if len(query.plans) > 1:
            return self.collection.plan_numbers[scope].astype(np.intp)
        return self._place_numbers[scope] if len(query.cities) > 1 else None

    @cached_property
    def _ranking(self) -> PassageIndex:
        """The passages, ready to be ranked."""
        collection = self.collection
        return PassageIndex(
            ids=collection.ids,
            lexical=collection.lexical,
            dense=collection.vectors,
            sentences=collection.sentences,
            bridge=Bridge(collection.lexical),
            encoder=self._encoder,
            exact_up_to=collection.exact_up_to,
        )

    @cached_property
    def _place_numbers(self) -> NDArray[np.intp]:
        """The city or county of each passage, as the place of its first plan in the index."""
        first: dict[str | None, int] = {}
        places = [first.setdefault(own.place, n) for n, own in enumerate(self.collection.heads)]
        return np.array([*places, -1], dtype=np.intp)[self.collection.plan_numbers]

    def _hit(
        self,
        rank: int,
        scores: Scores,
        members: Sequence[int],
        terms: frozenset[str],
        exact: Set[int],
    ) -> Hit:
        """Return a hit: the first of some near-identical passages, given by place in ``scores``."""
        scored = members[0]
        position, *others = (int(scores.positions[member]) for member in members)
        passage = self.collection.passage(position)
        plan = self.collection.plan(passage.plan_id)
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
            matches=find_matches(passage, plan.errata, terms),
            repairs=errata_within(plan.errata, passage.start, passage.end),
            clause_kind=clause.kind,
            is_exact=position in exact,
            also_in=tuple(self._repetition(other) for other in others),
        )

    def _repetition(self, position: int) -> Repetition:
        """Return a passage that has no hit of its own."""
        passage = self.collection.passage(position)
        plan = self.collection.plan(passage.plan_id)
        return Repetition(passage, self.reference(plan, self.clause(plan, passage.clause_id)))

    def reference(self, plan: Plan, clause: Clause) -> str:
        """Return a clause's reference as a person would cite it."""
        key = plan.id, clause.id
        if key not in self._references:
            self._references[key] = format_reference(plan, clause)
        return self._references[key]


def _own_words(query: Query, filters: Filters) -> OwnWords:
    """Return what a passage must have to be an exact hit."""
    return own_words(query, is_filtered=bool(filters.cities or filters.plans))


def _is_at_or_below(clause: Clause, paths: Set[_Path]) -> bool:
    """Tell whether a clause is one of some, given by their paths, or lies below one."""
    return any(clause.path[:depth] in paths for depth in range(len(clause.path) + 1))
