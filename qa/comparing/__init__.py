"""Plans side by side: ``compare`` across cities, ``changes`` over time, ``answer_across``."""

from qa.comparing.across import answer_across, best_of_all
from qa.comparing.apart import Apart, Part, compared_answer
from qa.comparing.areas import answer_on_areas
from qa.comparing.naming import parts_by_document, parts_by_place
from qa.comparing.over_time import changes
from qa.comparing.rows import compare

__all__ = [
    "Apart",
    "Part",
    "answer_across",
    "answer_on_areas",
    "best_of_all",
    "changes",
    "compare",
    "compared_answer",
    "parts_by_document",
    "parts_by_place",
]
