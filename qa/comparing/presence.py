"""Whether a plan speaks of a topic at all, read from all of its passages and not from a search."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from index import shadow_of
from qa.wording import Wording

if TYPE_CHECKING:
    from index import Passage, Plan, PlanIndex

Presence = Literal["speaks", "unclear", "silent"]

SPEAKS = 0.8
"""Share of a topic's words that one passage has with its headings: it is about the topic."""
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
    return {plan_id: _presence(index, wording, plan_id) for plan_id in plan_ids}


def _presence(index: "PlanIndex", wording: Wording, plan_id: str) -> Presence:
    """Return whether one plan speaks of a topic."""
    plan = index.plan(plan_id)
    best = max((wording.coverage(text) for text in _texts(_Key(plan, index))), default=0.0)
    return "speaks" if best >= SPEAKS else "unclear" if best >= SILENT else "silent"


class _Key:
    """A plan of an index, equal to another of the same file: its text is read once."""

    def __init__(self, plan: "Plan", index: "PlanIndex") -> None:
        self.plan = plan
        self.index = index
        self._identity = (plan.id, plan.sha256, len(plan.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)


@lru_cache(maxsize=512)
def _texts(key: _Key) -> tuple[str, ...]:
    """Return the passages of a plan with their headings, as they are matched."""
    heads = {
        clause.id: "\n".join(heading for heading in clause.path if heading)
        for clause in key.plan.clauses
    }
    return tuple(
        shadow_of(f"{heads.get(passage.clause_id, '')}\n{passage.text}").text.lower()
        for passage in _passages(key)
    )


def _passages(key: _Key) -> list["Passage"]:
    """Return the passages of a plan."""
    return [passage for passage in key.index.passages() if passage.plan_id == key.plan.id]
