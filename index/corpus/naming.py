"""Which corpus an index was built of, told by the way there from the index's own folder."""

import os
from pathlib import Path

from index.corpus.folder import Corpus


def corpus_named(index_folder: Path, name: str) -> Corpus | None:
    """Return the corpus that ``named_from`` named; None where it is not there, or nothing is."""
    folder = Path(os.path.normpath(index_folder.resolve() / name))
    return Corpus(folder) if name and folder.is_dir() else None


def named_from(index_folder: Path, corpus: Path) -> str:
    """Return how an index names its corpus: by the way there from the index's own folder.

    So both can be moved or copied together, and a copy never leads to the files of the original.
    """
    try:
        way = os.path.relpath(corpus.resolve(), index_folder.resolve())
    except ValueError:  # on another drive there is no way
        return corpus.resolve().as_posix()
    return Path(way).as_posix()
