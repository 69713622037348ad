"""The index of plans: built, opened, changed; ``held_plans`` says what is found in it."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from index.errors import IndexDamagedError, IndexMissingError
from index.held_plans import HeldPlans
from index.model import Encoder, LateEncoder, OnProgress, Telling, tell_nobody
from index.place import IndexPlace
from index.ranking.nearest_settings import NearestSettings
from index.searcher import Searcher
from index.storage.collection import Collection
from index.storage.configuration import require_configuration
from index.storage.report import Failure
from index.storage.store import begin_change, locked, read_collection
from index.types import Plan

if TYPE_CHECKING:
    from index.cluster import Cluster
    from index.parsing import MetadataOverrides
    from index.storage.changing import Change
    from index.storage.preparing import Prepared


class PlanIndex(HeldPlans):
    """Plans that can be searched; many threads may search while one changes the index."""

    def __init__(self, folder: Path, collection: Collection, encoder: Encoder) -> None:
        """Use ``build`` or ``open`` instead."""
        super().__init__(folder, collection, encoder)
        self._changing = threading.Lock()

    @classmethod
    def build(
        cls,
        corpus: str | Path,
        folder: "str | Path | IndexPlace",
        *,
        encoder: Encoder | None = None,
        progress: bool = True,
        processes: int = 1,
        vectors: str | None = None,
        failed: Callable[[Failure], None] | None = None,
        cluster: "Cluster | None" = None,
    ) -> "PlanIndex":
        """Return an index of exactly the plans of a corpus, written to a folder.

        Only passages that are new there are embedded; an index that is up to date is left as it
        is. A damaged one is built anew. Where anything fails, the old index stays in force. Of
        several files of one document one is the plan; see ``copies``.

        Args:
            corpus: A folder with ``plans/`` and, as a rule, ``manifest.toml``.
            folder: Where the index goes, made where it is missing; or the address of a Milvus that
                is to answer for it: ``milvus://HOST:19530/NAME``, ``milvus:FILE.db``.
            encoder: The embedding model; without it the one that ``LANTIAN_MODEL`` names.
            progress: Show a progress bar on standard error.
            processes: How many read the files. With more than one the caller's script needs
                ``if __name__ == "__main__":``, as with any pool, and a file that takes too long
                is left out (``index.reading.time_limit``).
            vectors: How a large segment's vectors are searched: ``auto``, ``flat``, ``ivf`` or
                ``hnsw``, with parameters as in ``hnsw:M=32,efSearch=128``; see
                ``index.ranking.nearest_settings``. Without it ``LANTIAN_VECTORS`` tells, and
                without that the index that is there. It is kept with the index.
            failed: Told of each file that is left out; without it the first one raises.
            cluster: Its workers read the files and, without ``encoder``, embed; see
                ``index.cluster``. The index is the same.

        Raises:
            ClusterError: the cluster's workers cannot do so, or not as this machine would.
            ValueError: ``vectors`` is none of these, or ``LANTIAN_FILE_SECONDS`` no time.
            PlanError: a plan cannot be read, without ``failed``; or none of the files can.
            ManifestError: the corpus or its manifest is wrong.
            ModelError: the model cannot be loaded.
            IndexWriteError: the folder cannot be written to, or another process keeps writing.
            EngineError: the Milvus cannot be reached, or an address names none.
        """
        # A search reads no plan, and starts without these.
        from index.corpus.naming import named_from
        from index.metadata.manifest import find_plan_files, plan_id_of
        from index.storage.changing import reading

        settings = NearestSettings.asked_for(vectors)
        paths = find_plan_files(Path(corpus))
        place = IndexPlace.of(folder)
        elsewhere = cluster.read_files if cluster else None
        return cls._brought_up_to_date(
            place,
            reading(Path(corpus), paths, processes, progress, failed, elsewhere),
            encoder or (cluster.encoder() if cluster else LateEncoder()),
            progress,
            settings,
            named_from(place.folder, Path(corpus)),
            {plan_id_of(path): path.name for path in paths},
        )

    @classmethod
    def open(
        cls, folder: "str | Path | IndexPlace", *, encoder: Encoder | None = None
    ) -> "PlanIndex":
        """Return the index in a folder.

        Args:
            folder: Where ``build`` put it: a folder, or the address that it was given.
            encoder: The embedding model; without it the one that ``LANTIAN_MODEL`` names.

        Raises:
            IndexMissingError: there is none.
            IndexDamagedError: it is half-written, altered, or of another version.
            ModelMismatchError: another model built it.
            ModelError: the model cannot be found.
            EngineError: the Milvus cannot be reached, or the address names none.
        """
        place = IndexPlace.of(folder)
        cls.follow(place)
        collection = read_collection(place.folder)
        encoder = encoder or LateEncoder()
        require_configuration(place.folder, collection.configuration, encoder)
        if place.milvus is not None:
            from index.storage.serving import require_place

            require_place(place)
        collection.require_searchable()
        return cls(place.folder, collection, encoder)

    @staticmethod
    def follow(place: IndexPlace) -> None:
        """Bring what this machine keeps for searching in step with the database that has the plans.

        Of an index whose plans are in its folder nothing is done.

        Raises:
            IndexMissingError, EngineError, IndexWriteError: as for ``open`` and ``build``.
        """
        if place.plans:
            from index.storage.serving import fetch

            fetch(place)

    def reopened(self) -> "PlanIndex":
        """Return the index that is in the folder by now; what both have is not read again.

        This one stays as it is.

        Raises:
            IndexMissingError, IndexDamagedError, ModelMismatchError: as for ``open``.
        """
        return PlanIndex(self._folder, self._read(), self._encoder)

    def embedded_by(
        self, encoder: Encoder, folder: "str | Path | IndexPlace", *, progress: bool = True
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
            IndexPlace.of(folder),
            lambda digests: prepare_plans(self.plans(), digests),
            encoder,
            progress,
        )

    def add(
        self,
        path: str | Path,
        *,
        on_progress: OnProgress = tell_nobody,
        **metadata: Unpack["MetadataOverrides"],
    ) -> Plan:
        """Put a plan into the index, in place of one with the same id, and return it.

        The change is on disk when this returns. ``build`` takes the plan out again unless it is
        in the corpus by then. Where the index has the document already, from a file that is no
        worse, the plan of that file is returned; see ``copies``.

        Args:
            path: As for ``parse_plan``.
            on_progress: Called in this thread with each stage as it begins, and with the share of
                the texts that are embedded, in [0, 1], as it grows.
            **metadata: As for ``parse_plan``.

        Raises:
            PlanError: the plan cannot be read, or is empty; the index is as it was.
            ValueError: a field of ``metadata`` is unknown or of the wrong kind.
            IndexWriteError: the folder cannot be written to, or another process keeps writing.
            IndexDamagedError, ModelMismatchError: what is in the folder by now is not this index.
        """
        from index.parsing import parse_plan
        from index.storage.preparing import prepare

        on_progress("reading", 0.0)
        plan = parse_plan(path, **metadata)
        on_progress("preparing", 0.0)
        prepared = prepare(plan, Path(path).name)
        is_told = on_progress is not tell_nobody
        encoder = Telling(self._encoder, on_progress) if is_told else self._encoder
        self._change(lambda _: ([prepared], frozenset()), encoder)
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

        self._change(updating(paths, gone, processes, progress, failed), self._encoder)

    def remove(self, plan_id: str) -> None:
        """Take a plan or a copy out of the index; the change is on disk when this returns.

        With a plan its copies go; the next ``build`` makes a plan of one that is in the corpus.

        Raises:
            FilterError: the index has no such plan.
            IndexWriteError, IndexDamagedError, ModelMismatchError: as for ``add``.
        """
        from index.storage.changing import removing

        self._change(removing(plan_id), self._encoder)

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
            begin_change(self._folder)
            made = compact(self._folder, self._read(), settings)
            self._searcher = Searcher(made, self._encoder)

    @classmethod
    def _brought_up_to_date(
        cls,
        place: IndexPlace,
        read: Callable[[Mapping[str, bytes]], Iterable["Prepared | str"]],
        encoder: Encoder,
        progress: bool,
        vectors: NearestSettings | None = None,
        corpus: str = "",
        files: Mapping[str, str] | None = None,
    ) -> "PlanIndex":
        """Return the index of exactly some plans; what its folder has already stays in use."""
        from index.storage.building import bring_up_to_date

        folder = place.folder
        with locked(folder):
            if place.milvus is not None:
                from index.storage.serving import let_serve

                let_serve(place)
            begin_change(folder)
            try:
                old = read_collection(folder)
            except (IndexMissingError, IndexDamagedError):
                old = None
            made = bring_up_to_date(folder, old, read, encoder, progress, vectors, corpus, files)
            made.complete()
            return cls(folder, made, encoder)

    def _change(self, change: Callable[[Collection], "Change"], encoder: Encoder) -> None:
        """Put plans in and take plans out of what is on disk by now, and write the result.

        Args:
            change: Returns what is new, and the ids of what goes.
            encoder: For what is new.
        """
        from index.storage.building import merge
        from index.storage.changing import changed

        with self._changing, locked(self._folder):
            begin_change(self._folder)
            old = self._read()
            made = changed(self._folder, old, change(old), encoder)
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
