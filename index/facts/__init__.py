"""What a plan commits to, read once when it is indexed: targets, thresholds, duties, terms."""

from typing import TYPE_CHECKING

from index.facts.types import Definition, Duty, Facts, Target, Threshold
from index.late import late_names
from index.mentions.indicators import is_indicator

if TYPE_CHECKING:
    from index.facts.definitions import extract_definitions
    from index.facts.duties import extract_duties, names_office, responsible_offices
    from index.facts.rows import read_tables, role_of_head
    from index.facts.targets import extract_targets, extract_thresholds
    from index.structure.table_grid import Cell, Table
    from index.types import Plan

VERSION = 9
"""Raised whenever the facts of an unchanged plan may change; an index of another is built anew."""

__all__ = [
    "VERSION",
    "Cell",
    "Definition",
    "Duty",
    "Facts",
    "Table",
    "Target",
    "Threshold",
    "extract_definitions",
    "extract_duties",
    "extract_facts",
    "extract_targets",
    "extract_thresholds",
    "is_indicator",
    "names_office",
    "read_tables",
    "responsible_offices",
    "role_of_head",
]

# A search opens what was read; only an index that is built reads it again.
__getattr__ = late_names(
    __name__,
    {
        "extract_definitions": "index.facts.definitions",
        "extract_duties": "index.facts.duties",
        "extract_targets": "index.facts.targets",
        "extract_thresholds": "index.facts.targets",
        "names_office": "index.facts.duties",
        "Cell": "index.structure.table_grid",
        "Table": "index.structure.table_grid",
        "read_tables": "index.facts.rows",
        "role_of_head": "index.facts.rows",
        "responsible_offices": "index.facts.duties",
    },
)


def extract_facts(plan: "Plan") -> Facts:
    """Return all that a plan commits to, in one reading."""
    from index.facts.definitions import extract_definitions
    from index.facts.duties import extract_duties
    from index.facts.targets import read_targets

    targets, thresholds = read_targets(plan)
    return Facts(targets, thresholds, extract_duties(plan), extract_definitions(plan))
