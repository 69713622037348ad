"""What a query says, and what of an index it asks for.

``understand`` reads one query against a ``Catalogue`` of the index; the nouns are in
``index.query.types``.
"""

from index.query.catalogue import Catalogue
from index.query.scope import Filters, plans_in_scope
from index.query.types import Query
from index.query.understanding import understand

__all__ = [
    "Catalogue",
    "Filters",
    "Query",
    "plans_in_scope",
    "understand",
]
