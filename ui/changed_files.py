"""Which plans' files are others than those that were indexed, for all views alike."""

import logging

from index import PlanIndex
from index.corpus import CorpusChanges, changes_since

logger = logging.getLogger(__name__)


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
        return changes_since(corpus, index.heads(), index.copies())
    except OSError as error:
        logger.warning("%s cannot be compared with its index: %s", corpus.folder, error)
        return None


def state_of(changes: CorpusChanges | None, plan_id: str) -> str:
    """Return what became of the file of an indexed plan: ``altered``, ``gone`` or nothing."""
    if changes is None:
        return ""
    if plan_id in changes.gone:
        return "gone"
    return "altered" if plan_id in changes.altered else ""
