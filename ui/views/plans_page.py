"""``/plans``: the collection, where its plans are of, and what is known of each."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from index import PlanIndex
from index.corpus import CorpusChanges
from index.text import shadow_of
from index.types import Brief, PlanHead
from ui import texts
from ui.addresses import address
from ui.changed_files import changed_files, state_of
from ui.collection_texts import CHANGED_COUNTS, CHANGED_FILES
from ui.views.asked import text_asked
from ui.views.paging import page_of
from ui.views.per_index import once_an_index
from ui.views.province_map import province_map
from ui.views.relations import Relations, relations
from ui.views.shell import render

_ID = re.compile(r"[\w.-]{1,80}")
"""Of a plan; what else the address says is not shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A plan, and how much was read out of it.

    Attributes:
        related: What it has to do with other files and plans.
        name: What it may be called: place, title and number, as they are compared.
    """

    head: PlanHead
    brief: Brief
    related: Relations
    name: str


def plans_page(index: PlanIndex, request: Request) -> Response:
    """Return the plans of ``province``, of all where none is named, as a view.

    ``q`` leaves those whose place, title or number has it.
    """
    province, query = text_asked(request, "province"), text_asked(request, "q")
    heads = index.heads()
    counts = Counter(head.province for head in heads if head.province)
    wanted = _compared(query)
    rows = [
        row
        for row in known_rows(index)
        if (not province or row.head.province == province) and wanted in row.name
    ]
    given = {"province": province, "q": query}
    changes = changed_files(index)
    return render(
        request,
        "plans.html",
        title=str(texts.COLLECTION),
        active="/plans",
        page=page_of(request, "/plans", given, rows),
        total=len(heads),
        province=province,
        query=query,
        removed=_removed(request, heads),
        everywhere=address("/plans", {"q": query}),
        every_name=address("/plans", {"province": province}),
        map=province_map(counts, province),
        summary=_summary(rows),
        changes=changes,
        changed=_told(changes),
        left_out=() if changes is None else changes.left_out,
        state_of=lambda plan_id: state_of(changes, plan_id),
    )


@once_an_index
def known_rows(index: PlanIndex) -> list[Row]:
    """Return what is known of each plan, by province, place and years."""
    related = relations(index)
    rows = [
        Row(head, index.brief(head.id), related[head.id], _name(head)) for head in index.heads()
    ]
    return sorted(rows, key=_order)


def _removed(request: Request, heads: Sequence[PlanHead]) -> str:
    """Return the id of the plan that was just removed; empty where none was, or it is there."""
    plan_id = request.query_params.get("removed", "")
    is_id = _ID.fullmatch(plan_id) is not None
    return plan_id if is_id and plan_id not in {head.id for head in heads} else ""


def _name(head: PlanHead) -> str:
    """Return all that a plan may be called."""
    said = (head.place, head.province, head.title, head.document_number, head.id)
    return _compared(" ".join(part for part in said if part))


def _compared(text: str) -> str:
    """Return a text without what does not tell names apart: script, width, case, white space."""
    return "".join(shadow_of(text).text.lower().split())


def _order(row: Row) -> tuple[str, str, str]:
    """Return what plans are ordered by: province, place, years."""
    head = row.head
    return head.province or "", head.place or "", str(head.period or head.issued or "")


def _summary(rows: Sequence[Row]) -> dict[str, int]:
    """Return how much there is in some plans."""
    return {
        "count": len(rows),
        "clauses": sum(row.brief.clauses for row in rows),
        "targets": sum(len(row.brief.indicators) for row in rows),
        "duties": sum(len(row.brief.offices) for row in rows),
    }


def _told(changes: CorpusChanges | None) -> str:
    """Return the sentence that says how many files changed; empty where none did."""
    if not changes:
        return ""
    counts = {kind: len(getattr(changes, kind)) for kind in CHANGED_COUNTS}
    said = [CHANGED_COUNTS[kind].filled(count=count) for kind, count in counts.items() if count]
    return CHANGED_FILES.filled(
        changes="；".join(said) if texts.language() != "en" else "; ".join(said)
    )
