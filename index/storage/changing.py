"""Plans put into an index and taken out of it, in one change, and files brought into it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from index.errors import PlanError
from index.model import Encoder
from index.storage.building import commit
from index.storage.collection import Collection
from index.storage.copies import settle
from index.storage.preparing import Elsewhere, Prepared, prepare_files
from index.storage.report import Failure

Change = tuple[Sequence[Prepared], Set[str]]
"""What is new, and the ids of plans and copies that go."""


def changed(folder: Path, old: Collection, change: Change, encoder: Encoder) -> Collection:
    """Return an index with a change made, written to its folder.

    Args:
        folder: The index's, locked.
        old: The index that is there.
        change: What is to change; what is new may be copies of what stays.
        encoder: Embeds the passages whose text is new.

    Raises:
        IndexWriteError: the folder cannot be written to; the old index stays in force.
    """
    fresh, gone = change
    gone = gone | {own.row.id for own in fresh}  # what stood under these ids
    known = {id_: own for id_, own in old.manifest.copies.items() if id_ not in gone}
    settled = settle(old, old.digests.keys() - gone, fresh, known)
    new = {own.row.id for own in settled.fresh}
    leaving = (gone | settled.gone) & old.digests.keys() - new
    return commit(
        folder, old, settled.fresh, leaving, encoder, progress=False, copies=settled.copies
    )


def updating(
    paths: Sequence[Path],
    gone: Iterable[str],
    processes: int,
    progress: bool,
    failed: Callable[[Failure], None] | None,
) -> Callable[[Collection], Change]:
    """Return the change that puts some files in; see ``PlanIndex.update``."""

    def change(old: Collection) -> Change:
        found = prepare_files(
            paths, old.digests, processes=processes, progress=progress, failed=failed
        )
        return [own for own in found if not isinstance(own, str)], set(gone)

    return change


def removing(plan_id: str) -> Callable[[Collection], Change]:
    """Return the change that takes a plan or a copy out; see ``PlanIndex.remove``."""

    def change(old: Collection) -> Change:
        if plan_id not in old.manifest.copies:
            old.number(plan_id)  # on disk, where another process may have changed things
        return (), {plan_id}

    return change


def reading(
    corpus: Path,
    paths: Sequence[Path],
    processes: int,
    progress: bool,
    failed: Callable[[Failure], None] | None,
    elsewhere: Elsewhere | None = None,
) -> Callable[[Mapping[str, bytes]], Iterator[Prepared | str]]:
    """Return what reads the files of a corpus; see ``PlanIndex.build``.

    That no file at all is a plan is a mistake, and no reason to empty an index.
    """

    def read(digests: Mapping[str, bytes]) -> Iterator[Prepared | str]:
        is_empty = True
        for own in prepare_files(
            paths,
            digests,
            processes=processes,
            progress=progress,
            failed=failed,
            elsewhere=elsewhere,
        ):
            is_empty = False
            yield own
        if is_empty:
            raise PlanError(f"{corpus}: none of its files is a plan; see what is wrong with each")

    return read
