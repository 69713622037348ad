"""Which plan another one has put out of force, where its text says so."""

from collections.abc import Iterable, Mapping

from index.mentions.codes import plain_number
from index.types import Brief, PlanHead


def find_superseded(plans: Iterable[tuple[PlanHead, Brief]]) -> Mapping[str, str]:
    """Return the id of the plan that repeals another one, by the id of the other.

    Only what a text says counts: a sentence that ends the force of a document by its number. That
    one plan is newer than another of its city says nothing.

    Args:
        plans: Of a collection, in any order; what repeals a document that is not among them has
            no entry.
    """
    numbers: dict[str, list[str]] = {}
    repealing: list[tuple[str, str]] = []
    for head, brief in plans:
        if head.document_number:
            numbers.setdefault(plain_number(head.document_number), []).append(head.id)
        repealing += ((head.id, plain_number(number)) for number in brief.replaces)
    return {
        older: newer
        for newer, number in sorted(repealing)
        for older in numbers.get(number, ())
        if older != newer
    }
