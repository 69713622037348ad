"""What became of the files of a corpus since an index was built of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.corpus.folder import Corpus
from index.storage.report import Failure
from index.storage.segment import sha256_of
from index.types import Copy, PlanHead

KEPT_SUMS = 10_000
"""Checksums of files that did not change; each is read again only where its size or its time is
another."""


@dataclass(frozen=True, slots=True)
class CorpusChanges:
    """What became of a corpus since an index was built of it: ids of plans, ascending.

    Attributes:
        new: Of files that the index does not have, and that no build has tried to read.
        altered: Of plans whose file has other bytes by now.
        gone: Of plans that have no file any more, or never had one here.
        left_out: Files that the last build could not read, and that are as they were.
    """

    new: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    left_out: tuple[Failure, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether a build would change the index."""
        return bool(self.new or self.altered or self.gone)


def changes_since(
    corpus: Corpus,
    heads: Iterable[PlanHead],
    copies: Iterable[Copy] = (),
    failures: Iterable[Failure] = (),
) -> CorpusChanges:
    """Return what became of the files since an index was built of them.

    What only the manifest says is not compared.

    Args:
        corpus: Of the files.
        heads: Of the index's plans.
        copies: That it knows of.
        failures: Of its last build; see ``PlanIndex.left_out``.

    Raises:
        OSError: a file cannot be read.
    """
    files = corpus.files()
    known = {head.id: head.sha256 for head in heads}
    known |= {copy.id: copy.sha256 for copy in copies}
    both = files.keys() & known.keys()
    new = sorted(files.keys() - known.keys())
    failed = {own.file: own for own in failures}
    left_out = {id_: failed[files[id_].name] for id_ in new if files[id_].name in failed}
    left_out = {id_: own for id_, own in left_out.items() if _is_still(own, files[id_])}
    return CorpusChanges(
        new=tuple(id_ for id_ in new if id_ not in left_out),
        altered=tuple(sorted(id_ for id_ in both if _sum_of(files[id_]) != known[id_])),
        gone=tuple(sorted(known.keys() - files.keys())),
        left_out=tuple(left_out.values()),
    )


def _is_still(failure: Failure, path: Path) -> bool:
    """Tell whether a file is as it was when it could not be read."""
    try:
        return failure.sha256 == _sum_of(path)
    except OSError:
        return not failure.sha256


def _sum_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    status = path.stat()
    return _sum_at(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=KEPT_SUMS)
def _sum_at(path: Path, modified_ns: int, size: int) -> str:
    """Return the SHA-256 of a file that was last written at a time."""
    return sha256_of(path)
