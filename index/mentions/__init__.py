"""What a text names: places, offices, codes, the terms of the field; each one reader."""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
    from index.mentions.divisions import spoken_names
    from index.mentions.latin_places import english_name
    from index.mentions.offices import is_same_office
    from index.mentions.places import find_places, parts_of_place
    from index.mentions.terms import TermGroup, term_groups

__all__ = [
    "TermGroup",
    "english_name",
    "find_places",
    "is_same_office",
    "parts_of_place",
    "spoken_names",
    "term_groups",
]

__getattr__ = late_names(
    __name__,
    {
        "TermGroup": "index.mentions.terms",
        "english_name": "index.mentions.latin_places",
        "find_places": "index.mentions.places",
        "is_same_office": "index.mentions.offices",
        "parts_of_place": "index.mentions.places",
        "spoken_names": "index.mentions.divisions",
        "term_groups": "index.mentions.terms",
    },
)
