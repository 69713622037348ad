"""The collection as people keep it: files in a folder, what is known of each, archives of it.

``folder`` puts files in and takes them out, ``changes`` tells what became of them,
``entries`` writes the manifest, ``archive`` packs a
collection and unpacks one, ``commands`` is what the command line offers.
"""

from index.corpus.changes import CorpusChanges, changes_since
from index.corpus.entries import put_entry
from index.corpus.folder import Corpus, CorpusError, free_id
from index.metadata.typed_fields import FIELDS, field_from_text

__all__ = [
    "FIELDS",
    "Corpus",
    "CorpusChanges",
    "CorpusError",
    "changes_since",
    "field_from_text",
    "free_id",
    "put_entry",
]
