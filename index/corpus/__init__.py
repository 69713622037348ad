"""The collection as people keep it: files in a folder, what is known of each, archives of it.

``folder`` puts files in and takes them out, ``changes`` tells what became of them, ``entries``
writes the manifest, ``archive`` packs a collection and unpacks one, ``archived_plans`` tells the
plans in a ZIP archive, ``page_pictures`` shows where a scan has a quotation, ``reading_apart``
reads a file in a process of its own, ``commands`` is what the command line offers, ``adding`` the
largest part of it.
"""

from index.corpus.archived_plans import ARCHIVE, plans_in
from index.corpus.changes import CorpusChanges, changes_since
from index.corpus.entries import put_entry
from index.corpus.folder import Corpus, CorpusError, free_id
from index.corpus.page_pictures import lines_at, picture_at
from index.corpus.reading_apart import parse_apart
from index.metadata.typed_fields import FIELDS, field_from_text

__all__ = [
    "ARCHIVE",
    "FIELDS",
    "Corpus",
    "CorpusChanges",
    "CorpusError",
    "changes_since",
    "field_from_text",
    "free_id",
    "lines_at",
    "parse_apart",
    "picture_at",
    "plans_in",
    "put_entry",
]
