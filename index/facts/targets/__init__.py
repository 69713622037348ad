"""Targets: every quantity that a plan sets or limits; thresholds, which only say who is meant."""

from index.facts.targets.extraction import extract_targets, extract_thresholds, read_targets

__all__ = ["extract_targets", "extract_thresholds", "read_targets"]
