"""What a plan has to do with others: files that are the same document, and what repeals it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import PlanIndex
from index.types import Copy, PlanHead
from ui.views.per_index import once_an_index


@dataclass(frozen=True, slots=True)
class Relations:
    """Of one plan.

    Attributes:
        copies: Other files that hold the same document.
        superseded_by: The plan that is held too and repeals this one by its number.
    """

    copies: Sequence[Copy] = ()
    superseded_by: PlanHead | None = None


@once_an_index
def relations(index: PlanIndex) -> Mapping[str, Relations]:
    """Return what there is of each plan, by id."""
    heads = {head.id: head for head in index.heads()}
    copies: dict[str, list[Copy]] = defaultdict(list)
    for copy in index.copies():
        copies[copy.plan_id].append(copy)
    newer = index.superseded()
    return {
        id_: Relations(copies.get(id_, ()), heads[newer[id_]] if id_ in newer else None)
        for id_ in heads
    }
