"""Whether a plan speaks of a topic at all, read from all of its passages and not from a search."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from index.text import shadow_of
from qa.wording import Wording

if TYPE_CHECKING:
    from index import Plan, PlanIndex

Presence = Literal["speaks", "unclear", "silent"]

SPEAKS = 0.8
"""Share of a topic's words that one passage has with its headings: it is about the topic."""
MAX_UNKNOWN = 0.5
"""Share of a topic's words that no plan has, from which the others are another topic: 建设 of
核电建设."""
SILENT = 0.6
"""A plan none of whose passages has this share, synonyms counted, says nothing about it."""


def presence_of(
    index: "PlanIndex", wording: Wording, plan_ids: Iterable[str]
) -> dict[str, Presence]:
    """Return for each plan whether it speaks of a topic.

    Args:
        index: Of the plans.
        wording: The telling words of the topic, with what says the same.
        plan_ids: In any order.
    """
    if wording.unknown > MAX_UNKNOWN:
        return dict.fromkeys(plan_ids, "silent")
    return {own: _presence(wording, _texts(index, index.plan(own))) for own in plan_ids}


def _presence(wording: Wording, texts: Iterable[str]) -> Presence:
    """Return whether a plan of some passages speaks of a topic."""
    best = max(map(wording.coverage, texts), default=0.0)
    return "speaks" if best >= SPEAKS else "unclear" if best >= SILENT else "silent"


def _texts(index: "PlanIndex", plan: "Plan") -> Iterator[str]:
    """Yield the passages of a plan with their headings, as they are matched."""
    heads = {clause.id: "\n".join(filter(None, clause.path)) for clause in plan.clauses}
    for passage in index.passages(plan.id):
        yield _as_matched(heads.get(passage.clause_id, ""), passage.text)


@lru_cache(maxsize=50_000)
def _as_matched(heads: str, text: str) -> str:
    """Return a passage under its headings, as it is matched."""
    return shadow_of(f"{heads}\n{text}").text.lower()
