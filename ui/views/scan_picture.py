"""``/plan/ID/picture``: the lines of a scanned page that a quotation was recognised in."""

from starlette.requests import Request
from starlette.responses import Response

from index import PlanIndex
from index.corpus import picture_at
from ui.views.plan_page import range_in

_KEPT_S = 300


def scan_picture(index: PlanIndex, request: Request) -> Response:
    """Return the picture of the characters that ``at`` names; 404 where there is none."""
    plan_id = request.path_params["plan_id"]
    corpus = index.corpus
    if corpus is None or plan_id not in {head.id for head in index.heads()}:
        return Response(status_code=404)
    plan = index.plan(plan_id)
    place = range_in(plan, request.query_params.get("at", ""))
    shown = picture_at(corpus, plan, *place) if place else None
    if shown is None:
        return Response(status_code=404)
    headers = {"cache-control": f"private, max-age={_KEPT_S}"}
    return Response(shown, media_type="image/png", headers=headers)
