"""The words of a question, each with what may stand for it and what finding it is worth."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.ranking.glossary import ENGLISH_FUNCTION_WORDS
from index.ranking.lexical import LexicalIndex
from index.ranking.synonyms import Bridge, Lead
from index.ranking.tokens import tagged_words, tokenize
from index.text.shadow import shadow_of

UNKNOWN = 0.35
"""An English word that no dictionary leads from may be part of a phrase that one does."""

_TELLING = {"n": 1.0, "v": 0.7, "a": 0.5, "b": 0.6, "t": 0.7, "m": 0.4, "s": 0.5, "d": 0.2}
"""What a word tells of a topic by its part of speech. A rare adverb or pronoun is no rare topic."""
_OTHER = {"j": 1.0, "l": 1.0, "i": 1.0, "x": 1.0, "vn": 1.0, "an": 1.0, "eng": 1.0}
_LITTLE = 0.1
"""Pronouns, particles, prepositions, measure words."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question.

    Attributes:
        text: As it is matched: Simplified, lower case; an English concept by its first
            Chinese alternative.
        alternatives: Other words that say the same, as they are matched.
        weight: Its inverse document frequency over the passages, at least 0, times what its part
            of speech tells of a topic.
        is_indexed: Some passage has it, or one of its alternatives.
    """

    text: str
    alternatives: tuple[str, ...]
    weight: float
    is_indexed: bool


def asked_words(query: str, lexical: LexicalIndex, bridge: Bridge) -> tuple[AskedWord, ...]:
    """Return the words of a query in order; of an English one its concepts and its numbers.

    Args:
        query: As it was asked.
        lexical: Over the passages that are asked.
        bridge: To other words of theirs.
    """
    shadow = shadow_of(query)
    concepts = bridge.concepts(shadow.text)
    words = list(tagged_words(shadow.text))
    if concepts:
        words = [word for word in words if word[0][0].isdigit()]
    elif shadow.text.isascii():
        words = [word for word in words if any(map(str.isdigit, word[0]))]
    synonyms = bridge.synonyms(shadow.text) if not concepts else ()
    found = [_asked(word, _others(word, synonyms), lexical, telling_of(tag)) for word, tag in words]
    unknown = _unknown_english(shadow.text, lexical, bridge) if shadow.text.isascii() else ()
    return (*found, *(_asked(concept[0], concept[1:], lexical) for concept in concepts), *unknown)


def _unknown_english(text: str, lexical: LexicalIndex, bridge: Bridge) -> Iterator[AskedWord]:
    """Yield the English words that lead to no word of the passages, names apart."""
    weight = UNKNOWN * math.log(2 * (lexical.statistics.passages + 1))
    for word in re.findall(r"(?<![\w'])[a-z]{4,}(?![\w'])", text):
        if word not in ENGLISH_FUNCTION_WORDS and not bridge.concepts(word):
            yield AskedWord(word, (), weight, False)


def telling_of(tag: str) -> float:
    """Return what a word of a part of speech tells of a topic, in [0, 1]."""
    return _OTHER.get(tag, _TELLING.get(tag[:1], _LITTLE))


def _others(word: str, leads: Sequence[Lead]) -> tuple[str, ...]:
    """Return what means the same as a word, or as the longer word that it belongs to."""
    return tuple(
        other
        for lead in leads
        if lead.weight == 1 and (word in lead.word or lead.word in word)
        for other in lead.others
    )


def _asked(
    text: str, alternatives: tuple[str, ...], lexical: LexicalIndex, telling: float = 1.0
) -> AskedWord:
    """Return a word with its weight."""
    spellings = [text, *alternatives]
    frequencies = [_frequency(spelling, lexical) for spelling in spellings]
    total = lexical.statistics.passages
    weight = math.log((total + 1) / (max(frequencies) + 0.5)) if total else 0.0
    # A single character is no term of its own: whether a text has it is seen in the text.
    is_indexed = max(frequencies) > 0 or len(text) == 1
    return AskedWord(text, alternatives, telling * max(0.0, weight), is_indexed)


def _frequency(text: str, lexical: LexicalIndex) -> int:
    """Return how many passages have a word, or the rarest of its parts."""
    terms = tokenize(text)
    if text in lexical:
        terms = [text]
    return min((lexical.frequency(term) for term in terms), default=0)
