"""An index kept in step with its collection: what changed there is read again, nothing else."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.folder import Corpus
from index.errors import LantianError
from index.metadata.manifest import MANIFEST_NAME, TABLE_NAME, plan_id_of
from index.reading import SUFFIXES
from index.storage.reading_pool import usual_processes
from index.storage.report import Failure

if TYPE_CHECKING:
    from watchfiles import Change

    from index import PlanIndex

BEGIN_MS = 500
"""After which a watch of a folder where nothing happens says that it began."""
QUIET_MS = 400
"""Changes that follow one another within this time are one; a file takes as long to be copied."""
_MANIFESTS = (MANIFEST_NAME, TABLE_NAME)


def follow(
    index: "PlanIndex", corpus: Corpus, changed: Iterable[Path], processes: int = 1
) -> tuple[Failure, ...]:
    """Bring an index up to date with some files of its collection; return those that fail.

    A file that is gone takes its plan with it; a copy of it becomes the plan then. A file that
    cannot be read any more is as good as gone.

    Args:
        index: Of the collection.
        corpus: The collection.
        changed: Files in ``plans/`` that are new, other or gone.
        processes: As for ``PlanIndex.build``.

    Raises:
        ManifestError, IndexWriteError: as for ``PlanIndex.update``.
    """
    files = corpus.files()
    stems = {path.stem for path in changed}
    gone = {name for stem in stems for name in (stem, *(stem + own for own in SUFFIXES))}
    gone -= files.keys()
    paths = {path for path in files.values() if path.stem in stems}
    names = {path.name for path in files.values()}
    other = gone | {plan_id_of(path, names) for path in paths}
    paths |= {
        files[copy.id] for copy in index.copies() if copy.plan_id in other and copy.id in files
    }
    failures: list[Failure] = []
    index.update(sorted(paths), gone, processes=processes, failed=failures.append)
    failed = {own.file for own in failures}
    unreadable = [plan_id_of(path, names) for path in paths if path.name in failed]
    if unreadable:
        left = [
            files[copy.id]
            for copy in index.copies()
            if copy.plan_id in unreadable and copy.id in files and copy.id not in unreadable
        ]
        index.update(left, unreadable, processes=processes)
    return tuple(failures)


def watch(
    corpus: Corpus, stop: threading.Event | None = None
) -> Iterator[tuple[frozenset[Path], bool]]:
    """Yield what changes in a collection: files of plans, and whether what is known of them did.

    The first time nothing did: from then on no change is missed.

    Args:
        corpus: To be watched, until Ctrl-C.
        stop: Ends it too.
    """
    from watchfiles import watch as changes_in

    def concerns(_: "Change", name: str) -> bool:
        path = Path(name)
        is_known = path.name in _MANIFESTS
        return is_known or (
            path.suffix.lower() in SUFFIXES
            and not path.name.startswith(".")
            and path.parent.name == corpus.plans.name
        )

    found = changes_in(
        corpus.folder,
        watch_filter=concerns,
        debounce=4 * QUIET_MS,
        step=QUIET_MS,
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=BEGIN_MS,
        yield_on_timeout=True,
    )
    is_first = True
    for changes in found:
        if not changes and not is_first:
            continue
        if is_first:
            is_first = False
            yield frozenset(), False
        if not changes:
            continue
        paths = {Path(name) for _, name in changes}
        known = {path for path in paths if path.name in _MANIFESTS}
        yield frozenset(paths - known), bool(known)


def keep_in_step(
    corpus: Corpus,
    build: Callable[[], "PlanIndex"],
    told: Callable[["PlanIndex", tuple[Failure, ...], frozenset[Path]], None],
    wrong: Callable[[LantianError | OSError], None],
    stop: threading.Event | None = None,
) -> None:
    """Build an index and follow its collection until Ctrl-C.

    Args:
        corpus: The collection.
        build: Builds the index; called again where what is known of plans changes.
        told: Called at the start and after each change with the index, the files that fail, and
            those that changed: what failed of these before does no more.
        wrong: Called with what is wrong with the manifest, the index or the disk; the next change
            is another try, of what has changed before too.
        stop: Ends it too.

    Raises:
        LantianError: the index cannot be built at the start.
    """
    before = _stamps(corpus)
    index = build()
    built = _stamps(corpus)
    told(index, (), frozenset())
    left: set[Path] = set()  # of changes that are not in the index yet
    is_to_be_built = False
    for paths, is_described_anew in watch(corpus, stop):
        left |= paths
        try:
            # What was written while the index was built and nobody watched is in no list.
            is_first = not paths and not is_described_anew
            is_late = is_first and not before == built == _stamps(corpus)
            is_to_be_built |= is_described_anew or is_late
            if is_to_be_built:
                index = build()
                told(index, (), frozenset())  # a build knows all that fail
            elif left:
                failures = follow(index, corpus, left, usual_processes())
                told(index, failures, frozenset(left))
            left.clear()
            is_to_be_built = False
        except (LantianError, OSError) as error:  # a file may be gone before it is looked at
            wrong(error)


def _stamps(corpus: Corpus) -> dict[str, tuple[int, int]]:
    """Return when each file of a collection was written, and its size, by its name."""
    paths = [*corpus.files().values(), *(corpus.folder / name for name in _MANIFESTS)]
    stats = ((path.name, path.stat()) for path in paths if path.is_file())
    return {name: (stat.st_mtime_ns, stat.st_size) for name, stat in stats}
