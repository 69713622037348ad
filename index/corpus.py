"""A corpus: the files that an index is built of, and what has become of them since."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.metadata.manifest import MANIFEST_NAME, plans_folder
from index.reading import SUFFIXES
from index.storage.segment import sha256_of
from index.types import PlanHead

KEPT_SUMS = 10_000
"""Checksums of files that did not change; each is read again only where its size or its time is
another."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the files lie that an index is built of.

    Attributes:
        folder: As ``PlanIndex.build`` was given it.
        plans: The folder that holds the files; the same where the corpus is a folder of plans.
    """

    folder: Path
    plans: Path

    @property
    def manifest(self) -> Path:
        """What is known of the plans; the file may not be there."""
        beside = self.plans / MANIFEST_NAME
        return beside if beside.is_file() else self.folder / MANIFEST_NAME

    def files(self) -> dict[str, Path]:
        """Return the files that may hold a plan, by the plan's id; what cannot is left out.

        Raises:
            OSError: the folder cannot be read.
        """
        listed = sorted(self.plans.iterdir())
        return {
            path.stem: path
            for path in listed
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
        }

    def changes_since(self, heads: Iterable[PlanHead]) -> "CorpusChanges":
        """Return what became of the files since an index was built of them.

        What only the manifest says is not compared.

        Args:
            heads: Of the index's plans.

        Raises:
            OSError: a file cannot be read.
        """
        files = self.files()
        known = {head.id: head.sha256 for head in heads}
        return CorpusChanges(
            new=tuple(sorted(files.keys() - known.keys())),
            altered=tuple(
                sorted(
                    id_ for id_ in files.keys() & known.keys() if _sum_of(files[id_]) != known[id_]
                )
            ),
            gone=tuple(sorted(known.keys() - files.keys())),
        )


@dataclass(frozen=True, slots=True)
class CorpusChanges:
    """What became of a corpus since an index was built of it: ids of plans, ascending.

    Attributes:
        new: Of files that the index does not have.
        altered: Of plans whose file has other bytes by now.
        gone: Of plans that have no file any more, or never had one here.
    """

    new: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.altered or self.gone)


def corpus_named(index_folder: Path, name: str) -> Corpus | None:
    """Return the corpus that ``named_from`` named; None where it is not there, or nothing is."""
    folder = Path(os.path.normpath(index_folder.resolve() / name))
    return Corpus(folder, plans_folder(folder)) if name and folder.is_dir() else None


def named_from(index_folder: Path, corpus: Path) -> str:
    """Return how an index names its corpus: by the way there from the index's own folder.

    So both can be moved or copied together, and a copy never leads to the files of the original.
    """
    try:
        way = os.path.relpath(corpus.resolve(), index_folder.resolve())
    except ValueError:  # on another drive there is no way
        return corpus.resolve().as_posix()
    return Path(way).as_posix()


def _sum_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    status = path.stat()
    return _sum_at(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=KEPT_SUMS)
def _sum_at(path: Path, modified_ns: int, size: int) -> str:
    """Return the SHA-256 of a file that was last written at a time."""
    return sha256_of(path)
