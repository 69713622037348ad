"""An index whose vectors and words are asked of Milvus: filled before a generation is in force.

The folder has all of an embedded index, and a file ``ENGINE`` that names the Milvus and what was
put there. Whatever puts a generation into force fills Milvus first, and the database where plans
are in one. What earlier generations need stays until the next change begins, for those who search
them: one change may put several into force.
"""

from collections.abc import Sequence
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError
from index.place import ENGINE, IndexPlace
from index.storage.engine_note import EngineNote
from index.storage.manifest import Manifest, SegmentEntry
from index.storage.milvus_index import MilvusIndex
from index.storage.postgres import PostgresPlans, without_files
from index.storage.segment import Segment
from index.storage.store import (
    current_manifest,
    locked,
    open_segment,
    partial_folder,
    switch,
)


def let_serve(place: IndexPlace, *, is_fetched: bool = False) -> None:
    """Let the index in a folder be asked of a Milvus from now on; the folder is locked.

    Args:
        place: The index's.
        is_fetched: Whether what is in the folder comes from a database.

    Raises:
        OSError: the folder cannot be written to.
        IndexWriteError: it is to be built in a folder that was fetched.
        EngineError: nobody answers at the address, where it is to be built.
    """
    place = place.anywhere
    note = EngineNote(place, {}, is_fetched)
    if (place.folder / ENGINE).exists():
        before = EngineNote.of(place.folder)
        if not is_fetched:
            before.require_built(())
        # Of another address too the rows may be the same ones; those that are not are counted.
        note = EngineNote(place, before.rows, is_fetched)
        if note == before:
            return
    if not is_fetched:  # a mistyped address, where nobody answers, changes nothing
        found = MilvusIndex(place)
        found.engine.has(found.passages)
    note.write()


def require_place(place: IndexPlace) -> None:
    """Refuse a folder that another Milvus answers for than the one that was named, or none.

    Raises:
        IndexMissingError: it does.
    """
    note = EngineNote.of(place.folder) if (place.folder / ENGINE).exists() else None
    if note is not None and note.place == place.anywhere:
        return
    if note is not None and note.is_fetched:
        raise IndexMissingError(
            f"{place.folder}: was fetched, and is not served by {place.address}; name the database "
            f"that has its plans, as in: --index '{note.place.address}'"
        )
    raise IndexMissingError(
        f"{place.folder}: is not served by {place}; let it be with: "
        f"python -m index build --index '{place.address}'"
    )


def tidy(folder: Path) -> None:
    """Take out of Milvus, and of the database, what no generation in force needs.

    Raises:
        EngineError: one of them cannot be asked.
        IndexWriteError: the folder was fetched.
    """
    note = EngineNote.of(folder)
    try:
        kept: list[SegmentEntry] = [*current_manifest(folder)[1].segments]
    except (IndexMissingError, IndexDamagedError):
        return  # what others search is not known here
    note.require_built(kept)
    if note.place.plans:
        plans = PostgresPlans(note.place.plans, note.place.name)
        try:
            # Another one than the folder's where that could not be written afterwards.
            kept += Manifest.from_bytes(plans.manifest(), note.place.plans).segments
        except (IndexMissingError, IndexDamagedError):
            pass
        else:
            plans.drop_others([own.name for own in kept])
    MilvusIndex(note.place).drop_others(kept)


def serve(folder: Path, manifest: Manifest, opened: Sequence[Segment] = ()) -> None:
    """Fill Milvus for a generation that is then put into force in its folder.

    In the database it is in force first: were the folder's, a change that fails in between would be
    none the next time, and those who search would never see it.

    Args:
        folder: The index's, locked.
        manifest: Of the generation.
        opened: Segments that are open already.

    Raises:
        EngineError: it cannot be filled; nothing is put into force.
        IndexWriteError: the folder was fetched.
    """
    place = EngineNote.of(folder).place
    known = {own.entry.name: own for own in opened}
    segments = [known.get(own.name) or open_segment(folder, own) for own in manifest.segments]
    MilvusIndex(place).fill(manifest.configuration, segments)
    if place.plans:
        plans = PostgresPlans(place.plans, place.name)
        plans.put(segments)
        plans.put_in_force(manifest)


def fetch(place: IndexPlace) -> None:
    """Bring what a search needs from the database into a folder, where the index is not built.

    Raises:
        IndexMissingError: the database has no such index.
        IndexDamagedError: its manifest, or the file ``ENGINE``, cannot be read.
        EngineError: it cannot be reached.
        IndexWriteError: the folder cannot be written to.
    """
    if _is_built(place.folder):
        return
    plans = PostgresPlans(place.plans, place.name)
    if _in_force(place) == _wanted(plans, place):
        return
    with locked(place.folder), partial_folder(place.folder) as partial:
        if _is_built(place.folder):  # meanwhile
            return
        manifest = _wanted(plans, place)
        there = _in_force(place)
        let_serve(place, is_fetched=True)
        for entry in manifest.segments:
            if not (place.folder / entry.name).exists():
                target = partial / entry.name
                target.mkdir()
                plans.fetch(entry, target)
                target.rename(place.folder / entry.name)
        if there != manifest:
            switch(place.folder, manifest)


def _wanted(plans: PostgresPlans, place: IndexPlace) -> Manifest:
    """Return what is in force in the database, as a folder has it that was fetched."""
    return without_files(Manifest.from_bytes(plans.manifest(), place.plans))


def _is_built(folder: Path) -> bool:
    """Tell whether an index is in a folder that was built there."""
    note = EngineNote.of(folder) if (folder / ENGINE).exists() else None
    if note is not None and note.is_fetched:
        return False
    try:
        return all(own.is_whole for own in current_manifest(folder)[1].segments)
    except IndexMissingError:
        return False
    except IndexDamagedError:
        return True


def _in_force(place: IndexPlace) -> Manifest | None:
    """Return what is in force in a folder that this place has fetched, None where nothing is."""
    try:
        found = current_manifest(place.folder)[1]
        note = EngineNote.of(place.folder)
    except (IndexMissingError, IndexDamagedError):
        return None
    return found if (note.place, note.is_fetched) == (place.anywhere, True) else None
