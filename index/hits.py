"""What a search returns: hits, with what the query was understood to say."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.asked import AskedWord
from index.types import Hit
from index.understanding import Query


class Hits(tuple[Hit, ...]):
    """The hits of a search, best first; a tuple that knows what was asked.

    Attributes:
        query: What the query was understood to name.
        notice: Why the result is empty or narrower than the question, in Chinese and English;
            empty where there is nothing to say.
        similarities: For each passage of a hit, by id, the cosine similarity of each of its
            sentences, in the order of ``split_sentences``; empty in lexical mode.
        words: The query's words, with what may stand for them.
    """

    query: Query
    notice: str
    similarities: Mapping[str, tuple[float, ...]]
    words: tuple[AskedWord, ...]

    def __new__(
        cls,
        hits: Iterable[Hit],
        query: Query,
        notice: str = "",
        similarities: Mapping[str, tuple[float, ...]] | None = None,
        words: tuple[AskedWord, ...] = (),
    ) -> "Hits":
        """Take the hits in the order of their ranks."""
        found = super().__new__(cls, hits)
        found.query = query
        found.notice = notice
        found.similarities = similarities or {}
        found.words = words
        return found

    def __getnewargs__(
        self,
    ) -> tuple[tuple[Hit, ...], Query, str, Mapping[str, tuple[float, ...]], tuple[AskedWord, ...]]:
        """Return what ``pickle`` and ``copy`` make another one of."""
        return tuple(self), self.query, self.notice, self.similarities, self.words


def notice_of(query: Query) -> str:
    """Return what the reader must know of the places of a query, empty where nothing."""
    absent = "、".join(query.absent)
    if not absent:
        return ""
    return f"索引中没有{absent}的方案 (no plan of {absent} is in the index)"


def near_identical(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two passages, as their bigrams, are the same text but for a few characters."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < max(MIN_SHARED, NEAR_IDENTICAL * more):
        return False
    return len(one & other) >= NEAR_IDENTICAL * len(one | other)


NEAR_IDENTICAL = 0.9
"""Share of bigrams (Jaccard) from which a passage of another plan repeats the first."""
MAX_COMPARED = 40
"""Further down nobody minds a repetition, and comparing all with all takes long."""
MIN_SHARED = 20
"""Shorter passages are alike by chance."""


@lru_cache(maxsize=2_000)
def bigrams_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def first_of_each(texts: Sequence[str], plans: Sequence[str]) -> list[list[int]]:
    """Return positions in groups: a passage, then those of other plans that repeat it.

    Args:
        texts: Bare texts of ranked passages, best first.
        plans: Their plans' ids.
    """
    groups: list[list[int]] = []
    pairs = [bigrams_of(text) for text in texts[:MAX_COMPARED]]
    for position, own in enumerate(pairs):
        for group in groups:
            if plans[position] not in {plans[member] for member in group} and near_identical(
                pairs[group[0]], own
            ):
                group.append(position)
                break
        else:
            groups.append([position])
    return [*groups, *([position] for position in range(len(pairs), len(texts)))]
