"""What a query says: the places, years, plans, clauses and offices that it names.

``understand`` reads one query against a ``Catalogue`` of the index; the nouns are in
``index.query.types``.
"""

from index.query.catalogue import Catalogue
from index.query.types import Query
from index.query.understanding import understand

__all__ = ["Catalogue", "Query", "understand"]
