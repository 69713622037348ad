"""``/check``: whether a quotation stands in the plans, and where it differs from what does."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from index import PlanIndex
from index.quoting import Trace, trace_sentence
from ui import texts
from ui.citation import Cited
from ui.markup import escape
from ui.views.shell import render

SEARCHED = 60
"""Passages like a quotation whose plans are looked through for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place of a plan that has a quotation, or comes nearest to it.

    Attributes:
        compared: The quotation with what the plan has instead, as HTML; empty where they agree.
    """

    trace: Trace
    cited: Cited
    compared: Markup


def check_page(index: PlanIndex, request: Request) -> Response:
    """Return where ``quote`` stands, in the plan of ``plan`` or in all, as a view."""
    quote = request.query_params.get("quote", "").strip()
    titles = {head.id: head.title for head in index.heads()}
    plan_id = request.query_params.get("plan", "")
    plan_id = plan_id if plan_id in titles else ""
    return render(
        request,
        "check.html",
        title=str(texts.CHECK),
        active="/check",
        quote=quote,
        plan_id=plan_id,
        plan_title=titles.get(plan_id, ""),
        findings=_findings(index, quote, plan_id) if quote else [],
    )


def _findings(index: PlanIndex, quote: str, plan_id: str) -> list[Finding]:
    """Return where a quotation stands, or what comes nearest to it."""
    heads = {head.id: head for head in index.heads()}
    if plan_id in heads:
        wanted = [plan_id]
    else:
        # In all plans by name: a place in a quotation says nothing of where it stands.
        every = tuple(heads)
        hits = index.search(quote[:400], k=SEARCHED, mode="lexical", plans=every)
        wanted = list(dict.fromkeys(own.plan_id for hit in hits for own in hit.passages))
    found = trace_sentence([index.plan(own) for own in wanted], quote)
    return [
        Finding(own, Cited.of(own, own.quote, own.reference, heads), _compared(own))
        for own in found
    ]


def _compared(trace: Trace) -> Markup:
    """Return a quotation with what a plan says otherwise struck out and put in."""
    if not trace.differences:
        return Markup("")
    pieces = []
    for difference in trace.differences:
        if difference.said:
            pieces.append(f"<li><del>{escape(difference.said)}</del>")
        else:
            pieces.append("<li><del>—</del>")
        pieces.append(f" → <ins>{escape(difference.stands) or '—'}</ins></li>")
    return Markup(f'<ul class="differences">{"".join(pieces)}</ul>')
