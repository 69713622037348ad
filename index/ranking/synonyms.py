"""From the words of a question to other words that the plans may use.

An English phrase leads to the Chinese words of its row of the thesaurus, and to those that
CC-CEDICT translates so, as far as the indexed passages have them. A Chinese word leads to the
others of its row, an everyday one to what plans write, which does not lead back. Each place of the
question becomes one concept: a list of alternatives, of which the best one counts.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from index.mentions.terms import TermGroup, thesaurus
from index.ranking.glossary import Glossary, Phrase, function_stems, open_glossary, stems_of
from index.ranking.kept import Kept

Concept = tuple[str, ...]
"""Alternatives, each a Chinese text."""

_HAN = re.compile(r"[\u3400-\u9fff]")
KEPT_QUERIES = 32
KEPT_LEADS = 1_000


@dataclass(frozen=True, slots=True)
class Lead:
    """A Chinese word of a query and where it leads.

    Attributes:
        word: As it is matched.
        others: The words that may stand for it, none of them inside the word or around it.
        weight: What they count beside synonyms in the full sense, in (0, 1].
    """

    word: str
    others: Concept
    weight: float = 1.0


class Bridge:
    """What leads from the words of a question to those of an index."""

    def __init__(self, vocabulary: Container[str]) -> None:
        """Take the terms that the index has; others lead nowhere."""
        self._vocabulary = vocabulary
        # What queries were expanded to; it goes with the index that this leads to.
        self.kept: Kept[str, Any] = Kept(KEPT_QUERIES, lambda _: 1)

    def concepts(self, query: str) -> tuple[Concept, ...]:
        """Return what the phrases of an English query may be called in Chinese, in order.

        The longest phrase at each place counts.

        Args:
            query: A query's shadow. One with Chinese characters is not English: PM2.5 and VOCs
                stand in Chinese questions, and have their synonyms.
        """
        if _HAN.search(query):
            return ()
        words = stems_of(query)
        found: list[Concept] = []
        position = 0
        while position < len(words):
            length, concept = self._longest(words, position)
            if concept:
                found.append(concept)
            position += length
        return tuple(found)

    def synonyms(self, query: str) -> tuple[Lead, ...]:
        """Return where the Chinese words of a query lead, one lead a word and weight.

        Args:
            query: A query's shadow. Of words inside one another the longest counts.
        """
        text = query.lower()
        found: list[Lead] = []
        position = 0
        while position < len(text):
            starts = _by_start().get(text[position : position + 2], ())
            word = next((w for w in starts if text.startswith(w, position)), "")
            found += _leads_of(word)
            position += len(word) or 1
        return tuple(found)

    def _longest(self, words: Sequence[str], start: int) -> tuple[int, Concept]:
        """Return how many words the phrase at a place has, and its alternatives."""
        for length in range(min(self._longest_phrase, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if length == 1 and phrase[0] in function_stems():
                break
            alternatives = (*self._groups.get(phrase, ()), *self._glossed(phrase))
            if alternatives:
                return length, tuple(dict.fromkeys(alternatives))
        return 1, ()

    @cached_property
    def _groups(self) -> Mapping[Phrase, tuple[str, ...]]:
        """The Chinese words of each English phrase of the field.

        A phrase that translates the term itself leads nowhere else: the rows of what people say
        of a thing are for what no term translates.
        """
        terms: dict[Phrase, tuple[str, ...]] = {}
        sayings: dict[Phrase, tuple[str, ...]] = {}
        for group in thesaurus():
            groups = terms if group.kind == "same" else sayings
            for phrase in {stems_of(phrase) for phrase in group.english}:
                groups[phrase] = (*groups.get(phrase, ()), *group.chinese)
        return sayings | terms

    def _glossed(self, phrase: Phrase) -> Iterator[str]:
        """Yield the words of the index that the dictionary translates with a phrase."""
        return (word for word in _glossary().words(phrase) if word in self._vocabulary)

    @cached_property
    def _longest_phrase(self) -> int:
        """The most words that a phrase has."""
        return max(map(len, self._groups), default=0)


@lru_cache(maxsize=KEPT_LEADS)
def _leads_of(word: str) -> tuple[Lead, ...]:
    """Return where a Chinese word of the field leads, the greatest weight first."""
    weights: dict[str, float] = {}
    for group in _leading().get(word, ()):
        for other in filter(partial(_leads_to, word), group.chinese):
            weights[other] = max(group.weight, weights.get(other, 0.0))
    return tuple(
        Lead(word, tuple(other for other, own in weights.items() if own == weight), weight)
        for weight in sorted(set(weights.values()), reverse=True)
    )


@cache
def _leading() -> Mapping[str, Sequence[TermGroup]]:
    """Return the words that lead to others, with the rows in which each does."""
    found: dict[str, list[TermGroup]] = defaultdict(list)
    for group in thesaurus():
        for word in group.said or (group.chinese if group.kind == "same" else ()):
            if any(map(partial(_leads_to, word), group.chinese)):
                found[word].append(group)
    return found


@cache
def _by_start() -> Mapping[str, tuple[str, ...]]:
    """Return the words that lead to others by their first two characters, the longest first."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_leading(), key=len, reverse=True):
        by_start[word[:2]].append(word)
    return {start: tuple(words) for start, words in by_start.items()}


def _leads_to(word: str, other: str) -> bool:
    """Tell whether a word of a row leads to another: none to what is inside it or around it."""
    return len(word) > 1 and other not in word and word not in other


@cache
def _glossary() -> Glossary:
    """Return the dictionary; only an English question needs it."""
    return open_glossary()
