"""Definitions and abbreviations that a plan gives itself."""

from index.facts.definitions.extraction import extract_definitions

__all__ = ["extract_definitions"]
