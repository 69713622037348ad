"""Targets: every quantity that a plan sets or limits."""

from qa.targets.extraction import extract_targets
from qa.targets.listing import targets

__all__ = ["extract_targets", "targets"]
