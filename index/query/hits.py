"""What a search returns: hits, with what the query was understood to say."""

from collections.abc import Iterable, Mapping

from index.query import Query
from index.types import Hit


class Hits(tuple[Hit, ...]):
    """The hits of a search, best first; a tuple that knows what was asked.

    Attributes:
        query: What the query was understood to name.
        notice: Why the result is empty or narrower than the question, in Chinese and English;
            empty where there is nothing to say.
        plans: Ids of the plans that were searched: those the question is about.
        similarities: For each passage of a hit, by id, the cosine similarity of each of its
            sentences, in the order of ``split_sentences``; empty in lexical mode.
    """

    query: Query
    notice: str
    similarities: Mapping[str, tuple[float, ...]]
    plans: frozenset[str]

    def __new__(
        cls,
        hits: Iterable[Hit],
        query: Query,
        notice: str = "",
        similarities: Mapping[str, tuple[float, ...]] | None = None,
        plans: Iterable[str] = (),
    ) -> "Hits":
        """Take the hits in the order of their ranks."""
        found = super().__new__(cls, hits)
        found.query = query
        found.notice = notice
        found.similarities = similarities or {}
        found.plans = frozenset(plans)
        return found

    def __getnewargs__(
        self,
    ) -> tuple[tuple[Hit, ...], Query, str, Mapping[str, tuple[float, ...]], frozenset[str]]:
        """Return what ``pickle`` and ``copy`` make another one of."""
        return tuple(self), self.query, self.notice, self.similarities, self.plans
