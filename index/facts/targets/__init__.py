"""Targets: every quantity that a plan sets or limits."""

from index.facts.targets.extraction import extract_targets

__all__ = ["extract_targets"]
