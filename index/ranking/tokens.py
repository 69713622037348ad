"""Text to tokens, each with its place: jieba words, character bigrams, whole numbers and codes."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import jieba

from index.parsing.shadow import Shadow, shadow_of

# One regular expression reads everything that is not Chinese prose. A code or a quantity is one
# token and its parts are tokens too, so that 53 and 微克/立方米 find 53微克/立方米.
_UNIT = (
    r"(?:微克|毫克|μg|µg|ug|mg)/(?:立方米|m3)"
    r"|(?:吨|t)/月[·.﹒・]?(?:平方公里|km2)"
    r"|蒸吨/小时|万千瓦|平方米|平方公里|立方米|公里|万吨|万亩|万辆|千瓦|蒸吨|微克|毫克|%|‰"
)
_CHUNK = re.compile(
    # DB61/941-2018, GB 37822-2019, DB/61 1226—2018
    r"(?P<code>[a-z]{2,4}(?:/[tz])?[/ ]?(?:\d{1,3}[/ ])?\d{2,6}(?:\.\d+)?[-—–]\d{2,4})"
    r"|(?P<mixed>[a-z]+\d+(?:\.\d+)?)"  # PM2.5, O3
    rf"|(?P<quantity>(?:\d+(?:\.\d+)?)(?:{_UNIT}))"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<latin>[^\W\d_\u2e80-\uffff]+(?:['’][a-z]+)?)"
    r"|(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)",
    re.IGNORECASE,
)
_DASHES = re.compile("[—–]")
_QUANTITY_PARTS = re.compile(r"(\d+(?:\.\d+)?)(.+)")


@dataclass(frozen=True, slots=True)
class Token:
    """A term and the half-open range of the shadow it was read from."""

    term: str
    start: int
    end: int


def tokenize(text: str) -> list[str]:
    """Return the terms of a text, repeated as often as they occur.

    Simplified, lower case: jieba's words, the bigrams of each run of Chinese characters, and
    whole numbers, quantities and codes (``pm2.5``, ``53微克/立方米``, ``gb37822-2019``). The
    text may be in either script; ``PM_{2.5}`` and ``PM2.5`` give the same term.
    """
    return [token.term for token in tokens_of(shadow_of(text))]


def tokens_of(shadow: Shadow) -> Iterator[Token]:
    """Yield the tokens of a shadow, those of a run of Chinese characters by word then bigram."""
    for match in _CHUNK.finditer(shadow.text):
        start, end = match.span()
        group = match.lastgroup
        if group == "han":
            yield from _chinese_tokens(match.group(), start)
        elif group == "quantity":
            yield Token(match.group().lower(), start, end)
            parts = _QUANTITY_PARTS.fullmatch(match.group())
            if parts:
                yield Token(parts[1], start, start + len(parts[1]))
                yield Token(parts[2].lower(), start + len(parts[1]), end)
        elif group == "code":
            yield Token(_DASHES.sub("-", match.group().lower().replace(" ", "")), start, end)
        else:
            yield Token(match.group().lower(), start, end)


def dictionary_words(text: str) -> Iterator[Token]:
    """Yield the most likely segmentation of a Simplified text into words jieba's dictionary has."""
    for word, start, end in _segmenter().tokenize(text, HMM=False):
        yield Token(word, start, end)


def _chinese_tokens(run: str, offset: int) -> Iterator[Token]:
    """Yield the words of a run of Chinese characters, then its bigrams that are no word of it."""
    words = set()
    for word, start, end in _segmenter().tokenize(run):
        words.add((start, end))
        yield Token(word, offset + start, offset + end)
    for start in range(len(run) - 1):
        if (start, start + 2) not in words:
            yield Token(run[start : start + 2], offset + start, offset + start + 2)


@lru_cache(maxsize=1)
def _segmenter() -> jieba.Tokenizer:
    """Load jieba's dictionary on first use, without its chatter."""
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
