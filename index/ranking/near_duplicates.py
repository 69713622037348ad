"""Passages of several plans that say the same in nearly the same words."""

from collections.abc import Hashable, Sequence
from functools import lru_cache

NEAR_IDENTICAL = 0.9
"""Share of bigrams (Jaccard) from which a passage of another plan repeats the first."""
MAX_COMPARED = 40
"""Further down nobody minds a repetition, and comparing all with all takes long."""
MIN_SHARED = 20
"""Shorter passages are alike by chance."""


def near_identical(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two passages, as their bigrams, are the same text but for a few characters."""
    fewer, more = len(one), len(other)
    if fewer > more:
        fewer, more = more, fewer
    if fewer < MIN_SHARED or fewer < NEAR_IDENTICAL * more:
        return False
    shared = len(one & other)
    return shared >= NEAR_IDENTICAL * (fewer + more - shared)


@lru_cache(maxsize=2_000)
def bigrams_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def first_of_each(texts: Sequence[str], plans: Sequence[Hashable]) -> list[list[int]]:
    """Return positions in groups: a passage, then those of other plans that repeat it.

    Args:
        texts: Bare texts of ranked passages, best first.
        plans: Their plans.
    """
    groups: list[list[int]] = []
    pairs = [bigrams_of(text) for text in texts[:MAX_COMPARED]]
    for position, own in enumerate(pairs):
        for group in groups:
            if near_identical(pairs[group[0]], own) and plans[position] not in {
                plans[member] for member in group
            }:
                group.append(position)
                break
        else:
            groups.append([position])
    return [*groups, *([position] for position in range(len(pairs), len(texts)))]
