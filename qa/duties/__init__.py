"""Duties: which office leads, takes part in or carries out what a plan asks for."""

from qa.duties.extraction import extract_duties
from qa.duties.search import duties

__all__ = ["duties", "extract_duties"]
