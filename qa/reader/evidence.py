"""What the reader says of a sentence: of a passage's answer, the part that lies in it."""

from bisect import bisect_left
from dataclasses import dataclass

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
    """

    start: int
    end: int
    relevance: float
    span: float
    is_best: bool


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
    )
