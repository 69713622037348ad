"""Which plans' files are others than those that were indexed, for all views alike."""

import logging
import time
from weakref import WeakKeyDictionary

from index import PlanIndex
from index.corpus import CorpusChanges, changes_since

LATELY_S = 10.0
"""To look through a folder of 2,000 files takes 40 ms, ten times as long as a search."""

logger = logging.getLogger(__name__)
_looked: WeakKeyDictionary[PlanIndex, tuple[float, CorpusChanges | None]] = WeakKeyDictionary()


def changed_files(index: PlanIndex) -> CorpusChanges | None:
    """Return what became of the files since the index was built of them.

    Returns:
        None where the index names no corpus or its corpus is not here, as where an index alone was
        copied to a server: then nothing can be said.
    """
    corpus = index.corpus
    if corpus is None:
        return None
    try:
        return changes_since(corpus, index.heads(), index.copies(), index.left_out())
    except OSError as error:
        logger.warning("%s cannot be compared with its index: %s", corpus.folder, error)
        return None


def lately_changed_files(index: PlanIndex) -> CorpusChanges | None:
    """Return the same as it was within the last ``LATELY_S``; a search need not look each time."""
    seen = _looked.get(index)
    if seen is None or time.monotonic() - seen[0] > LATELY_S:
        seen = (time.monotonic(), changed_files(index))
        _looked[index] = seen  # two that look at once find the same
    return seen[1]


def state_of(changes: CorpusChanges | None, plan_id: str) -> str:
    """Return what became of the file of an indexed plan: ``altered``, ``gone`` or nothing."""
    if changes is None:
        return ""
    if plan_id in changes.gone:
        return "gone"
    return "altered" if plan_id in changes.altered else ""
