"""What a text names: places, offices, codes, the terms of the field; each one reader."""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
    from index.mentions.actions import action_words
    from index.mentions.brackets import (
        Role,
        find_statement,
        part_in_role,
        responsibility_brackets,
    )
    from index.mentions.comparators import goal_operator, operator_of
    from index.mentions.dates import DateMention, find_dates, read_date
    from index.mentions.divisions import spoken_names
    from index.mentions.latin_places import english_name
    from index.mentions.offices import (
        find_offices,
        is_office,
        is_office_surely,
        is_same_office,
        offices_of,
        search_name,
    )
    from index.mentions.places import find_places, parts_of_place
    from index.mentions.quantities import UNIT, find_quantities, normal_unit
    from index.mentions.terms import TermGroup, term_groups

__all__ = [
    "UNIT",
    "DateMention",
    "Role",
    "TermGroup",
    "action_words",
    "english_name",
    "find_dates",
    "find_offices",
    "find_places",
    "find_quantities",
    "find_statement",
    "goal_operator",
    "is_office",
    "is_office_surely",
    "is_same_office",
    "normal_unit",
    "offices_of",
    "operator_of",
    "part_in_role",
    "parts_of_place",
    "read_date",
    "responsibility_brackets",
    "search_name",
    "spoken_names",
    "term_groups",
]

__getattr__ = late_names(
    __name__,
    {
        "action_words": "index.mentions.actions",
        "DateMention": "index.mentions.dates",
        "Role": "index.mentions.brackets",
        "TermGroup": "index.mentions.terms",
        "english_name": "index.mentions.latin_places",
        "find_dates": "index.mentions.dates",
        "find_places": "index.mentions.places",
        "UNIT": "index.mentions.quantities",
        "is_same_office": "index.mentions.offices",
        "read_date": "index.mentions.dates",
        "find_quantities": "index.mentions.quantities",
        "goal_operator": "index.mentions.comparators",
        "find_statement": "index.mentions.brackets",
        "part_in_role": "index.mentions.brackets",
        "normal_unit": "index.mentions.quantities",
        "operator_of": "index.mentions.comparators",
        "parts_of_place": "index.mentions.places",
        "spoken_names": "index.mentions.divisions",
        "responsibility_brackets": "index.mentions.brackets",
        "search_name": "index.mentions.offices",
        "find_offices": "index.mentions.offices",
        "is_office": "index.mentions.offices",
        "is_office_surely": "index.mentions.offices",
        "offices_of": "index.mentions.offices",
        "term_groups": "index.mentions.terms",
    },
)
