"""Questions in, quoted answers out."""

from qa.answering import ask
from qa.targets import extract_targets, targets
from qa.types import Answer, Citation, Comparison, ComparisonRow, Duty, Target

__all__ = [
    "Answer",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Duty",
    "Target",
    "ask",
    "extract_targets",
    "targets",
]
