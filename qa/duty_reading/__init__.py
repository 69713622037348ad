"""Duties: which office leads, takes part in or carries out what a plan asks for."""

from qa.duty_reading.extraction import extract_duties
from qa.duty_reading.search import duties

__all__ = ["duties", "extract_duties"]
