"""Plans side by side: ``compare`` across cities, ``changes`` over time, ``answer_across``."""

from qa.comparing.across import answer_across, best_of_all
from qa.comparing.apart import Apart, Finding, Part, compared_answer
from qa.comparing.areas import answer_on_areas
from qa.comparing.at_large import weigh_at_large
from qa.comparing.naming import parts_by_document, parts_by_place
from qa.comparing.over_time import changes
from qa.comparing.rows import compare
from qa.comparing.stating import told_by

__all__ = [
    "Apart",
    "Finding",
    "Part",
    "answer_across",
    "answer_on_areas",
    "best_of_all",
    "changes",
    "compare",
    "compared_answer",
    "parts_by_document",
    "parts_by_place",
    "told_by",
    "weigh_at_large",
]
