"""``/check``: whether a quotation stands in the plans, and where it differs from what does."""

import re
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

_MARKS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ('"', '"'), ("'", "'"))
MIN_MARKED = 3
"""Characters of a quotation with its marks."""
_AS_COPIED = re.compile(r"(?P<quotation>“.+”) —— [^\n]+ \[[^\s\[\]]+:\d+–\d+\]", re.DOTALL)
"""As ``format_quotation`` gives it."""
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
    quote = unmarked(request.query_params.get("quote", "").strip())
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


def unmarked(text: str) -> str:
    """Return a text without the quotation marks around it, and without this page's own reference.

    “甲”和“乙” keeps its marks: they are around parts of it.
    """
    if own := _AS_COPIED.fullmatch(text):
        text = own["quotation"]
    for opening, closing in _MARKS:
        inner = text[1:-1]
        if text[:1] != opening or text[-1:] != closing or len(text) < MIN_MARKED:
            continue
        depth = 0
        for character in inner if opening != closing else "":
            depth += (character == opening) - (character == closing)
            if depth < 0:
                return text
        return text if opening == closing and opening in inner else inner.strip()
    return text


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
