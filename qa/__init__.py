"""Questions in, quoted answers out."""

from qa.answering import answer_from, ask
from qa.comparing import compare
from qa.definitions import extract_definitions
from qa.duties import duties, extract_duties
from qa.evidence import CALIBRATION_FILE, FEATURES, Evidence, calibration, weigh
from qa.targets import extract_targets, targets
from qa.types import Answer, Citation, Comparison, ComparisonRow, Definition, Duty, Target

__all__ = [
    "CALIBRATION_FILE",
    "FEATURES",
    "Answer",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Definition",
    "Duty",
    "Evidence",
    "Target",
    "answer_from",
    "ask",
    "calibration",
    "compare",
    "duties",
    "extract_definitions",
    "extract_duties",
    "extract_targets",
    "targets",
    "weigh",
]
