"""Where sentences end in the prose of Chinese government documents."""

from collections.abc import Iterator

_ENDS = frozenset("。；;！!？?")
_CLOSERS = frozenset('”’"』」')
_OPEN = frozenset("(（〔[【")
_CLOSE = frozenset(")）〕]】")

MAX_BRACKET_CHARS = 400
"""A bracket that has not closed by then never will (longest responsibility bracket seen: 205)."""


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]`` as ranges of ``text``, in order.

    A sentence ends with 。；！？ outside brackets. A bracket right behind it, as the one that
    names who is responsible, belongs to it: ``…关停。(市工信局牵头。)`` is one sentence.
    Ranges carry no white space at their edges and leave none of the other characters out.
    """
    end = len(text) if end is None else end
    position = sentence_start = start
    while position < end:
        character = text[position]
        if character in _OPEN:
            position = _bracket_end(text, position, end)
        elif character in _ENDS:
            position = _sentence_end(text, position + 1, end)
            yield from _trimmed(text, sentence_start, position)
            sentence_start = position
        else:
            position += 1
    yield from _trimmed(text, sentence_start, end)


def _sentence_end(text: str, position: int, end: int) -> int:
    """Return where a sentence ends whose final mark stands before ``position``."""
    while position < end and (text[position] in _ENDS or text[position] in _CLOSERS):
        position += 1
    following = position
    while following < end and text[following].isspace():
        following += 1
    if following < end and text[following] in "(（":
        closed = _bracket_end(text, following, end)
        if closed > following + 1:
            position = closed
            while position < end and text[position] in _ENDS:
                position += 1
    return position


def _bracket_end(text: str, position: int, end: int) -> int:
    """Return the position after a bracket's end, or after its first character if it stays open."""
    depth = 0
    for offset in range(position, min(end, position + MAX_BRACKET_CHARS)):
        if text[offset] in _OPEN:
            depth += 1
        elif text[offset] in _CLOSE:
            depth -= 1
            if depth == 0:
                return offset + 1
    return position + 1


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a range without white space at its edges, nothing where there is only white space."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
