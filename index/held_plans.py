"""What an index holds, and what is found in it: all that leaves it as it is."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.facts.types import Facts
from index.hits import Counts
from index.model import Encoder
from index.query import understand
from index.query.scope import Filters
from index.query.types import Hits
from index.ranking.expansion import SYNONYM_WEIGHT
from index.ranking.fusion import LEXICAL_WEIGHT, SENTENCE_WEIGHT
from index.ranking.query_terms import AskedWord
from index.searcher import Searcher
from index.storage.collection import Collection
from index.storage.manifest import Configuration
from index.types import MODES, Brief, Copy, Mode, Passage, Plan, PlanHead

if TYPE_CHECKING:
    from index.corpus import Corpus
    from index.storage.report import Failure

MAX_K = 1000
"""More hits than anybody reads; a larger number is a mistake."""


class HeldPlans:
    """Plans that can be searched, by many threads at once."""

    def __init__(self, folder: Path, collection: Collection, encoder: Encoder) -> None:
        """Search a collection that lies in a folder."""
        self._folder = folder
        self._encoder = encoder
        self._searcher = Searcher(collection, encoder)

    @property
    def corpus(self) -> "Corpus | None":
        """Where its files lie, seen from its own folder; None where they do not lie there."""
        from index.corpus.naming import corpus_named

        return corpus_named(self._folder, self._searcher.collection.manifest.corpus)

    def heads(self) -> tuple[PlanHead, ...]:
        """Return what is known of the plans without their texts, by id."""
        return self._searcher.collection.heads

    @property
    def size(self) -> int:
        """How many passages there are."""
        return self._searcher.collection.lexical.statistics.passages

    @property
    def segments(self) -> tuple[int, int]:
        """How many segments the index is written in, and their size in bytes."""
        entries = self._searcher.collection.manifest.segments
        return len(entries), sum(entry.size for entry in entries)

    def plans(self) -> tuple[Plan, ...]:
        """Return the plans, by id; those not asked for lately are read, so prefer ``heads``."""
        return self._searcher.collection.plans()

    def plan(self, plan_id: str) -> Plan:
        """Return one plan; ``FilterError`` where the index has no such plan."""
        return self._searcher.collection.plan(plan_id)

    def copies(self) -> tuple[Copy, ...]:
        """Return the files that hold a document which is a plan of the index already, by id."""
        return tuple(self._searcher.collection.manifest.copies.values())

    def superseded(self) -> Mapping[str, str]:
        """Return which plan another one repeals by its number; something of all is read for it."""
        from index.metadata.editions import find_superseded

        return find_superseded((head, self.brief(head.id)) for head in self.heads())

    def left_out(self) -> "tuple[Failure, ...]":
        """Return the files that the last build could not read, as its report has them."""
        from index.storage.report import read_failures

        return read_failures(self._folder)

    def facts(self, plan_id: str) -> Facts:
        """Return what a plan commits to, as it was read when the plan was indexed.

        Raises:
            FilterError: the index has no such plan.
        """
        return self._searcher.collection.facts(plan_id)

    def brief(self, plan_id: str) -> Brief:
        """Return how much was read out of a plan, sooner than the plan and its facts.

        What is asked for again is kept, also by an index that ``reopened`` returns.

        Raises:
            FilterError: the index has no such plan.
        """
        return self._searcher.collection.brief(plan_id)

    def shadow(self, plan_id: str) -> str:
        """Return the shadow of a plan's text, lower case.

        Raises:
            FilterError: the index has no such plan.
        """
        return self._searcher.shadow(plan_id)

    def passages(self, plan_id: str | None = None) -> tuple[Passage, ...]:
        """Return all passages, by plan, in reading order, or those of one plan.

        Raises:
            FilterError: the index has no such plan.
        """
        collection = self._searcher.collection
        return collection.passages() if plan_id is None else collection.passages_of(plan_id)

    def reference(self, plan_id: str, clause_id: str) -> str:
        """Return a clause's reference as a person would cite it.

        Raises:
            FilterError: the index has no such plan or clause.
        """
        searcher = self._searcher
        plan = searcher.collection.plan(plan_id)
        return searcher.reference(plan, searcher.clause(plan, clause_id))

    @property
    def encoder(self) -> Encoder:
        """The embedding model that the index was built with; it is loaded when first used."""
        return self._encoder

    @property
    def configuration(self) -> Configuration:
        """What a ranking depends on: model, parameters, versions of packages."""
        return {
            **self._searcher.collection.configuration,
            "lexical_weight": LEXICAL_WEIGHT,
            "sentence_weight": SENTENCE_WEIGHT,
            "synonym_weight": SYNONYM_WEIGHT,
        }

    @property
    def corpus_hash(self) -> str:
        """SHA-256, hexadecimal, over the plans' ids and the SHA-256 of their files."""
        rows = "".join(f"{plan.id}\0{plan.sha256}\n" for plan in self.heads())
        return hashlib.sha256(rows.encode()).hexdigest()

    def search(
        self,
        query: str,
        k: int = 10,
        mode: Mode = "hybrid",
        cities: Sequence[str] = (),
        plans: Sequence[str] = (),
        years: Sequence[int] = (),
        departments: Sequence[str] = (),
        exact: bool = False,
    ) -> Hits:
        """Return the passages that answer a query, best first.

        What the query names steers the search: a plan or a city of the index restricts it to that
        one, and where it names several, each is ranked for itself; a clause, a year, an office or
        a quotation lifts what fits. A place of which the index has no plan leaves nothing, unless
        a filter chose cities or plans; ``Hits.notice`` says so then. A sentence copied from a
        plan is found wherever it stands. Filters of different kinds must all hold.

        Args:
            query: A question, keywords or a sentence, in either script or in English.
            k: How many hits at most, 1 to 1000.
            mode: ``hybrid``, ``lexical`` (BM25 alone) or ``dense`` (the embedding alone).
            cities: In full or short, in pinyin or English; each must be in the index.
            plans: Ids; each must be in the index.
            years: A plan passes if it covers one; each must be covered by some plan.
            departments: Offices, in full or short; a passage passes if one answers for it.
            exact: Only passages that have the query's own words; see ``Hit.is_exact``.

        Raises:
            QueryError: the query is blank, too long, or has control characters.
            FilterError: a filter names what the index does not have.
            ValueError: ``k`` or ``mode`` is none of those allowed.
        """
        if mode not in MODES:
            raise ValueError(f"unknown mode {mode!r}; use one of {', '.join(MODES)}")
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_K:
            raise ValueError(f"k must be a whole number from 1 to {MAX_K}, not {k!r}")
        searcher = self._searcher
        parsed = understand(query, searcher.collection.catalogue)
        filters = Filters(cities, plans, years, departments, exact)
        return searcher.search(parsed, k, mode, filters)

    def counts(
        self,
        query: str = "",
        mode: Mode = "hybrid",
        cities: Sequence[str] = (),
        plans: Sequence[str] = (),
        years: Sequence[int] = (),
        departments: Sequence[str] = (),
        exact: bool = False,
    ) -> Counts:
        """Return how many passages each choice of the filters would leave.

        Counted are the first hundred of the query's ranking, before any filter; without a query
        all passages. It costs one ranking more, and no search for any choice.

        Args:
            query: As for ``search``; blank for all that is held.
            mode: As for ``search``.
            cities: As for ``search``; so are the other filters, all of which hold beside a choice
                but the one that it is of.
            plans: Ids.
            years: Covered by a plan.
            departments: Offices.
            exact: Only passages that have the query's own words are counted.

        Raises:
            QueryError, FilterError: as for ``search``.
        """
        searcher = self._searcher
        parsed = understand(query, searcher.collection.catalogue) if query.strip() else None
        filters = Filters(cities, plans, years, departments, exact)
        return searcher.count(parsed, mode, filters)

    def words_of(self, query: str) -> tuple[AskedWord, ...]:
        """Return the words of a query in order, each with what may stand for it and its weight.

        Args:
            query: One that can be searched for.
        """
        return self._searcher.words_of(query)
