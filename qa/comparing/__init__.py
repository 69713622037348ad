"""Plans side by side: across cities (``compare``) and over time (``changes``)."""

from qa.comparing.over_time import changes
from qa.comparing.rows import compare

__all__ = ["changes", "compare"]
