"""What a text names: places, offices, codes, the terms of the field; each one reader."""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
    from index.mentions.dates import DateMention, find_dates, read_date
    from index.mentions.latin_places import english_name
    from index.mentions.offices import is_same_office
    from index.mentions.places import find_places
    from index.mentions.terms import TermGroup, term_groups

__all__ = [
    "DateMention",
    "TermGroup",
    "english_name",
    "find_dates",
    "find_places",
    "is_same_office",
    "read_date",
    "term_groups",
]

__getattr__ = late_names(
    __name__,
    {
        "DateMention": "index.mentions.dates",
        "TermGroup": "index.mentions.terms",
        "english_name": "index.mentions.latin_places",
        "find_dates": "index.mentions.dates",
        "find_places": "index.mentions.places",
        "is_same_office": "index.mentions.offices",
        "read_date": "index.mentions.dates",
        "term_groups": "index.mentions.terms",
    },
)
