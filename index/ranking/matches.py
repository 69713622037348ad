"""The places in a passage that a query's words match."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from index.ranking.glossary import ENGLISH_FUNCTION_WORDS
from index.ranking.tokens import ranges_of
from index.text.shadow import shadow_of
from index.types import Erratum, Passage, Span

# Question words and particles are two characters long like any word, and mark half a page.
FUNCTION_WORDS = frozenset(
    (
        *("什么", "多少", "哪些", "哪个", "怎么", "怎样", "如何", "是否", "为什么", "几个", "几年"),
        *("可以", "应该", "需要", "必须", "以及", "或者", "并且"),
        *ENGLISH_FUNCTION_WORDS,
    )
)


def find_matches(
    passage: Passage, errata: tuple[Erratum, ...], terms: Collection[str]
) -> tuple[Span, ...]:
    """Return where a passage has a query's terms, as spans of the plan's text.

    Single Chinese characters are left out unless they are digits; neighbouring and overlapping
    matches are one span. A term that a repair restores marks all of the damaged stretch.

    Args:
        passage: The passage.
        errata: The plan's.
        terms: The tokens of the query, and of what stands for them.
    """
    wanted = _telling(frozenset(terms))
    shadow = shadow_of(passage.text, errata, start=passage.start)
    ranges = [shadow.source_range(*found) for found in ranges_of(shadow, wanted)]
    if "{" in passage.text:
        ranges = [_with_brace(passage, *found) for found in ranges]
    return tuple(Span(start, end, "word") for start, end in _merged(sorted(ranges)))


def _with_brace(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return a range with the brace that it opened: the shadow of ``PM_{2.5}`` has none."""
    words = passage.text[start - passage.start : end - passage.start]
    is_open = words.count("{") > words.count("}")
    return start, end + (is_open and passage.text.startswith("}", end - passage.start))


@lru_cache(maxsize=32)
def _telling(terms: frozenset[str]) -> frozenset[str]:
    """Return those of a query's terms whose matches are worth showing, in every hit the same."""
    return frozenset(filter(_is_telling, terms))


def _is_telling(term: str) -> bool:
    """Tell whether a match of this term is worth showing."""
    return (len(term) > 1 or term.isdigit()) and term not in FUNCTION_WORDS


def _merged(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the union of sorted ranges as disjoint ones."""
    pending: tuple[int, int] | None = None
    for start, end in ranges:
        if pending is None:
            pending = (start, end)
        elif start <= pending[1]:
            pending = (pending[0], max(pending[1], end))
        else:
            yield pending
            pending = (start, end)
    if pending is not None:
        yield pending
