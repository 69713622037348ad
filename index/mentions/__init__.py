"""What a text names: places, offices, codes, the terms of the field; each one reader."""

from index.mentions.actions import action_words
from index.mentions.brackets import (
    Role,
    find_statement,
    part_in_role,
    responsibility_brackets,
)
from index.mentions.codes import find_printed_numbers
from index.mentions.comparators import goal_operator, operator_of
from index.mentions.dates import DateMention, deadline_in, find_dates, find_deadlines, read_date
from index.mentions.divisions import Place, find_regions, spoken_names
from index.mentions.latin_places import english_name, find_places_in_latin
from index.mentions.offices import (
    find_offices,
    is_office,
    is_office_surely,
    is_same_office,
    office_groups,
    offices_of,
    search_name,
)
from index.mentions.places import find_places, parts_of_place
from index.mentions.quantities import UNIT, find_quantities, normal_unit
from index.mentions.terms import TermGroup, term_groups

__all__ = [
    "UNIT",
    "DateMention",
    "Place",
    "Role",
    "TermGroup",
    "action_words",
    "deadline_in",
    "english_name",
    "find_dates",
    "find_deadlines",
    "find_offices",
    "find_places",
    "find_places_in_latin",
    "find_printed_numbers",
    "find_quantities",
    "find_regions",
    "find_statement",
    "goal_operator",
    "is_office",
    "is_office_surely",
    "is_same_office",
    "normal_unit",
    "office_groups",
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
