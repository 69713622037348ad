"""Brackets that say who is responsible: ``（市生态环境局牵头，市公安局配合）``."""

import re

_MARK = re.compile(
    r"[()（）﹙﹚]|[牵牽]\s*[头頭]|[负負]\s*[责責](?!人)|配\s*合|[参參]\s*[与與]|落\s*[实實]"
    r"|[责責]\s*任\s*[单單]\s*位"
)
_OPEN, _CLOSE = frozenset("(（﹙"), frozenset(")）﹚")
MAX_BRACKET_CHARS = 400
"""A bracket that has not closed by then never will (longest seen: 205)."""


def find_responsibility_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost brackets in a range that themselves say who does what, in order.

    Args:
        text: A source of either script, or its shadow.
        start: Where to begin.
        end: Where to stop.
    """
    still_open: list[tuple[int, bool]] = []
    found: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text, start, end):
        if mark.group() in _OPEN:
            still_open.append((mark.start(), False))
        elif not still_open:
            continue
        elif mark.group() in _CLOSE:
            opened, says_who = still_open.pop()
            if says_who and mark.end() - opened <= MAX_BRACKET_CHARS:
                while found and found[-1][0] > opened:
                    found.pop()
                found.append((opened, mark.end()))
        else:
            still_open[-1] = (still_open[-1][0], True)
    return found
