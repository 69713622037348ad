"""The part of a text that is most like a sentence, and what the two say differently."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

N_GRAM = 3
"""Characters that must agree in a row for a place to be a candidate: a word and a half."""
MAX_CANDIDATES = 4
"""Windows that are aligned: those that share most n-grams with the sentence."""
# A number is one word, and so is a unit of Latin letters; a Chinese character stands for itself.
_WORD = re.compile(r"[0-9]+(?:[.][0-9]+)?[%‰]?|[A-Za-z]+[0-9.]*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a sentence and the words that stand in their place in a text.

    Attributes:
        start: Offset into the sentence as it is compared; ``end`` is exclusive.
        said: The sentence's words, empty where it leaves some out.
        stands: The text's words, empty where it has none.
    """

    start: int
    end: int
    said: str
    stands: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The half-open range of a text most like a sentence; ``similarity`` in [0, 1]."""

    start: int
    end: int
    similarity: float


def find_nearest(sentence: str, text: str) -> Nearest | None:
    """Return the part of a text that the fewest insertions, deletions, changes make a sentence.

    Windows of the text that share most n-grams with the sentence are aligned with it, so the time
    grows linearly with the text.

    Args:
        sentence: At least one character.
        text: Normalised as the sentence is.

    Returns:
        The best range, or None where no n-gram is shared. The similarity is one minus the edits
        by the length of the longer of the two.

    Source:
        G. Myers (1999), A fast bit-vector algorithm for approximate string matching.
    """
    best: Nearest | None = None
    for start, end in _windows(sentence, text):
        window = text[start:end]
        stop, _ = _best_end(sentence, window)
        length, edits = _best_end(sentence[::-1], window[:stop][::-1], anchored=True)
        if not length:
            continue
        similarity = max(0.0, 1 - edits / max(len(sentence), length))
        if best is None or similarity > best.similarity:
            best = Nearest(start + stop - length, start + stop, similarity)
    return best


def differences(sentence: str, text: str) -> tuple[Difference, ...]:
    """Return what a sentence and a text say differently, word by word, in order."""
    said, stands = _WORD.findall(sentence), _WORD.findall(text)
    starts = [0]
    for word in said:
        starts.append(starts[-1] + len(word))
    matcher = SequenceMatcher(None, said, stands, autojunk=False)
    return tuple(
        Difference(starts[i], starts[j], "".join(said[i:j]), "".join(stands[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _windows(sentence: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that share most n-grams with a sentence, twice its length."""
    n = min(N_GRAM, len(sentence), len(text))
    if n == 0:
        return
    shared = np.isin(_n_grams(text, n), np.unique(_n_grams(sentence, n)))
    total = np.concatenate(([0], np.cumsum(shared)))
    size = min(len(sentence), len(shared))
    counts = total[size:] - total[:-size]
    for _ in range(MAX_CANDIDATES):
        start = int(np.argmax(counts))
        if counts[start] <= 0:
            return
        yield max(0, start - len(sentence) // 2), start + len(sentence) + len(sentence) // 2 + n
        counts[max(0, start - size) : start + size] = 0


def _n_grams(text: str, n: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Return the n-gram at each position of a text as a number; n is at most 3."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    grams = np.zeros(len(characters) - n + 1, dtype=np.uint64)
    for offset in range(n):  # a character has 21 bits
        grams = (grams << np.uint64(21)) | characters[offset : offset + len(grams)]
    return grams


def _best_end(pattern: str, text: str, *, anchored: bool = False) -> tuple[int, int]:
    """Return where in a text the best match of a pattern ends, and the number of its edits.

    The match may begin anywhere, or, anchored, only where the text does; the last of equally
    good ends counts.
    """
    masks: dict[str, int] = {}
    for position, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << position
    everything, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, edits = everything, 0, len(pattern)
    best = (0, edits)
    for position, character in enumerate(text, start=1):
        equal = masks.get(character, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up = minus | ~(diagonal | plus) & everything
        down = plus & diagonal
        edits += bool(up & last) - bool(down & last)
        up, down = (up << 1 | anchored) & everything, (down << 1) & everything
        plus = down | ~(diagonal | up) & everything
        minus = up & diagonal
        if edits <= best[1]:
            best = (position, edits)
    return best
