"""Targets: every quantity that a plan sets or limits."""

from qa.target_reading.extraction import extract_targets
from qa.target_reading.listing import targets

__all__ = ["extract_targets", "targets"]
