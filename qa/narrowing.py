"""Which of several values that stand together a question means: by its words, or the reader's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.text import ARABIC, Shadow
from qa.quantities import Value, fitting_quantities, times, values_in
from qa.question import Question
from qa.reader import SentenceReading
from qa.respective import place_named
from qa.spans import Found

MARGIN = 2.0
"""Log odds that one value may be behind all of the reader's span, and is still what is meant."""
_SEVERAL = re.compile(
    r"几|多少|多[大高远长久宽深]|何时|哪[天年]|什么时候"
    r"|\bhow (?:many|much|long|often)\b|\bwhat\b|\bwhen\b"
)
_BARE = re.compile(rf"(?<![\d.]){ARABIC}(?![\d.]|年)")
"""A cell of a table has no unit."""

Range = tuple[int, int]


def narrowed(found: Found, read: SentenceReading, shadow: Shadow, question: Question) -> Found:
    """Return of a span with several values the one that is asked for; the span where it is all.

    Of 分别不少于5600吨和2100吨 it may be the second.

    Args:
        found: What answers in the sentence.
        read: By the reader.
        shadow: Of the sentence.
        question: What is asked.
    """
    if found.items or not _asks_one(question):
        return found
    if value := _named(found, shadow, question):
        return _as_found(found, value)
    values = [v for v in _values(found, shadow, question) if _meets(v.own, found)]
    if len(values) < 2:
        return found
    chances = list(_chances(values, read, shadow))
    best = max(range(len(values)), key=chances.__getitem__)
    if chances[best] < read.span - MARGIN:
        return found
    return _as_found(found, values[best])


def _as_found(found: Found, value: Value) -> Found:
    """Return one of the values of a span in its place."""
    start, end = value.own
    return replace(found, start=start, end=end, before=value.before, after=value.after)


def _named(found: Found, shadow: Shadow, question: Question) -> Value | None:
    """Return the value for what a question names of those that stand for several things."""
    for match in _quantities(found, shadow, question):
        if "values" in match.groupdict():
            at = place_named(match, question.shadow)
            if at is not None:
                return list(values_in(match))[at]
    return None


def _quantities(found: Found, shadow: Shadow, question: Question) -> list[re.Match[str]]:
    """Return the quantities that a span meets, of a question on how much."""
    if question.asks != "number":
        return []
    matches = fitting_quantities(shadow.text, question.units, question.shadow)
    return [m for m in matches if _meets(m.span(), found)]


def _asks_one(question: Question) -> bool:
    """Tell whether a question asks for one value: 几天内先修、几天内修好 are two."""
    return not question.wants_each and len(_SEVERAL.findall(question.shadow)) < 2


def _meets(own: Range, found: Found) -> bool:
    return own[0] < found.end and found.start < own[1]


def _values(found: Found, shadow: Shadow, question: Question) -> Iterator[Value]:
    """Yield the values or dates of a sentence, each for itself, in order."""
    if question.asks == "when":
        yield from (Value(match.span()) for match in times(shadow.text))
        return
    inside = _quantities(found, shadow, question)
    if not inside:
        bare = _BARE.finditer(shadow.text, found.start, found.end)
        yield from (Value(match.span()) for match in bare)
    for match in inside:
        if "values" in match.groupdict():
            yield from values_in(match)
        else:
            yield Value(match.span())


def _chances(values: Sequence[Value], read: SentenceReading, shadow: Shadow) -> Iterator[float]:
    """Yield of each value the log probability that the answer begins and ends with it.

    What stands before a value up to the last one may belong to it, and what stands behind it.
    """
    origins = shadow.origins
    whole = (0, len(shadow.text))
    for at, value in enumerate(values):
        last = values[at - 1].own[1] if at else whole[0]
        following = values[at + 1].own[0] if at + 1 < len(values) else whole[1]
        begins = origins[last], origins[value.own[1] - 1] + 1
        ends = origins[value.own[0]], origins[following - 1] + 1
        yield read.chance(begins, ends)
