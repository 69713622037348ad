"""``/plans``: the collection, where its plans are of, and what is known of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from index import Anomaly, PlanIndex
from index.types import Erratum, PlanHead
from ui import texts
from ui.views.asked import text_asked
from ui.views.per_index import once_an_index
from ui.views.province_map import province_map
from ui.views.shell import render


@dataclass(frozen=True, slots=True)
class Row:
    """A plan, and how much was read out of it."""

    head: PlanHead
    clauses: int
    targets: int
    duties: int
    damage: int


def plans_page(index: PlanIndex, request: Request) -> Response:
    """Return the plans of ``province``, of all where none is named, as a view."""
    province = text_asked(request, "province")
    heads = index.heads()
    counts = Counter(head.province for head in heads if head.province)
    rows = [row for row in _rows(index) if not province or row.head.province == province]
    return render(
        request,
        "plans.html",
        title=str(texts.COLLECTION),
        active="/plans",
        rows=rows,
        total=len(heads),
        province=province,
        map=province_map(counts, province),
        summary=_summary(rows),
    )


@once_an_index
def _rows(index: PlanIndex) -> list[Row]:
    """Return what is known of each plan, by province, place and years."""
    return sorted((_row(index, head.id) for head in index.heads()), key=_order)


def _row(index: PlanIndex, plan_id: str) -> Row:
    """Return what is known of a plan."""
    plan, facts = index.plan(plan_id), index.facts(plan_id)
    clauses = sum(1 for clause in plan.clauses if clause.label)
    damage = {*map(_range, plan.anomalies), *map(_range, plan.errata)}
    return Row(plan.head, clauses, len(facts.targets), len(facts.duties), len(damage))


def _range(span: Anomaly | Erratum) -> tuple[int, int]:
    """Return where something is wrong; what is repaired is told once."""
    return span.start, span.end


def _order(row: Row) -> tuple[str, str, str]:
    """Return what plans are ordered by: province, place, years."""
    head = row.head
    return head.province or "", head.place or "", str(head.period or head.issued or "")


def _summary(rows: Sequence[Row]) -> dict[str, int]:
    """Return how much there is in some plans."""
    return {
        "clauses": sum(row.clauses for row in rows),
        "targets": sum(row.targets for row in rows),
        "duties": sum(row.duties for row in rows),
    }
