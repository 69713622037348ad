"""Extracted duties against rows made by hand.

A row is a bracket: plan, clause, how the bracket begins, and the offices of each role, joined by
``|``. Where a clause has a row it has one for each of its duties, so that what is found beside
them counts as wrong.
"""

import csv
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import SetError
from eval.paths import GOLDEN, PLANS
from index import Plan, parse_plan
from index.facts import Duty, extract_duties

ROWS = GOLDEN / "duties.tsv"
_ROLES = ("lead", "participants", "implementers")

Bracket = tuple[str, str, int]
"""A plan, a clause that the bracket governs, and where it begins."""
Named = frozenset[tuple[str, str]]
"""Roles and offices of a bracket."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found, of what there is.

    Attributes:
        right: Found and there.
        wrong: Found, not there.
        missed: There, not found.
    """

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall in [0, 1]; 1 where there is nothing to find.

        Source:
            Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008), ch. 8.
        """
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class DutyScore:
    """How the duties of some plans agree with the rows.

    Attributes:
        brackets: Duties, by plan, clause and place.
        offices: Triples of duty, role and office.
        whole: How many duties of the rows have all offices right and no other.
        differences: A line for each duty that does not agree.
    """

    brackets: Counts
    offices: Counts
    whole: int
    differences: tuple[str, ...]


def score_duties(rows: Path = ROWS, plans: Path = PLANS) -> DutyScore:
    """Return how the duties extracted from plans agree with rows made by hand.

    Args:
        rows: The file of rows, tab-separated with a header.
        plans: Where the plans' text files are.

    Raises:
        SetError: a row does not fit its plan.
    """
    expected: dict[Bracket, Named] = {}
    found: dict[Bracket, Named] = {}
    for plan_id, group in _rows_by_plan(rows).items():
        plan = parse_plan(plans / f"{plan_id}.txt")
        expected |= _expected(plan, group)
        clauses = {row["clause"] for row in group}
        found |= _found(duty for duty in extract_duties(plan) if duty.clause_id in clauses)
    differences = tuple(
        f"{place}: missed {sorted(there - here)}, wrong {sorted(here - there)}"
        for place in sorted(expected.keys() | found.keys())
        for there, here in [(expected.get(place, frozenset()), found.get(place, frozenset()))]
        if there != here
    )
    triples = [
        {(place, *named) for place, names in side.items() for named in names}
        for side in (expected, found)
    ]
    whole = sum(found.get(place) == names for place, names in expected.items())
    return DutyScore(_count(expected.keys(), found.keys()), _count(*triples), whole, differences)


def format_duty_score(score: DutyScore) -> str:
    """Return a score as lines."""
    total = score.brackets.right + score.brackets.missed
    lines = [
        f"{name}: F1 {counts.f1:.4f} "
        f"({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)"
        for name, counts in (("duties", score.brackets), ("offices in roles", score.offices))
    ]
    return "\n".join([*lines, f"whole duties right: {score.whole} of {total}", *score.differences])


def _rows_by_plan(path: Path) -> Mapping[str, Sequence[dict[str, str]]]:
    """Return the rows of a file by their plan."""
    if not path.is_file():
        raise SetError(f"{path}: there is no such file; check the path")
    by_plan: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_plan[row["plan"]].append(row)
    return by_plan


def _expected(plan: Plan, rows: Sequence[Mapping[str, str]]) -> dict[Bracket, Named]:
    """Return what the rows of a plan say, each at its bracket's place."""
    clauses = {clause.id: clause for clause in plan.clauses}
    expected: dict[Bracket, Named] = {}
    for row in rows:
        clause = clauses.get(row["clause"])
        if clause is None:
            raise SetError(f"{plan.id} has no clause {row['clause']!r}")
        place = clause.start - 1 if not row["inherited"] else -1
        end = clause.end if not row["inherited"] else len(plan.text)
        while (place := plan.text.find(row["opening"], place + 1, end)) >= 0:
            if (plan.id, clause.id, place) not in expected:
                break
        if place < 0:
            raise SetError(f"{plan.id} {clause.id}: {row['opening']!r} does not stand there")
        named = ((role, name) for role in _ROLES for name in row[role].split("|") if name)
        expected[plan.id, clause.id, place] = frozenset(named)
    return expected


def _found(duties: Iterator[Duty]) -> dict[Bracket, Named]:
    """Return the roles and offices of duties by their place."""
    return {
        (duty.plan_id, duty.clause_id, duty.start): frozenset(
            (role, name) for role in _ROLES for name in getattr(duty, role)
        )
        for duty in duties
    }


def _count(expected: Iterable[Hashable], found: Iterable[Hashable]) -> Counts:
    """Return how two sets agree."""
    there, here = set(expected), set(found)
    return Counts(len(there & here), len(here - there), len(there - here))
