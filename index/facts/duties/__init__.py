"""Duties: which office leads, takes part in or carries out what a plan asks for."""

from index.facts.duties.extraction import extract_duties

__all__ = ["extract_duties"]
