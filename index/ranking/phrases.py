"""Passages that have a query's very words: a pasted sentence, a number with its unit, a code."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from index.text.shadow import shadow_of
from index.types import Passage, Plan

MIN_SENTENCE_CHARS = 12
"""A text this long that stands in a plan word for word was copied from it."""

KEPT_PHRASES = 64
_IGNORED = re.compile(r"[\s\W_]+")
_GAP = "\n"
# Marks that make a number another number when they are dropped: 3.5, 10%, 2018-2020.
_KEPT = str.maketrans({".": "点", "%": "百", "-": "至", "–": "至", "—": "至", "/": "每"})


def bare(text: str) -> str:
    """Return a text as phrases are compared: its shadow, lower case, without punctuation."""
    return _IGNORED.sub("", shadow_of(text).text.lower().translate(_KEPT))


class PhraseIndex:
    """The bare texts of n passages, one after the other; it never changes."""

    def __init__(self, text: str, starts: tuple[int, ...]) -> None:
        """Take the texts.

        Args:
            text: Of all passages, with a line break behind each.
            starts: Where each begins, ascending, n of them.
        """
        self.text = text
        self.starts = starts
        # A search asks for its own text to rank, to mark and to tell where it was copied from.
        self._positions = lru_cache(maxsize=KEPT_PHRASES)(self._find)

    @classmethod
    def build(cls, passages: Sequence[Passage], plans: dict[str, Plan]) -> "PhraseIndex":
        """Return the index of some passages, errata repaired."""
        parts, starts, position = [], [], 0
        for passage in passages:
            errata = plans[passage.plan_id].errata
            shadow = shadow_of(passage.text, errata, start=passage.start).text
            words = _IGNORED.sub("", shadow.lower().translate(_KEPT)) + _GAP
            parts.append(words)
            starts.append(position)
            position += len(words)
        return cls("".join(parts), tuple(starts))

    def words(self, position: int) -> str:
        """Return the bare text of one passage."""
        start = self.starts[position]
        return self.text[start : self.text.index(_GAP, start)]

    def positions(self, phrase: str) -> list[int]:
        """Return which passages have a phrase word for word, ascending.

        A phrase that begins or ends with a digit does not match inside a longer number.

        Args:
            phrase: As ``bare`` returns it; an empty one is nowhere.
        """
        return list(self._positions(phrase))

    def _find(self, phrase: str) -> list[int]:
        """Return which passages have a phrase, ascending."""
        found: list[int] = []
        position = self.text.find(phrase) if phrase else -1
        while position >= 0:
            owner = bisect_right(self.starts, position) - 1
            end = position + len(phrase)
            if not _cuts_number(self.text, position) and not _cuts_number(self.text, end):
                found.append(owner)
                end = self.starts[owner + 1] if owner + 1 < len(self.starts) else len(self.text)
            position = self.text.find(phrase, end)
        return found


def _cuts_number(text: str, place: int) -> bool:
    """Tell whether a place lies inside a number."""
    return text[max(place - 1, 0) : place].isdecimal() and text[place : place + 1].isdecimal()
