"""What a query says, and what of an index it asks for.

``understand`` reads one query against a ``Catalogue`` of the index; the nouns are in
``index.query.types``.
"""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
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

__getattr__ = late_names(
    __name__,
    {
        "Catalogue": "index.query.catalogue",
        "Filters": "index.query.scope",
        "Query": "index.query.types",
        "plans_in_scope": "index.query.scope",
        "understand": "index.query.understanding",
    },
)
