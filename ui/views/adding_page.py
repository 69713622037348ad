"""``/plans/add``: a file is chosen, what was read in it is corrected, then it is added."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from index.facts import extract_facts
from ui import texts
from ui.adding import TEXT_FIELDS, Shelf, Waiting
from ui.addresses import address, plan_address
from ui.texts import in_one_language
from ui.views.plan_outline import outline_of
from ui.views.shell import render

SHOWN_CHARS = 1200
"""Of the text, to see whether it was read well."""


async def add(shelf: Shelf, request: Request) -> Response:
    """Return the view that takes a file; one that was sent is read and waits for a decision."""
    if request.method == "POST":
        async with request.form() as form:
            given = form.get("file")
            if isinstance(given, UploadFile):
                data = await given.read()
                waiting = await run_in_threadpool(shelf.receive, given.filename or "", data)
                return _seen_other(address(f"/plans/add/{waiting.token}"))
    return render(request, "add.html", title=str(texts.ADD_PLAN), active="/plans")


async def decide(shelf: Shelf, request: Request) -> Response:
    """Return what was read in a file that waits; take it in or give it up where that is said."""
    token = request.path_params["token"]
    if request.method == "POST":
        async with request.form() as form:
            said = {name: str(value) for name, value in form.items()}
        if said.get("decision") != "take":
            shelf.give_up(token)
            return _seen_other(address("/plans"))
        plan = await run_in_threadpool(shelf.take, token, said)
        return _seen_other(plan_address(plan.id))
    return await run_in_threadpool(_preview, request, shelf.waiting(token))


async def remove(shelf: Shelf, request: Request) -> Response:
    """Take a plan out of the collection, and lead back to it."""
    async with request.form() as form:
        plan_id = str(form.get("plan", ""))
    await run_in_threadpool(shelf.remove, plan_id)
    return _seen_other(address("/plans"))


Handler = Callable[[Shelf, Request], Awaitable[Response]]
ADDING: dict[str, tuple[Handler, list[str]]] = {
    "/plans/add": (add, ["GET", "POST"]),
    "/plans/add/{token}": (decide, ["GET", "POST"]),
    "/plans/remove": (remove, ["POST"]),
}
"""What may change the collection, by its path in Chinese, and the methods it answers to."""


def _preview(request: Request, waiting: Waiting) -> Response:
    """Return the view of what was read in a file, to be corrected."""
    plan, facts = waiting.plan, extract_facts(waiting.plan)
    return render(
        request,
        "add_preview.html",
        title=plan.title,
        active="/plans",
        plan=plan,
        fields=[(name, texts.FIELDS[name], getattr(plan, name) or "") for name in TEXT_FIELDS],
        issued=plan.issued.isoformat() if plan.issued else "",
        period="-".join(map(str, dict.fromkeys(plan.period or ()))),
        clauses=sum(1 for clause in plan.clauses if clause.label),
        facts=facts,
        outline=outline_of(plan, ()),
        anomalies=[in_one_language(own.message) for own in plan.anomalies],
        beginning=plan.text[:SHOWN_CHARS],
    )


def _seen_other(target: str) -> Response:
    """Return the answer that leads a browser on, so that a reload sends nothing twice."""
    return RedirectResponse(target, status_code=303)
