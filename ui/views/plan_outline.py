"""The clauses of a plan as a tree of links, with what was found in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index import Clause, Plan
from ui.addresses import clause_anchor
from ui.texts import BACK_MATTER, FRONT_MATTER


@dataclass(slots=True)
class Node:
    """A clause, or a heading that the source lost, with what stands under it.

    Attributes:
        name: As printed; empty where the heading is lost.
        anchor: Of the clause; of a lost heading, of the first clause under it.
        found: How much of a search in the plan was found in it and under it.
        is_open: What is read, or something found, lies under it.
    """

    name: str
    anchor: str
    depth: int
    found: int = 0
    is_open: bool = False
    children: list["Node"] = field(default_factory=list)


def outline_of(plan: Plan, found: Sequence[tuple[int, int]], read: int | None = None) -> list[Node]:
    """Return the clauses of a plan as trees, in reading order.

    Args:
        plan: To be read.
        found: Ranges of its text that a search in the plan found.
        read: A place of its text that is read; None for its beginning.
    """
    roots: list[Node] = []
    above: list[Node] = []
    path: tuple[str, ...] = ()
    for number, clause in enumerate(plan.clauses):
        stop = plan.clauses[number + 1].start if number + 1 < len(plan.clauses) else len(plan.text)
        count = sum(clause.start <= start < stop for start, _ in found)
        is_read = read is not None and clause.start <= read < stop
        steps = _steps(clause)
        depth = max(0, len(steps) - 1)
        del above[min(_shared(path, steps[:-1]), depth) :]
        for lost in range(len(above), depth):  # headings that the source lost
            above.append(_added(Node("", clause_anchor(clause.id), lost), above, roots))
        node = _added(Node(_name(clause), clause_anchor(clause.id), depth), above, roots)
        above.append(node)
        path = steps
        for own in above:
            own.found += count
            own.is_open = own.is_open or is_read or count > 0
    return roots


def _added(node: Node, above: list[Node], roots: list[Node]) -> Node:
    """Put a node under the last of those above it."""
    (above[-1].children if above else roots).append(node)
    return node


def _steps(clause: Clause) -> tuple[str, ...]:
    """Return what tells each heading of a clause's path from all others at its place.

    Two headings that the source lost are told apart by their numbers in the clause's id.
    """
    numbers = clause.id.split(".")
    if len(numbers) == len(clause.path):
        return tuple(numbers)
    return tuple(heading or "" for heading in clause.path)


def _shared(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many steps from the top two paths share."""
    for number, (one, two) in enumerate(zip(path, other, strict=False)):
        if one != two:
            return number
    return min(len(path), len(other))


def _name(clause: Clause) -> str:
    """Return what a clause is called."""
    if clause.path and clause.path[-1]:
        return clause.path[-1]
    return str(BACK_MATTER if clause.kind == "back" else FRONT_MATTER)
