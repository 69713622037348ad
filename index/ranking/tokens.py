"""Text to tokens, each with its place: jieba words, character bigrams, whole numbers and codes."""

import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from operator import add
from typing import TYPE_CHECKING

import jieba

from index.mentions.quantities import SEARCHED_UNIT, usual_unit
from index.ranking.dictionary import Segmenter
from index.text.shadow import Shadow, shadow_of

if TYPE_CHECKING:
    import jieba.posseg

VERSION = 1
"""Raised whenever a text may give other terms than before: an older index is then built anew."""

# One regular expression reads everything that is not Chinese prose. A code or a quantity is one
# token and its parts are tokens too, so that 53 and 微克/立方米 find 53微克/立方米, and 37822
# finds GB 37822-2019. A code's year is no part: it would answer questions about that year.
# Bodies that issue standards; any other word before 2018-2020 is a word before two years.
_ISSUER = "gbz?|hj|db|cjj?|jgj|jtg?|ny|sh|sl|qb|aq|dl|jb|hg|ly|nb|sy|ws|qc|ga|tb|yd|mt|td|rb"
_CHUNK = re.compile(
    # DB61/941-2018, GB 37822-2019, DB/61 1226—2018, DB61/T 1226.1-2018
    rf"(?P<code>(?<![a-z])(?:{_ISSUER})(?:/[tz])?[/ ]?(?:\d{{2,4}}(?:/t)?[/ ])?"
    r"\d{1,6}(?:\.\d+)?[-—–]\d{2,4}(?!\d))"
    r"|(?P<mixed>pm \d+(?:\.\d+)?|[a-z]+\d+(?:\.\d+)?)"  # PM2.5, PM 2.5, O3
    rf"|(?P<quantity>(?:\d+(?:\.\d+)?) ?(?:{SEARCHED_UNIT}))"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<latin>[^\W\d_\u2e80-\U0010ffff]+(?:['’][a-z]+)?)"
    r"|(?P<han>[々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)",
    re.IGNORECASE,
)
_SPELLINGS = str.maketrans({"—": "-", "–": "-", " ": None, "·": None, "・": None})
_QUANTITY_PARTS = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>.+)")
_CODE_PARTS = re.compile(r"[a-z]{2,}|\d+(?:\.\d+)?(?=.*[-—–])", re.IGNORECASE)


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
        if match.lastgroup == "han":
            yield from _chinese_tokens(match.group(), match.start())
        else:
            yield from _other_tokens(shadow, match)


def _other_tokens(shadow: Shadow, match: re.Match[str]) -> Iterator[Token]:
    """Yield the tokens of a piece that is not Chinese prose."""
    start, end = match.span()
    group = match.lastgroup
    if group == "quantity" and (parts := _QUANTITY_PARTS.fullmatch(shadow.text, start, end)):
        unit = _term(usual_unit(parts["unit"]))
        yield Token(parts["number"] + unit, start, end)
        yield Token(parts["number"], *parts.span("number"))
        yield Token(unit, *parts.span("unit"))
        return
    yield Token(_term(match.group()), start, end)
    if group == "code":
        for part in _CODE_PARTS.finditer(shadow.text, start, end):
            yield Token(_term(part.group()), *part.span())


def ranges_of(shadow: Shadow, terms: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where a text has some terms, without cutting its Chinese runs into words.

    Args:
        shadow: Of the text.
        terms: Whole sets of tokens, as ``tokenize`` returns them: of a longer word the bigrams
            are among them, and together cover it.
    """
    for match in _CHUNK.finditer(shadow.text):
        if match.lastgroup == "han":
            run = match.group()
            is_term = map(terms.__contains__, map(add, run, run[1:]))
            yield from ((place, place + 2) for place in compress(count(match.start()), is_term))
        else:
            for token in _other_tokens(shadow, match):
                if token.term in terms:
                    yield token.start, token.end


def _term(text: str) -> str:
    """Return the one spelling under which a piece that is not Chinese prose is found."""
    return text.lower().translate(_SPELLINGS)


def dictionary_words(text: str) -> Iterator[Token]:
    """Yield the most likely segmentation of a Simplified text into words jieba's dictionary has."""
    for word, start, end in _segmenter().tokenize(text, HMM=False):
        yield Token(word, start, end)


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a Simplified text, one after the other, each with its part of speech.

    Numbers, quantities, codes and Latin words are one word each, tagged ``x``; of Chinese words
    the tags are jieba's (``n`` noun, ``v`` verb, ``d`` adverb, ``r`` pronoun).
    """
    for match in _CHUNK.finditer(text):
        if match.lastgroup == "han":
            yield from ((pair.word, pair.flag) for pair in _tagger().cut(match.group()))
        else:
            yield _term(match.group()), "x"


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
def _segmenter() -> Segmenter:
    """Open jieba's dictionary on first use, without its chatter."""
    jieba.setLogLevel(logging.WARNING)
    return Segmenter()


@lru_cache(maxsize=1)
def _tagger() -> "jieba.posseg.POSTokenizer":
    """Load the parts of speech on first use.

    jieba reads its list of them at import, and once more for each tokenizer that is made, which
    takes half a second: the one of the import serves.
    """
    from jieba.posseg import POSTokenizer, dt

    tagger = POSTokenizer.__new__(POSTokenizer)
    tagger.tokenizer, tagger.word_tag_tab = _segmenter(), dt.word_tag_tab
    return tagger
