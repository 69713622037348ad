"""The brackets at the end of a paragraph that say who is responsible for what stands before."""

from collections.abc import Mapping, Sequence

from index.structure.brackets import find_responsibility_brackets
from index.text.shadow import shadow_of
from index.types import Erratum, Passage


def find_responsibilities(
    passages: Sequence[Passage], errata: Mapping[str, Sequence[Erratum]] | None = None
) -> tuple[str, ...]:
    """Return for each passage the brackets that govern it, Simplified, empty where none does.

    A bracket governs its own passage and those before it in the same clause that have none.

    Args:
        passages: Of one or more plans, in reading order.
        errata: Of the plans, by id; their repairs count here.
    """
    repairs = errata or {}
    governing = [
        _responsibility_of(
            shadow_of(passage.text, repairs.get(passage.plan_id, ()), start=passage.start).text
        )
        for passage in passages
    ]
    for position in range(len(passages) - 2, -1, -1):
        following = passages[position + 1]
        same_clause = (passages[position].plan_id, passages[position].clause_id) == (
            following.plan_id,
            following.clause_id,
        )
        if not governing[position] and same_clause:
            governing[position] = governing[position + 1]
    return tuple(governing)


def _responsibility_of(shadow: str) -> str:
    """Return the outermost brackets that themselves say who does what, one after the other."""
    brackets = find_responsibility_brackets(shadow, 0, len(shadow))
    return "".join(shadow[start:end] for start, end in brackets)
