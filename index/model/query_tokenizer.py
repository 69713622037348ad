"""The tokenizer of questions and pairs, which opens in a tenth of the time where they are Chinese.

Reading a vocabulary of 250,000 pieces takes longer than all else that a search needs to start.
Most of them have characters that no Chinese question has, and a piece that does not stand in a
text has no part in how it is cut: a tokenizer with the others alone gives the same pieces.
"""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

WHOLE = "tokenizer.json"
CHINESE = "chinese_tokenizer.json"
CHINESE_IDS = "chinese_tokenizer_ids.json"
"""The id that each piece of the smaller vocabulary has in the whole one."""

_CHARACTERS = (
    r"\u4e00-\u9fff0-9A-Za-z \u2581!-/:-@\[-`{-~"
    r"\u3001-\u3011\u3014\u3015\u2018\u2019\u201c\u201d\u2014\u2026\u00b7\uff5e"
)
"""As they are normalised: Chinese, figures, letters, punctuation."""
MAX_LETTERS = 4
"""PM2.5 and VOCs are in Chinese questions; longer words are English."""
_PROMPT = "query"
_COVERED = re.compile(
    rf"(?:{_PROMPT}(?![A-Za-z]))?(?:(?![A-Za-z]{{{MAX_LETTERS + 1}}})[{_CHARACTERS}])*"
)


def is_covered(text: str) -> bool:
    """Tell whether the smaller vocabulary has every piece that stands in a text.

    Args:
        text: Normalised; a piece of the vocabulary, or a question with its prompt.
    """
    return _COVERED.fullmatch(text) is not None


def is_piece_of_questions(piece: str) -> bool:
    """Tell whether a piece can stand in a text that is covered."""
    return is_covered(piece) or piece.strip("\u2581") in _PROMPT


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Two texts in tokens.

    Attributes:
        ids: Of all tokens, those between and around the texts included.
        start: Of the second text's tokens in ``ids``; ``end`` is exclusive.
        ranges: Of each token of the second text, its characters, half-open.
    """

    ids: list[int]
    start: int
    end: int
    ranges: list[tuple[int, int]]


class _Vocabulary:
    """A tokenizer that several share: one at a time, each with its own longest input."""

    def __init__(self, path: Path) -> None:
        """Read the file, which takes a second where it is the whole vocabulary."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._max_tokens = 0
        self._cutting = threading.Lock()  # tokenizers are not safe to share

    @contextmanager
    def cutting_at(self, max_tokens: int) -> Iterator["Tokenizer"]:
        """Lend the tokenizer, which cuts off what comes behind so many tokens."""
        with self._cutting:
            if self._max_tokens != max_tokens:
                self._tokenizer.enable_truncation(max_tokens)
                self._max_tokens = max_tokens
            yield self._tokenizer


@lru_cache(maxsize=4)
def _vocabulary(path: Path) -> _Vocabulary:
    """Return the vocabulary in a file; questions and what is read with them have it together."""
    return _Vocabulary(path)


class QueryTokenizer:
    """Cuts texts into the ids of their pieces. Safe to use from several threads."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        """Open the smaller vocabulary, where the model's folder has one.

        Args:
            folder: Of the model.
            max_tokens: What comes behind them is cut off, the closing piece apart.
        """
        self._folder = folder
        self._max_tokens = max_tokens
        self._ids: Sequence[int] = ()
        self._chinese: _Vocabulary | None = None
        if (folder / CHINESE).is_file():
            self._ids = json.loads((folder / CHINESE_IDS).read_bytes())
            self._chinese = _vocabulary(folder / CHINESE)
        else:
            _ = self._whole  # what is wrong with it is said now

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's pieces in the whole vocabulary, at most ``max_tokens``."""
        ids, _ = self._cut(text)
        return ids

    def all_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of the pieces of many texts, as ``ids`` does; all processors cut."""
        with self._whole.cutting_at(self._max_tokens) as whole:
            return [found.ids for found in whole.encode_batch_fast(list(texts))]

    def pair(self, first: str, second: str) -> "PairTokens":
        """Return the tokens of two texts that are read together.

        Args:
            first: Such as a question.
            second: Such as a passage; its tokens' places are returned.
        """
        ids, found = self._cut(first, second)
        places = [place for place, text in enumerate(found.sequence_ids) if text == 1]
        start, end = (places[0], places[-1] + 1) if places else (len(ids), len(ids))
        return PairTokens(ids, start, end, found.offsets[start:end])

    def _cut(self, first: str, second: str | None = None) -> tuple[list[int], "Encoding"]:
        """Return the ids of one text or of two in the whole vocabulary, and how they were cut."""
        given = (first,) if second is None else (first, second)
        if self._chinese is not None:
            with self._chinese.cutting_at(self._max_tokens) as small:
                if all(is_covered(small.normalizer.normalize_str(text)) for text in given):
                    found = small.encode(first, second)
                    return [self._ids[own] for own in found.ids], found
        with self._whole.cutting_at(self._max_tokens) as whole:
            found = whole.encode(first, second)
            return found.ids, found

    @property
    def _whole(self) -> _Vocabulary:
        """The whole vocabulary."""
        return _vocabulary(self._folder / WHOLE)
