"""Questions in, quoted answers out.

Start with ``ask``, ``targets``, ``duties``, ``compare`` and ``changes``; the nouns are in
``qa.types``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from qa.types import (
    Answer,
    Change,
    Changes,
    Citation,
    Comparison,
    ComparisonRow,
    Definition,
    Duty,
    Target,
)

if TYPE_CHECKING:
    from qa.answering import answer_from, ask
    from qa.comparing import changes, compare
    from qa.definitions import extract_definitions
    from qa.duty_reading import duties, extract_duties
    from qa.evidence import CALIBRATION_FILE, FEATURES, Evidence, calibration, weigh
    from qa.question import is_question
    from qa.target_reading import extract_targets, targets

__all__ = [
    "CALIBRATION_FILE",
    "FEATURES",
    "Answer",
    "Change",
    "Changes",
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
    "changes",
    "compare",
    "duties",
    "extract_definitions",
    "extract_duties",
    "extract_targets",
    "is_question",
    "targets",
    "weigh",
]

# Loaded when first asked for: they bring numpy, scipy and jieba with them.
_LATE = {
    "CALIBRATION_FILE": "qa.evidence",
    "FEATURES": "qa.evidence",
    "Evidence": "qa.evidence",
    "answer_from": "qa.answering",
    "ask": "qa.answering",
    "calibration": "qa.evidence",
    "changes": "qa.comparing",
    "compare": "qa.comparing",
    "duties": "qa.duty_reading",
    "extract_definitions": "qa.definitions",
    "extract_duties": "qa.duty_reading",
    "is_question": "qa.question",
    "extract_targets": "qa.target_reading",
    "targets": "qa.target_reading",
    "weigh": "qa.evidence",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing its module at the first use."""
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
