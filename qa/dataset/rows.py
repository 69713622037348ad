"""What stands in each table of the data set, plan by plan."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from index.types import Clause, Plan
from qa.dataset import columns

if TYPE_CHECKING:
    from index import PlanIndex
    from index.facts import Definition, Duty, Target, Threshold

Row = Mapping[str, Any]
"""A value by column; None, or nothing at all, where nothing is said."""


@dataclass(frozen=True, slots=True)
class Held:
    """A plan of an index, and what the whole collection says of it."""

    index: "PlanIndex"
    plan: Plan
    superseded_by: str | None
    copies: tuple[str, ...]

    @property
    def place(self) -> Row:
        """The columns that every row of the plan has."""
        plan = self.plan
        return {
            "province": plan.province,
            "city": plan.city,
            "county": plan.county,
            "sha256": plan.sha256,
        }

    def cited(self, fact: "Target | Threshold | Duty | Definition") -> Row:
        """Return where a fact stands."""
        return {
            "plan_id": self.plan.id,
            "clause_id": fact.clause_id,
            "reference": self.index.reference(self.plan.id, fact.clause_id),
            "start": fact.start,
            "end": fact.end,
            "quote": fact.quote,
            **self.place,
            "is_corrected": self.is_corrected(fact.start, fact.end),
        }

    def is_corrected(self, start: int, end: int) -> bool:
        """Tell whether a person corrected the wording somewhere in a range."""
        return any(own.start < end and own.end > start for own in self.plan.errata)


def text_file(plan: Plan) -> str:
    """Return where the text of a plan lies in the data set."""
    return str(PurePosixPath("texts", f"{plan.id}.txt"))


def _plans(held: Held) -> Iterator[Row]:
    plan = held.plan
    by_origin: dict[str, list[str]] = {"read": [], "given": [], "corrected": []}
    for name, origin in plan.origins:
        by_origin[origin].append(name)
    first = held.index.reference(plan.id, plan.clauses[0].id) if plan.clauses else plan.title
    yield {
        "id": plan.id,
        "title": plan.title,
        "reference": first.rpartition(" · ")[0] or plan.title,
        "level": plan.level,
        "status": plan.status,
        "superseded_by": held.superseded_by,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "valid_until": plan.valid_until,
        "first_year": plan.period[0] if plan.period else None,
        "last_year": plan.period[1] if plan.period else None,
        "source": plan.source,
        "accessed": plan.accessed,
        "copies": held.copies,
        "text_file": text_file(plan),
        "start": 0,
        "end": len(plan.text),
        **{f"fields_{origin}": tuple(names) for origin, names in by_origin.items()},
        "errata": len(plan.errata),
        **held.place,
        "is_corrected": bool(by_origin["given"] or by_origin["corrected"] or plan.errata),
    }


def _clauses(held: Held) -> Iterator[Row]:
    plan = held.plan
    starts = sorted(clause.start for clause in plan.clauses)
    for clause in plan.clauses:
        end = _own_end(clause, starts)
        yield {
            "id": clause.id,
            "plan_id": plan.id,
            "reference": held.index.reference(plan.id, clause.id),
            "level": clause.level,
            "kind": clause.kind,
            "label": clause.label,
            "heading": clause.heading,
            "start": clause.start,
            "end": end,
            "whole_end": clause.end,
            "quote": plan.text[clause.start : end],
            **held.place,
            "is_corrected": held.is_corrected(clause.start, end),
        }


def _own_end(clause: Clause, starts: list[int]) -> int:
    """Return where a clause's own text ends: its end, or where the next clause inside it begins."""
    following = bisect_left(starts, clause.start + 1)
    return min(clause.end, starts[following]) if following < len(starts) else clause.end


def _facts(kind: str) -> Callable[[Held], Iterator[Row]]:
    """Return what yields the rows of one kind of facts, whose fields are named as its columns."""
    names = {table.name: table.names for table in columns.TABLES}[kind]

    def rows(held: Held) -> Iterator[Row]:
        for number, fact in enumerate(getattr(held.index.facts(held.plan.id), kind), 1):
            own = {name: getattr(fact, name) for name in names if hasattr(fact, name)}
            yield {**own, "id": f"{held.plan.id}/{kind}/{number}", **held.cited(fact)}

    return rows


ROWS: Mapping[str, Callable[[Held], Iterator[Row]]] = {
    "plans": _plans,
    "clauses": _clauses,
    **{name: _facts(name) for name in ("targets", "thresholds", "duties", "definitions")},
}
"""What yields the rows of a plan, by the name of the table."""
