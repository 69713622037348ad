"""Targets: every quantity that a plan sets or limits."""

from qa.target_reading.extraction import extract_targets, extract_thresholds
from qa.target_reading.listing import targets

__all__ = ["extract_targets", "extract_thresholds", "targets"]
