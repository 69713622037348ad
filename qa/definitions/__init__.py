"""Definitions and abbreviations that a plan gives itself."""

from qa.definitions.extraction import extract_definitions

__all__ = ["extract_definitions"]
