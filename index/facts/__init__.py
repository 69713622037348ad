"""What a plan commits to, read once when it is indexed: targets, duties, terms it explains."""

from index.facts.definitions import extract_definitions
from index.facts.duties import extract_duties
from index.facts.targets import extract_targets
from index.facts.types import Definition, Duty, Facts, Target
from index.types import Plan

VERSION = 1
"""Raised whenever the facts of an unchanged plan may change; an index of another is built anew."""

__all__ = [
    "VERSION",
    "Definition",
    "Duty",
    "Facts",
    "Target",
    "extract_definitions",
    "extract_duties",
    "extract_facts",
    "extract_targets",
]


def extract_facts(plan: Plan) -> Facts:
    """Return what a plan commits to."""
    return Facts(extract_targets(plan), extract_duties(plan), extract_definitions(plan))
