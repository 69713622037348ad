"""Where sentences end in the prose of Chinese government documents."""

import re
from collections.abc import Iterator

from index.text.damage import LOST_CHARACTERS
from index.text.numerals import CHINESE_NUMERAL

_ENDS = "。；;！!？?"
_CLOSERS = '”’"』」'
_OPEN = "(（〔[【"
_CLOSE = ")）〕]】"

_PAUSE = re.compile(r"[，,、：:\s]")
_MARK = re.compile(f"[{re.escape(_ENDS + _OPEN)}]")
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")
# …整改。(二)… : the number of the next item, not the bracket that belongs to the sentence.
_LABEL = re.compile(rf"[(（]\s?(?:{CHINESE_NUMERAL}{{1,7}}|[0-9０-９]{{1,3}})\s?[)）]")

MAX_BRACKET_CHARS = 400
"""A bracket that has not closed by then never will (longest responsibility bracket seen: 205)."""


def split_sentences(
    text: str, start: int = 0, end: int | None = None, *, max_chars: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]`` as ranges of ``text``, in order.

    A sentence ends with 。；！？ outside brackets. A bracket right behind it, as the one that
    names who is responsible, belongs to it: ``…关停。(市工信局牵头。)`` is one sentence.
    Ranges carry no white space at their edges and leave none of the other characters out.

    Args:
        text: The source.
        start: Where to begin.
        end: Where to stop; None for the text's end.
        max_chars: A longer sentence, a list as a rule, is cut after its last comma before that;
            None for no limit.
    """
    end = len(text) if end is None else end
    closed = _bracket_ends(text, start, end)
    position = sentence_start = start
    while mark := _MARK.search(text, position, end):
        position = mark.end()
        if mark.group() in _OPEN:
            position = closed.get(mark.start(), position)
        elif damage := LOST_CHARACTERS.match(text, mark.start(), end):
            position = damage.end()
        else:
            position = _sentence_end(text, position, end, closed)
            yield from _cut(text, sentence_start, position, max_chars)
            sentence_start = position
    yield from _cut(text, sentence_start, end, max_chars)


def _sentence_end(text: str, position: int, end: int, closed: dict[int, int]) -> int:
    """Return where a sentence ends whose final mark stands before ``position``."""
    while position < end and (text[position] in _ENDS or text[position] in _CLOSERS):
        position += 1
    following = position
    while following < end and text[following].isspace():
        following += 1
    if (
        following in closed
        and text[following] in "(（〔【"
        and not _LABEL.match(text, following, closed[following])
    ):
        position = closed[following]
        while position < end and text[position] in _ENDS:
            position += 1
    return position


def _bracket_ends(text: str, start: int, end: int) -> dict[int, int]:
    """Return for each bracket that closes the position after its end, by its own position."""
    ends: dict[int, int] = {}
    still_open: list[int] = []
    for mark in _BRACKET.finditer(text, start, end):
        if mark.group() in _OPEN:
            still_open.append(mark.start())
        elif still_open:
            opened = still_open.pop()
            if mark.end() - opened <= MAX_BRACKET_CHARS:
                ends[opened] = mark.end()
    return ends


def _cut(text: str, start: int, end: int, max_chars: int | None) -> Iterator[tuple[int, int]]:
    """Yield a range whole, or in parts of at most ``max_chars`` that end with a comma."""
    while max_chars is not None and end - start > max_chars:
        limit = start + max_chars
        pauses = [mark.end() for mark in _PAUSE.finditer(text, start, limit)]
        cut = pauses[-1] if pauses else limit
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a range without white space at its edges, nothing where there is only white space."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a passage, in order; one that has none is its own sentence."""
    return tuple(text[start:end] for start, end in split_sentences(text)) or (text,)
