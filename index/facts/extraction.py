"""All facts of a plan in one reading."""

from index.facts.definitions import extract_definitions
from index.facts.duties import extract_duties
from index.facts.targets import read_targets
from index.facts.types import Facts
from index.types import Plan


def extract_facts(plan: Plan) -> Facts:
    """Return what a plan commits to."""
    targets, thresholds = read_targets(plan)
    return Facts(targets, thresholds, extract_duties(plan), extract_definitions(plan))
