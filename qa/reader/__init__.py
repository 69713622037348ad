"""The trained reader: which passages answer a question, and with which words."""

from qa.reader.evidence import SentenceReading, reading_of_sentence
from qa.reader.network import Reader, Reading, probability
from qa.reader.reading import PASSAGES, Readings, hasten_reading, reader_for, readings_of

__all__ = [
    "PASSAGES",
    "Reader",
    "Reading",
    "Readings",
    "SentenceReading",
    "hasten_reading",
    "probability",
    "reader_for",
    "reading_of_sentence",
    "readings_of",
]
