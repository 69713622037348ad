"""Questions in, quoted answers out."""

from qa.answering import answer_from, ask
from qa.comparing import compare
from qa.evidence import CALIBRATION_FILE, FEATURES, Evidence, calibration, weigh
from qa.types import Answer, Citation, Comparison, ComparisonRow, Duty, Target

__all__ = [
    "CALIBRATION_FILE",
    "FEATURES",
    "Answer",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Duty",
    "Evidence",
    "Target",
    "answer_from",
    "ask",
    "calibration",
    "compare",
    "weigh",
]
