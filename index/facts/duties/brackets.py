"""Brackets of a text that may say who is responsible, closed or not, and lines that do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.facts.duties.wording import LABEL, SENTENCE_END, WHO

MAX_BRACKET_CHARS = 400
"""A bracket that has not closed by then never will (longest seen: 205)."""

_MARK = re.compile(rf"(?P<open>[(\[])|(?P<close>[)\]])|(?P<who>{WHO.pattern})")
_LABELLED = re.compile(rf"(?:^|(?<=[{SENTENCE_END}])){LABEL.pattern}[:：]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket of a shadow, or a labelled line. ``text[start:end]`` holds its own marks too.

    Attributes:
        inner: Where what it says begins; ``inner_end`` is exclusive.
        depth: How many brackets stand open around it.
        says_who: It has a word like 牵头 or 负责 that stands in no bracket inside it.
    """

    start: int
    end: int
    inner: int
    inner_end: int
    depth: int
    says_who: bool


def find_brackets(text: str, breaks: frozenset[int]) -> list[Bracket]:
    """Return the brackets of a shadow that may name offices, in order of their beginning.

    One that never closes ends with its paragraph or with the sentence that says who does what.

    Args:
        text: A shadow.
        breaks: Positions of ``text`` before which the source has the end of a paragraph.
    """
    found: list[Bracket] = []
    still_open: list[tuple[int, int]] = []  # where it opened, where it last said who; 0 for never
    for mark in _MARK.finditer(text):
        if mark["open"]:
            still_open.append((mark.start(), 0))
        elif mark["who"]:
            if still_open:
                still_open[-1] = (still_open[-1][0], mark.end())
        elif still_open:
            opened, said = still_open.pop()
            if mark.end() - opened <= MAX_BRACKET_CHARS:
                depth = len(still_open)
                inner = (opened + 1, mark.start())
                found.append(Bracket(opened, mark.end(), *inner, depth, bool(said)))
            elif said:
                found.append(_unclosed(text, opened, said, breaks))
    found += [_unclosed(text, opened, said, breaks) for opened, said in still_open if said]
    return sorted(found, key=lambda bracket: (bracket.start, -bracket.end))


def _unclosed(text: str, opened: int, said: int, breaks: frozenset[int]) -> Bracket:
    """Return a bracket that never closes, as far as it can reach."""
    limit = min(len(text), opened + MAX_BRACKET_CHARS)
    end = next((place for place in range(opened + 1, limit) if place in breaks), limit)
    first = WHO.search(text, opened, end)
    stop = text.find("。", first.end() if first else opened, end)
    end = end if stop < 0 else stop
    following = text.find("(", min(said, end), end)
    end = end if following < 0 else following
    return Bracket(opened, end, opened + 1, end, 0, bool(first) and end > opened + 1)


def find_labelled_lines(source: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a source that start with a label (责任单位：…) and stand in no bracket.

    Each runs to the end of its line.
    """
    position = 0
    while found := _LABELLED.search(source, position):
        stop = source.find("\n", found.end())
        position = len(source) if stop < 0 else stop
        yield found.start("label"), position
