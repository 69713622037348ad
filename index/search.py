"""The index of plans: built, opened, changed, searched."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from index.errors import IndexDamagedError, IndexMissingError
from index.facts.types import Facts
from index.model import Encoder, LateEncoder
from index.query import understand
from index.query.scope import Filters
from index.query.types import Hits
from index.ranking.expansion import SYNONYM_WEIGHT
from index.ranking.fusion import LEXICAL_WEIGHT, SENTENCE_WEIGHT
from index.ranking.nearest_settings import NearestSettings
from index.ranking.query_terms import AskedWord
from index.searcher import Searcher
from index.storage.collection import Collection
from index.storage.configuration import require_configuration
from index.storage.manifest import Configuration
from index.storage.report import Failure
from index.storage.store import locked, read_collection
from index.types import MODES, Copy, Mode, Passage, Plan, PlanHead

if TYPE_CHECKING:
    from index.parsing import MetadataOverrides
    from index.storage.changing import Change
    from index.storage.preparing import Prepared

MAX_K = 1000
"""More hits than anybody reads; a larger number is a mistake."""


class PlanIndex:
    """Plans that can be searched; many threads may search while one changes the index."""

    def __init__(self, folder: Path, collection: Collection, encoder: Encoder) -> None:
        """Use ``build`` or ``open`` instead."""
        self._folder = folder
        self._encoder = encoder
        self._changing = threading.Lock()
        self._searcher = Searcher(collection, encoder)

    @classmethod
    def build(
        cls,
        corpus: str | Path,
        folder: str | Path,
        *,
        encoder: Encoder | None = None,
        progress: bool = True,
        processes: int = 1,
        vectors: str | None = None,
        failed: Callable[[Failure], None] | None = None,
    ) -> "PlanIndex":
        """Return an index of exactly the plans of a corpus, written to a folder.

        Only passages that are new there are embedded; an index that is up to date is left as it
        is. A damaged one is built anew. Where anything fails, the old index stays in force. Of
        several files of one document one is the plan; see ``copies``.

        Args:
            corpus: A folder with ``plans/`` and, as a rule, ``manifest.toml``.
            folder: Where the index goes; made where it is missing.
            encoder: The embedding model; without it the one that ``LANTIAN_MODEL`` names.
            progress: Show a progress bar on standard error.
            processes: How many read the files, where they are many. With more than one the
                caller's script needs ``if __name__ == "__main__":``, as with any pool.
            vectors: How a large segment's vectors are searched: ``auto``, ``flat``, ``ivf`` or
                ``hnsw``, with parameters as in ``hnsw:M=32,efSearch=128``; see
                ``index.ranking.nearest_settings``. Without it ``LANTIAN_VECTORS`` tells, and
                without that the index that is there. It is kept with the index.
            failed: Told of each file that is left out; without it the first one raises.

        Raises:
            ValueError: ``vectors`` is none of these.
            PlanError: a plan cannot be read, without ``failed``; or none of the files can.
            ManifestError: the corpus or its manifest is wrong.
            ModelError: the model cannot be loaded.
            IndexWriteError: the folder cannot be written to, or another process keeps writing.
        """
        # A search reads no plan, and starts without these.
        from index.metadata.manifest import find_plan_files, plan_id_of
        from index.storage.changing import reading

        settings = NearestSettings.asked_for(vectors)
        paths = find_plan_files(Path(corpus))
        return cls._brought_up_to_date(
            Path(folder),
            reading(Path(corpus), paths, processes, progress, failed),
            encoder or LateEncoder(),
            progress,
            settings,
            {plan_id_of(path): path.name for path in paths},
        )

    @classmethod
    def open(cls, folder: str | Path, *, encoder: Encoder | None = None) -> "PlanIndex":
        """Return the index in a folder.

        Args:
            folder: Where ``build`` put it.
            encoder: The embedding model; without it the one that ``LANTIAN_MODEL`` names.

        Raises:
            IndexMissingError: there is none.
            IndexDamagedError: it is half-written, altered, or of another version.
            ModelMismatchError: another model built it.
            ModelError: the model cannot be found.
        """
        folder = Path(folder)
        collection = read_collection(folder)
        encoder = encoder or LateEncoder()
        require_configuration(folder, collection.configuration, encoder)
        return cls(folder, collection, encoder)

    def embedded_by(
        self, encoder: Encoder, folder: str | Path, *, progress: bool = True
    ) -> "PlanIndex":
        """Return an index of the same plans with the vectors of another encoder.

        Args:
            encoder: The other one, or the same model in another precision.
            folder: Where that index goes. What lies there already is not embedded again, so give
                each encoder a folder of its own.
            progress: Show a progress bar on standard error.

        Raises:
            ModelError, IndexWriteError: as for ``build``.
        """
        from index.storage.preparing import prepare_plans

        return self._brought_up_to_date(
            Path(folder), lambda digests: prepare_plans(self.plans(), digests), encoder, progress
        )

    def add(self, path: str | Path, **metadata: Unpack["MetadataOverrides"]) -> Plan:
        """Put a plan into the index, in place of one with the same id, and return it.

        The change is on disk when this returns. ``build`` takes the plan out again unless it is
        in the corpus by then. Where the index has the document already, from a file that is no
        worse, the plan of that file is returned; see ``copies``.

        Args:
            path: As for ``parse_plan``.
            **metadata: As for ``parse_plan``.

        Raises:
            PlanError: the plan cannot be read, or is empty; the index is as it was.
            ValueError: a field of ``metadata`` is unknown or of the wrong kind.
            IndexWriteError: the folder cannot be written to, or another process keeps writing.
            IndexDamagedError, ModelMismatchError: what is in the folder by now is not this index.
        """
        from index.parsing import parse_plan
        from index.storage.preparing import prepare

        plan = parse_plan(path, **metadata)
        prepared = prepare(plan, Path(path).name)
        self._change(lambda _: ([prepared], frozenset()))
        copy = self._searcher.collection.manifest.copies.get(plan.id)
        return self.plan(copy.plan_id) if copy else plan

    def update(
        self,
        paths: Sequence[Path],
        gone: Iterable[str] = (),
        *,
        processes: int = 1,
        progress: bool = False,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Put the plans of some files in and take others out, in one change.

        Args:
            paths: Of plans.
            gone: Ids of plans or of copies; those that the index does not have are no mistake.
            processes: As for ``build``.
            progress: As for ``build``.
            failed: As for ``build``.

        Raises:
            PlanError: as for ``build``; the index is as it was.
            IndexWriteError, IndexDamagedError, ModelMismatchError: as for ``add``.
        """
        from index.storage.changing import updating

        self._change(updating(paths, gone, processes, progress, failed))

    def remove(self, plan_id: str) -> None:
        """Take a plan or a copy out of the index; the change is on disk when this returns.

        With a plan its copies go; the next ``build`` makes a plan of one that is in the corpus.

        Raises:
            FilterError: the index has no such plan.
            IndexWriteError, IndexDamagedError, ModelMismatchError: as for ``add``.
        """
        from index.storage.changing import removing

        self._change(removing(plan_id))

    def compact(self, *, vectors: str | None = None) -> None:
        """Write all plans in one segment, for faster searches and without what was removed.

        Args:
            vectors: As for ``build``.

        Raises:
            ValueError: ``vectors`` is unknown.
            IndexWriteError, IndexDamagedError, ModelMismatchError: as for ``add``.
        """
        from index.storage.building import compact

        settings = NearestSettings.asked_for(vectors)
        with self._changing, locked(self._folder):
            made = compact(self._folder, self._read(), settings)
            self._searcher = Searcher(made, self._encoder)

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
        """Return which plan another one repeals by its number; all plans are read for it."""
        from index.metadata.editions import find_superseded

        return find_superseded(self.plans())

    def facts(self, plan_id: str) -> Facts:
        """Return what a plan commits to, as it was read when the plan was indexed.

        Raises:
            FilterError: the index has no such plan.
        """
        return self._searcher.collection.facts(plan_id)

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
        filters = Filters(cities, plans, years, departments)
        return searcher.search(parsed, k, mode, filters)

    def words_of(self, query: str) -> tuple[AskedWord, ...]:
        """Return the words of a query in order, each with what may stand for it and its weight.

        Args:
            query: One that can be searched for.
        """
        return self._searcher.words_of(query)

    @classmethod
    def _brought_up_to_date(
        cls,
        folder: Path,
        read: Callable[[Mapping[str, bytes]], Iterable["Prepared | str"]],
        encoder: Encoder,
        progress: bool,
        vectors: NearestSettings | None = None,
        files: Mapping[str, str] | None = None,
    ) -> "PlanIndex":
        """Return the index of exactly some plans; what its folder has already stays in use."""
        from index.storage.building import bring_up_to_date

        with locked(folder):
            try:
                old = read_collection(folder)
            except (IndexMissingError, IndexDamagedError):
                old = None
            made = bring_up_to_date(folder, old, read, encoder, progress, vectors, files)
            return cls(folder, made, encoder)

    def _change(self, change: Callable[[Collection], "Change"]) -> None:
        """Put plans in and take plans out of what is on disk by now, and write the result."""
        from index.storage.building import merge
        from index.storage.changing import changed

        with self._changing, locked(self._folder):
            old = self._read()
            made = changed(self._folder, old, change(old), self._encoder)
            self._searcher = Searcher(made, self._encoder)  # searches need not wait for a merge
            merged = merge(self._folder, made)
            if merged is not made:
                self._searcher = Searcher(merged, self._encoder)

    def _read(self) -> Collection:
        """Return what is on disk by now; what this process has open is not opened again."""
        known = {own.entry.name: own for own in self._searcher.collection.segments}
        found = read_collection(self._folder, known)
        require_configuration(self._folder, found.configuration, self._encoder)
        return found
