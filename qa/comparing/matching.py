"""Which clause of one plan says what a clause of another says, by their words and not by number."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Clause
from index.text import shadow_of

if TYPE_CHECKING:
    from index import Plan

TITLE = 2.0
"""A pair of characters in a heading counts so many times one in the text."""
MATCH = 0.09
"""Likeness from which two clauses speak of the same. Set by reading one pair of plans: 25 of the 38
leaf clauses of the later one have a best match above it, 24 of these are right."""
MUTUAL_MATCH = 0.06
"""The same where each is the other's best: both such pairs there are right."""
MIN_CHARS = 8
"""A shorter clause says nothing that could be matched."""
_BREAK = re.compile(r"[^\w%]+|_")


@dataclass(frozen=True, slots=True)
class Unit:
    """A leaf clause with the weight of each pair of neighbouring characters, of length 1."""

    clause: Clause
    weights: dict[str, float]


def units_of(earlier: "Plan", later: "Plan") -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the leaf clauses of two plans' bodies, in order.

    A pair of characters weighs by how few clauses of both have it (TF-IDF, TF as 0 or 1).
    """
    both = [
        [(clause, _pairs(plan, clause)) for clause in _leaves(plan)] for plan in (earlier, later)
    ]
    counts = Counter(pair for own in both for _, pairs in own for pair in pairs)
    total = sum(map(len, both))
    first, second = (
        tuple(Unit(clause, _weighted(pairs, counts, total)) for clause, pairs in own)
        for own in both
    )
    return first, second


def matched(
    earlier: Sequence[Unit], later: Sequence[Unit]
) -> list[tuple[int | None, int | None, float]]:
    """Return which clauses match: positions in both, None where one has no match, and likeness.

    Each clause stands with its best match, in the order of the later plan; what only the earlier
    has comes last. A clause may match several: two may have been joined, or one divided.
    """
    table = [[likeness(one, other) for one in earlier] for other in later]
    best_of_later = [_best(row) for row in table]
    best_of_earlier = [_best([row[place] for row in table]) for place in range(len(earlier))]
    pairs: dict[tuple[int, int], float] = {}
    for own, best in enumerate(best_of_later):
        if best is not None and _is_match(table[own][best], best_of_earlier[best] == own):
            pairs[own, best] = table[own][best]
    for other, best in enumerate(best_of_earlier):
        if best is not None and _is_match(table[best][other], best_of_later[best] == other):
            pairs[best, other] = table[best][other]
    found: list[tuple[int | None, int | None, float]] = []
    for own in range(len(later)):
        mine = sorted(other for at, other in pairs if at == own)
        found += [(other, own, pairs[own, other]) for other in mine] or [(None, own, 0.0)]
    kept = {other for _, other in pairs}
    return [*found, *((other, None, 0.0) for other in range(len(earlier)) if other not in kept)]


def _best(row: Sequence[float]) -> int | None:
    """Return where the largest number stands, None in an empty row."""
    return max(range(len(row)), key=row.__getitem__) if row else None


def _is_match(value: float, is_mutual: bool) -> bool:
    """Tell whether a likeness is one of clauses that speak of the same."""
    return value >= (MUTUAL_MATCH if is_mutual else MATCH)


def likeness(one: Unit, other: Unit) -> float:
    """Return the cosine of two clauses' weights, in [0, 1]."""
    fewer, more = sorted((one.weights, other.weights), key=len)
    return min(1.0, sum(weight * more.get(pair, 0.0) for pair, weight in fewer.items()))


def _leaves(plan: "Plan") -> list[Clause]:
    """Return the clauses of the body that have no clause below them."""
    inner = {parent_of(clause.id) for clause in plan.clauses}
    return [
        clause
        for clause in plan.clauses
        if clause.kind == "body"
        and clause.id not in inner
        and clause.end - clause.start >= MIN_CHARS
    ]


def parent_of(clause_id: str) -> str:
    """Return the id of the clause above; empty at the top."""
    return clause_id.rpartition(".")[0]


def _pairs(plan: "Plan", clause: Clause) -> dict[str, float]:
    """Return the pairs of characters of a clause; one in its heading weighs more.

    Who is responsible is left out.
    """
    text = list(plan.text[clause.start : clause.end])
    for part in plan.parts:
        if part.kind == "responsibility" and part.start < clause.end and clause.start < part.end:
            for place in range(max(part.start, clause.start), min(part.end, clause.end)):
                text[place - clause.start] = " "
    found = dict.fromkeys(_bigrams("".join(text[len(clause.label) :])), 1.0)
    return found | dict.fromkeys(_bigrams(clause.heading), TITLE)


def _bigrams(text: str) -> Sequence[str]:
    """Return the pairs of neighbouring characters of a text's words."""
    words = _BREAK.split(shadow_of(text).text.lower())
    return [word[at : at + 2] for word in words for at in range(len(word) - 1)]


def _weighted(pairs: dict[str, float], counts: Counter[str], total: int) -> dict[str, float]:
    """Return the weights of a clause's pairs, of length 1."""
    weights = {pair: times * math.log(1 + total / counts[pair]) for pair, times in pairs.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {pair: weight / length for pair, weight in weights.items()}
