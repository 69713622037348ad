"""What a query says: the places, years, plans, clauses and offices that it names.

``understand`` reads one query against a ``Catalogue`` of the index; the nouns are in
``index.understanding.query``.
"""

from index.understanding.catalogue import Catalogue
from index.understanding.query import Query
from index.understanding.understanding import understand

__all__ = ["Catalogue", "Query", "understand"]
