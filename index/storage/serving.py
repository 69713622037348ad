"""An index whose vectors and words are asked of Milvus: filled before a generation is in force.

The folder has all of an embedded index, and a file ``ENGINE`` that names the Milvus and what was
put there. Whatever puts a generation into force fills Milvus first, and the database where plans
are in one; what the generation before needs stays until the next one, for those who search it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError
from index.place import ENGINE, IndexPlace
from index.storage.engine_note import EngineNote, plans_of
from index.storage.manifest import Manifest
from index.storage.milvus_index import MilvusIndex
from index.storage.postgres import PostgresPlans, without_files
from index.storage.store import (
    current_manifest,
    locked,
    open_segment,
    partial_folder,
    switch,
)


def let_serve(place: IndexPlace) -> None:
    """Let the index in a folder be asked of a Milvus from now on; the folder is locked.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = place.folder / ENGINE
    if not path.exists() or EngineNote.of(place.folder).place != place:
        EngineNote(place, {}).write()


def require_place(place: IndexPlace) -> None:
    """Refuse a folder that another Milvus answers for than the one that was named, or none.

    Raises:
        IndexMissingError: it does.
    """
    if (place.folder / ENGINE).exists() and EngineNote.of(place.folder).place == place:
        return
    raise IndexMissingError(
        f"{place.folder}: is not served by {place}; let it be with: "
        f"python -m index build --index {place.address}"
    )


@contextmanager
def serving(folder: Path, manifest: Manifest) -> Iterator[None]:
    """Fill Milvus for a generation that is then put into force, and tidy up afterwards.

    Raises:
        EngineError: it cannot be filled; nothing is put into force.
    """
    place = EngineNote.of(folder).place
    rows = MilvusIndex(place)
    try:
        before = current_manifest(folder)[1].segments
    except (IndexMissingError, IndexDamagedError):
        before = ()
    segments = [open_segment(folder, own) for own in manifest.segments]
    rows.fill(manifest.configuration, segments)
    kept = [*manifest.segments, *before]
    if place.plans:
        plans_of(folder).put(segments)
    yield
    if place.plans:
        plans_of(folder).put_in_force(manifest, [own.name for own in kept])
    rows.drop_others(kept)


def fetch(place: IndexPlace) -> None:
    """Bring what a search needs from the database into a folder, where the index is not built.

    Raises:
        IndexMissingError: the database has no such index.
        EngineError: it cannot be reached.
        IndexWriteError: the folder cannot be written to.
    """
    plans = PostgresPlans(place.plans, place.name)
    manifest = without_files(Manifest.from_bytes(plans.manifest(), place.plans))
    try:
        there = current_manifest(place.folder)[1]
    except (IndexMissingError, IndexDamagedError):
        there = None
    if there is not None and (all(own.is_whole for own in there.segments) or there == manifest):
        return  # it is built here, or up to date
    with locked(place.folder), partial_folder(place.folder) as partial:
        let_serve(place)
        for entry in manifest.segments:
            if not (place.folder / entry.name).exists():
                target = partial / entry.name
                target.mkdir()
                plans.fetch(entry, target)
                target.rename(place.folder / entry.name)
        switch(place.folder, manifest)
