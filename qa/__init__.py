"""Questions in, quoted answers out."""

from qa.answering import ask
from qa.definitions import extract_definitions
from qa.duties import duties, extract_duties
from qa.targets import extract_targets, targets
from qa.types import Answer, Citation, Comparison, ComparisonRow, Definition, Duty, Target

__all__ = [
    "Answer",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Definition",
    "Duty",
    "Target",
    "ask",
    "duties",
    "extract_definitions",
    "extract_duties",
    "extract_targets",
    "targets",
]
