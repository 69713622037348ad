"""Plans side by side: ``compare`` across cities, ``changes`` over time, ``answer_across``."""

from qa.comparing.across import answer_across
from qa.comparing.apart import compared_answer, parts_by_place
from qa.comparing.over_time import changes
from qa.comparing.rows import compare

__all__ = ["answer_across", "changes", "compare", "compared_answer", "parts_by_place"]
