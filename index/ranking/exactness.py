"""Whether a passage has what was asked in its own words, or is only related to it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.ranking.glossary import ENGLISH_FUNCTION_WORDS
from index.ranking.matches import FUNCTION_WORDS
from index.ranking.phrases import PhraseIndex, bare, stands_in
from index.ranking.positions import is_among, united
from index.ranking.query_terms import telling_of
from index.ranking.tokens import tagged_words
from index.text.shadow import shadow_of

CONTENT_FROM = 0.2
"""What a content word tells by its part of speech; pronouns and particles tell less."""
KEPT_QUERIES = 64
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]+)[”\"」』]")

Covering = Callable[[tuple[int, ...]], NDArray[np.bool_]]
"""Returns which plans cover one of some years, False for -1; see ``NamedPassages``."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a passage must have word for word; every phrase is as ``bare`` returns it.

    Attributes:
        whole: The query as it was typed; a passage that has it needs nothing else.
        phrases: All of them, where there are any: what the query quotes, else its content words.
        years: Those among the content words that a passage has too if its plan covers them.
    """

    whole: str
    phrases: tuple[str, ...]
    years: tuple[int, ...]

    def are_in(self, text: str, covered: Collection[int]) -> bool:
        """Tell whether a passage has them.

        Args:
            text: The passage, bare.
            covered: Those of ``years`` that its plan covers.
        """
        if stands_in(self.whole, text):
            return True
        phrases = [*self.phrases, *(str(year) for year in self.years if year not in covered)]
        has_any = bool(self.phrases or self.years)
        return has_any and all(stands_in(phrase, text) for phrase in phrases)

    def positions(
        self, phrases: PhraseIndex, plan_numbers: NDArray[np.int32], covering: Covering
    ) -> NDArray[np.intp]:
        """Return the positions of all passages that have them, ascending.

        Args:
            phrases: Over the passages of an index.
            plan_numbers: The plan of each passage, as its place in the index, -1 for none.
            covering: Tells the plans of a year.
        """
        whole = phrases.positions(self.whole)
        if not self.phrases and not self.years:
            return whole
        first, *others = self.phrases or (None,)
        found = np.flatnonzero(plan_numbers >= 0) if first is None else phrases.positions(first)
        for phrase in others:
            found = found[is_among(found, phrases.positions(phrase))]
        for year in self.years:
            has_year = is_among(found, phrases.positions(str(year)))
            found = found[has_year | covering((year,))[plan_numbers[found]]]
        return united([whole, found])


def own_words(query: Query, *, is_filtered: bool = False) -> OwnWords:
    """Return what an exact hit of a query must have.

    A place that the query names says whose plans are searched, and is not looked for in them.

    Args:
        query: What was understood.
        is_filtered: Filters chose cities or plans: a place is what the query asks about.
    """
    names = () if is_filtered else (*query.cities, *query.provinces, *query.regions)
    return _own_words(query.text, query.content or query.text, query.years, names)


@lru_cache(maxsize=KEPT_QUERIES)
def _own_words(text: str, content: str, years: tuple[int, ...], names: tuple[str, ...]) -> OwnWords:
    """Return what an exact hit must have; see ``own_words``."""
    whole = bare(text)
    quoted = tuple(dict.fromkeys(filter(None, map(bare, _QUOTED.findall(text)))))
    if quoted:
        return OwnWords(whole, quoted, ())
    said = {str(year): year for year in years}
    words = [
        word
        for word, tag in _with_units(tagged_words(shadow_of(content).text), said)
        if _is_content(word, tag) and not any(word in name for name in names)
    ]
    phrases = dict.fromkeys(bare(word) for word in words if word not in said)
    own_years = dict.fromkeys(said[word] for word in words if word in said)
    return OwnWords(whole, tuple(filter(None, phrases)), tuple(own_years))


def _with_units(
    words: Iterable[tuple[str, str]], years: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield tagged words, a number but a year's with the character that it counts: 270天."""
    before = ""
    for word, tag in words:
        if before and len(word) == 1 and not word.isascii():
            yield before + word, "x"
            before = ""
            continue
        if before:
            yield before, "x"
        before = word if word.isdecimal() and word not in years else ""
        if not before:
            yield word, tag
    if before:
        yield before, "x"


def _is_content(word: str, tag: str) -> bool:
    """Tell whether a word is part of what is asked; single Chinese characters hardly ever are."""
    if word[0].isascii():
        return word not in ENGLISH_FUNCTION_WORDS
    return len(word) > 1 and word not in FUNCTION_WORDS and telling_of(tag) >= CONTENT_FROM
