"""Passages that have a query's very words: a pasted sentence, a number with its unit, a code."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.ranking.positions import each_once
from index.text.shadow import shadow_of
from index.types import Erratum, Passage

MIN_SENTENCE_CHARS = 12
"""A text this long that stands in a plan word for word was copied from it."""

KEPT_PHRASES = 64
PAIRS_FROM = 1_000_000
"""Units of one segment's text; fewer are looked through faster than a list is read."""
_IGNORED = re.compile(r"[\s\W_]+")
GAP = "\n"
# Marks that make a number another number when they are dropped: 3.5, 10%, 2018-2020.
_KEPT = str.maketrans({".": "点", "%": "百", "-": "至", "–": "至", "—": "至", "/": "每"})

Units = NDArray[np.uint16]


def bare(text: str) -> str:
    """Return a text as phrases are compared: its shadow, lower case, without punctuation."""
    return _bare(shadow_of(text).text)


def bare_passage(passage: Passage, errata: tuple[Erratum, ...]) -> str:
    """Return a passage as phrases are compared, errata repaired."""
    return _bare(shadow_of(passage.text, errata, start=passage.start).text)


def units_of(text: str) -> Units:
    """Return the UTF-16 code units of a text, shape (u,), uint16."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


@dataclass(frozen=True, slots=True)
class BareTexts:
    """The bare texts of n passages, one after the other, a line break behind each.

    Attributes:
        units: UTF-16 code units, shape (u,), uint16.
        starts: Where each passage begins, and the end, shape (n + 1,), integers.
        pairs: Two neighbouring units as one number, ascending, each once, shape (p,), uint32;
            None where the text is short enough to look through.
        pair_starts: Where the places of each pair begin, and the end, shape (p + 1,), integers.
        places: Where each pair stands in ``units``, ascending for each, shape (u - 1,), uint32.
    """

    units: Units
    starts: NDArray[np.int64]
    pairs: NDArray[np.uint32] | None = None
    pair_starts: NDArray[np.int64] | None = None
    places: NDArray[np.uint32] | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> "BareTexts":
        """Return some bare texts."""
        own = [units_of(text + GAP) for text in texts]
        starts = np.cumsum([0, *map(len, own)], dtype=np.int64)
        return cls(np.concatenate([np.zeros(0, dtype=np.uint16), *own]), starts)

    def with_pairs(self) -> "BareTexts":
        """Return the same with its pairs listed, so that nothing need be looked through."""
        codes = (self.units[:-1].astype(np.uint32) << 16) | self.units[1:]
        order = np.argsort(codes, kind="stable").astype(np.uint32)
        pairs, firsts = np.unique(codes[order], return_index=True)
        starts = np.append(firsts, len(codes)).astype(np.int64)
        return BareTexts(self.units, self.starts, pairs, starts, order)

    def places_of(self, phrase: Units) -> NDArray[np.int64]:
        """Return where a phrase begins in ``units``, ascending.

        Args:
            phrase: At least one unit.
        """
        found, known = self._candidates(phrase)
        found = found[(found >= 0) & (found <= len(self.units) - len(phrase))]
        for shift, unit in enumerate(phrase.tolist()):
            if shift not in known and len(found):
                found = found[self.units[found + shift] == unit]
        return found

    def _candidates(self, phrase: Units) -> tuple[NDArray[np.int64], set[int]]:
        """Return where a phrase may begin, and which of its units are there for certain."""
        if self.pairs is None or self.pair_starts is None or self.places is None or len(phrase) < 2:
            return np.flatnonzero(self.units == phrase[0]), {0}
        codes = (phrase[:-1].astype(np.uint32) << 16) | phrase[1:]
        rows = np.searchsorted(self.pairs, codes)
        best: tuple[int, int, int] | None = None
        for shift, (row, code) in enumerate(zip(rows.tolist(), codes.tolist(), strict=True)):
            if row == len(self.pairs) or int(self.pairs[row]) != code:
                return np.zeros(0, dtype=np.int64), set()
            size = int(self.pair_starts[row + 1]) - int(self.pair_starts[row])
            best = min(best or (size, shift, row), (size, shift, row))
        if best is None:
            return np.zeros(0, dtype=np.int64), set()
        _, shift, row = best
        own = self.places[int(self.pair_starts[row]) : int(self.pair_starts[row + 1])]
        return own.astype(np.int64) - shift, {shift, shift + 1}


class PhraseIndex:
    """The bare texts of passages in several groups, one behind the other; it never changes."""

    def __init__(self, parts: Sequence[BareTexts], is_live: NDArray[np.bool_] | None) -> None:
        """Take the texts.

        Args:
            parts: Of each group; positions count through all groups.
            is_live: Shape (n,), False for passages that were removed; None where none was.
        """
        self._parts = tuple(parts)
        self._offsets = tuple(accumulate((len(own.starts) - 1 for own in parts), initial=0))
        self._is_live = is_live
        # A search asks for its own text to rank, to mark and to tell where it was copied from.
        self._positions = lru_cache(maxsize=KEPT_PHRASES)(self._find)

    def words(self, position: int) -> str:
        """Return the bare text of one passage."""
        number = bisect_right(self._offsets, position) - 1
        part, own = self._parts[number], position - self._offsets[number]
        units = part.units[int(part.starts[own]) : int(part.starts[own + 1]) - 1]
        return units.tobytes().decode("utf-16-le", "surrogatepass")

    def positions(self, phrase: str) -> NDArray[np.intp]:
        """Return which live passages have a phrase word for word, ascending.

        A phrase that begins or ends with a digit does not match inside a longer number.

        Args:
            phrase: As ``bare`` returns it; an empty one is nowhere.
        """
        return self._positions(phrase)

    def _find(self, phrase: str) -> NDArray[np.intp]:
        """Return which passages have a phrase, ascending."""
        found = [np.zeros(0, dtype=np.intp)]
        units = units_of(phrase)
        for part, offset in zip(self._parts, self._offsets, strict=False):
            if not len(units):
                break
            places = part.places_of(units)
            if _has_digit_at_an_end(phrase):
                cuts = _cuts_number(part.units, places)
                cuts |= _cuts_number(part.units, places + len(units))
                places = places[~cuts]
            owners = np.searchsorted(part.starts, places, side="right") - 1
            found.append(each_once(owners) + offset)
        positions = np.concatenate(found)
        return positions if self._is_live is None else positions[self._is_live[positions]]


def _bare(shadow: str) -> str:
    """Return a shadow in lower case, without punctuation."""
    return _IGNORED.sub("", shadow.lower().translate(_KEPT))


def stands_in(phrase: str, text: str) -> bool:
    """Tell whether one bare text has a phrase, as ``PhraseIndex.positions`` does of all.

    Args:
        phrase: As ``bare`` returns it; an empty one is nowhere.
        text: Of a passage, bare.
    """
    place = text.find(phrase) if phrase else -1
    while place >= 0:
        if not _is_in_number(text, place) and not _is_in_number(text, place + len(phrase)):
            return True
        place = text.find(phrase, place + 1)
    return False


def _is_in_number(text: str, place: int) -> bool:
    """Tell whether a place lies between two digits of a text."""
    return 0 < place < len(text) and text[place - 1 : place + 1].isdecimal()


def _has_digit_at_an_end(phrase: str) -> bool:
    """Tell whether a phrase could begin or end inside a number."""
    return phrase[:1].isdecimal() or phrase[-1:].isdecimal()


def _cuts_number(units: Units, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which places, each in the text or at its end, lie inside a number."""
    inside = np.clip(places, 1, len(units) - 1)
    is_digit = _digits()[units[inside - 1]] & _digits()[units[inside]]
    found: NDArray[np.bool_] = is_digit & (inside == places)
    return found


@cache
def _digits() -> NDArray[np.bool_]:
    """Return which UTF-16 code units are digits."""
    return np.fromiter((chr(unit).isdecimal() for unit in range(2**16)), dtype=np.bool_)
