"""How much of a question's words a text has."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.ranking import AskedWord

if TYPE_CHECKING:
    from index import PlanIndex

_WORDS_FILE = Path(__file__).with_name("asking_words.txt")
_ASKING = re.compile(
    r"哪.*|几.*|由?谁.*|份文件|怎[么样]+|20\d\d|[最更](?:[高低多少大小早晚迟严松紧宽]|严格|严厉)|[两三四五几]家|各[市县区地州是有]|[两几新上前]一?[轮版期]|[一二两]轮"
)


# What an English question asks with; the words of the field that they lead to are beside it.
_ENGLISH_FRAME = re.compile(
    r"^list\b|\b(?:sets?|setting|treats?|highest|lowest|largest|smallest|strictest|tightest|toughest|loosest"
    r"|laxest|earliest|latest|higher|lower|larger|smaller|stricter|tighter|looser|laxer|earlier|later"
    r"|compare[ds]?|respectively|values?)\b",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WHOLE = ("百分之百", "百分百", "100%")
ELSEWHERE = 0.4
"""Share of a question's weight that hangs on one word, from which its absence decides."""
MIN_OTHERS = 2
"""Plans that use a word before its absence in others tells anything."""
SINGLE = 0.4
"""A single character is a piece of a word more often than a word."""
SCANT = 0.25
"""Share of what the fullest part of a question weighs, below which one refers to it: 衡水呢."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The telling words of a question."""

    words: tuple[AskedWord, ...]

    def coverage(self, text: str, around: str = "") -> float:
        """Return the share of the weight of the words that the plans know which a text has.

        In [0, 1]. A word that no passage has is not held against this one; see ``unknown``.

        Args:
            text: A shadow, lower case.
            around: What stands around it, headings for instance; a word there counts half.
        """
        known = [word for word in self.words if word.is_indexed]
        total = sum(word.weight for word in known)
        if not total:
            return 0.0
        found = 0.0
        for word in known:
            inside = _presence(word, text)
            found += word.weight * max(inside, 0.5 * _presence(word, around) if around else 0.0)
        return found / total

    def missing(self, text: str) -> float:
        """Return the weight of the rarest known word that a text lacks, over that of all known."""
        known = [word for word in self.words if word.is_indexed]
        total = sum(word.weight for word in known)
        absent = (word.weight * (1 - _presence(word, text)) for word in known)
        return max(absent, default=0.0) / total if total else 1.0

    def said_elsewhere(self, own: Sequence[str], others: Sequence[str]) -> str:
        """Return the weightiest word that several other plans have and these have not.

        Such a word is the plans' own, and these do not use it. Empty where there is none, or
        where little of the question hangs on it.

        Args:
            own: Shadows of the plans asked about, lower case.
            others: Of the others.
        """
        total = sum(word.weight for word in self.words)
        absent = [
            word
            for word in self.words
            if word.weight >= ELSEWHERE * total
            and not any(_presence(word, text) for text in own)
            and sum(_presence(word, text) == 1.0 for text in others) >= MIN_OTHERS
        ]
        return max(absent, key=lambda word: word.weight).text if absent else ""

    def absent_code(self, text: str) -> str:
        """Return an indicator of letters and digits (``pm10``) that a text has not; else empty.

        Such a name stands for itself alone: what is said of another one is no answer.
        """
        for word in self.words:
            is_code = word.text[0].isalpha() and word.text.isascii()
            if is_code and any(character.isdigit() for character in word.text):
                spellings = (word.text, *word.alternatives)
                if not any(spelling.lower() in text for spelling in spellings):
                    return word.text
        return ""

    @property
    def unknown(self) -> float:
        """The share of the weight that no passage has."""
        total = sum(word.weight for word in self.words)
        unknown = sum(word.weight for word in self.words if not word.is_indexed)
        return unknown / total if total else 1.0


def without_frame(question: str) -> str:
    """Return a question without the English words that only ask; as it is where nothing is left."""
    return re.sub(r"\s+", " ", _ENGLISH_FRAME.sub("", question)).strip(" ?") or question


def wording_of(words: Sequence[AskedWord], places: Collection[str]) -> Wording:
    """Return the telling words of a question.

    Args:
        words: As a search understood them.
        places: Names of cities: where to look and not what to find.
    """
    short = {place.rstrip("市") for place in places} | set(places)
    telling = (w for w in words if w.text not in short and not asks_only(w.text))
    return Wording(
        tuple(
            replace(word, weight=SINGLE * word.weight) if _HAN.fullmatch(word.text) else word
            for word in map(_with_figures, telling)
        )
    )


def weight_of(index: "PlanIndex", text: str) -> float:
    """Return what the words of a text weigh that do not only ask; 0 of none.

    Args:
        index: Whose words they are.
        text: In either script or in English.
    """
    words = index.words_of(text) if text.strip() else ()
    return sum(word.weight for word in words if not asks_only(word.text))


def asks_only(word: str) -> bool:
    """Tell whether a word only asks, or names a plan rather than what it says."""
    return word in _asking_words() or _ASKING.fullmatch(word) is not None


@cache
def _asking_words() -> frozenset[str]:
    """Return the words of ``asking_words.txt``."""
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _with_figures(word: AskedWord) -> AskedWord:
    """Return a word that is a share with the other ways to write it: 百分之百 is 100%."""
    if word.text not in _WHOLE:
        return word
    return replace(word, alternatives=(*word.alternatives, *_WHOLE))


def _presence(word: AskedWord, text: str) -> float:
    """Return 1 where a text has a word or what says the same, less for a part of it."""
    if any(spelling in text for spelling in (word.text, *word.alternatives)):
        return 1.0
    own = word.text
    if len(own) < 3 or own.isascii():
        return 0.0
    pairs = [own[start : start + 2] for start in range(len(own) - 1)]
    return 0.8 * sum(pair in text for pair in pairs) / len(pairs)
