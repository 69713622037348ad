"""Plans in, ranked passages out.

Start with ``parse_plan`` (``parsing``: a file becomes a plan) and ``PlanIndex`` (``search``: plans
become an index; ``searcher``: a query becomes hits). The nouns are in ``index.types``, what plans
commit to in ``index.facts``, what a text names in ``index.mentions``.
"""

from typing import TYPE_CHECKING

from index.errors import (
    FilterError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriteError,
    LantianError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    QueryError,
)
from index.hits import Hit
from index.late import late_names
from index.types import Anomaly, Clause, Passage, Plan, Span

if TYPE_CHECKING:
    from index.parsing import parse_plan
    from index.query.types import Hits, Query
    from index.search import PlanIndex

__all__ = [
    "Anomaly",
    "Clause",
    "FilterError",
    "Hit",
    "Hits",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexWriteError",
    "LantianError",
    "ManifestError",
    "ModelError",
    "ModelMismatchError",
    "Passage",
    "Plan",
    "PlanError",
    "PlanIndex",
    "Query",
    "QueryError",
    "Span",
    "parse_plan",
]

__getattr__ = late_names(
    __name__,
    {
        "Hits": "index.query.types",
        "PlanIndex": "index.search",
        "Query": "index.query.types",
        "parse_plan": "index.parsing",
    },
)
