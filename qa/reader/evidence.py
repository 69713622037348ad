"""What the reader says of a sentence: of a passage's answer, the part that lies in it."""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qa.reader.inputs import ReaderInput
from qa.reader.network import Reading

LEAST = -12.0
"""Log probability of a span, at least: less is as good as none."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader says of a sentence.

    Attributes:
        start: Of the likeliest answer in it, in the plan's text; ``end`` is exclusive.
        relevance: Log odds that the passage answers.
        span: Logarithm of the probability that this is the answer, given that the passage does.
        is_best: The passage's likeliest answer lies in this sentence.
        shown: The passage, as it was read; ``reading``: what was made of it.
    """

    start: int
    end: int
    relevance: float
    span: float
    is_best: bool
    shown: ReaderInput
    reading: Reading

    def chance(self, begins: tuple[int, int], ends: tuple[int, int]) -> float:
        """Return the log probability that the answer begins in one range and ends in another.

        The two are taken to be independent. Minus infinity where no token is.

        Args:
            begins: A half-open range of the plan's text.
            ends: Another.
        """
        made = self.reading
        first = [made.firsts[place] for place in self._tokens(*begins)]
        last = [made.lasts[place] for place in self._tokens(*ends)]
        if not first or not last:
            return -math.inf
        return float(np.logaddexp.reduce(first) + np.logaddexp.reduce(last))

    def _tokens(self, start: int, end: int) -> Iterator[int]:
        """Yield the tokens that meet a range of the plan's text."""
        origins = self.shown.shadow.origins
        for place, (first, last) in enumerate(self.reading.ranges):
            if origins[first] < end and start <= origins[last - 1]:
                yield place


def reading_of_sentence(
    shown: ReaderInput, reading: Reading, start: int, end: int
) -> SentenceReading | None:
    """Return what a passage's reading says of one of its sentences; None where nothing was read.

    Args:
        shown: What was read.
        reading: What the reader made of it.
        start: Of the sentence in the plan's text.
        end: Of the sentence, exclusive.
    """
    origins = shown.shadow.origins
    first, last = bisect_left(origins, start), bisect_left(origins, end)
    last = min(last, len(shown.shadow.text))
    best, whole = reading.best(first, last), reading.best()
    if best is None or whole is None or best.end <= best.start:
        return None
    begin, stop = shown.shadow.source_range(best.start, best.end)
    return SentenceReading(
        start=begin,
        end=stop,
        relevance=reading.relevance,
        span=max(LEAST, best.score),
        is_best=(best.start, best.end) == (whole.start, whole.end),
        shown=shown,
        reading=reading,
    )
