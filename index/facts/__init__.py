"""What a plan commits to, read once when it is indexed: targets, thresholds, duties, terms."""

from index.facts.definitions import extract_definitions
from index.facts.duties import extract_duties
from index.facts.governing import names_office, responsible_offices
from index.facts.targets import extract_targets, extract_thresholds, read_targets
from index.facts.types import Definition, Duty, Facts, Target, Threshold
from index.mentions.indicators import is_indicator
from index.types import Plan

VERSION = 3
"""Raised whenever the facts of an unchanged plan may change; an index of another is built anew."""

__all__ = [
    "VERSION",
    "Definition",
    "Duty",
    "Facts",
    "Target",
    "Threshold",
    "extract_definitions",
    "extract_duties",
    "extract_facts",
    "extract_targets",
    "extract_thresholds",
    "is_indicator",
    "names_office",
    "responsible_offices",
]


def extract_facts(plan: Plan) -> Facts:
    """Return what a plan commits to."""
    targets, thresholds = read_targets(plan)
    return Facts(targets, thresholds, extract_duties(plan), extract_definitions(plan))
