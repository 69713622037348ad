"""``/plans/add``: a file is chosen, what was read in it is corrected, then it is added."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from index import Plan
from index.facts import extract_facts
from ui import texts
from ui.adding import TEXT_FIELDS, Shelf, Waiting, new_token
from ui.addresses import address, plan_address
from ui.collection_texts import ADD_PLAN, IN_PROGRESS, REMOVE, STAGES
from ui.errands import Errand
from ui.texts import in_one_language
from ui.views.plan_outline import outline_of
from ui.views.shell import render

SHOWN_CHARS = 1200
"""Of the text, to see whether it was read well."""
PATIENCE_S = 1.0
"""A short file is read in this time, and its reader sees no page in between."""


async def add(shelf: Shelf, request: Request) -> Response:
    """Return the view that takes a file; one that was sent is read and waits for a decision."""
    if request.method == "POST":
        async with request.form() as form:
            given = form.get("file")
            if isinstance(given, UploadFile):
                name, data, token = given.filename or "", await given.read(), new_token()
                errand = shelf.errands.begin(
                    token, lambda told: shelf.receive(name, data, token, told)
                )
                return await _led_on(shelf, token, errand)
    await run_in_threadpool(shelf.corpus)  # said before anybody looks for a file
    return render(request, "add.html", title=str(ADD_PLAN), active="/plans")


async def decide(shelf: Shelf, request: Request) -> Response:
    """Return what was read in a file that waits; take it in or give it up where that is said.

    While something is being done with it, how far that is.
    """
    token = request.path_params["token"]
    errand = shelf.errands.of(token)
    if errand is not None and not errand.has_ended:
        return render(
            request,
            "add_progress.html",
            title=str(IN_PROGRESS),
            active="/plans",
            stages=STAGES,
            errand=errand,
            watched=address(f"/plans/add/{token}/progress"),
        )
    if errand is not None and (errand.error or isinstance(errand.result, Plan)):
        return await _led_on(shelf, token, errand)
    if request.method == "POST":
        async with request.form() as form:
            said = {name: str(value) for name, value in form.items()}
        shelf.waiting(token)  # who gave it up or added it already is told so
        if said.get("decision") != "take":
            shelf.give_up(token)
            shelf.errands.forget(token)
            return _seen_other(address("/plans"))
        errand = shelf.errands.begin(token, lambda told: shelf.take(token, said, told))
        return await _led_on(shelf, token, errand)
    return await run_in_threadpool(_preview, request, shelf.waiting(token))


async def progress(shelf: Shelf, request: Request) -> Response:
    """Return how far it is what is being done with a file, as JSON."""
    errand = shelf.errands.of(request.path_params["token"])
    if errand is None or errand.has_ended:
        told: dict[str, object] = {"ended": True}
    else:
        told = {"ended": False, "stage": errand.stage, "share": errand.share}
    return JSONResponse(told, headers={"cache-control": "no-store"})


async def remove(shelf: Shelf, request: Request) -> Response:
    """Take a plan out of the collection, and lead back to it; ask before that.

    Raises:
        AddingError: what is asked to be removed is no plan.
    """
    if request.method != "POST":
        return await run_in_threadpool(_asked_again, shelf, request)
    async with request.form() as form:
        plan_id = str(form.get("plan", ""))
    await run_in_threadpool(shelf.remove, plan_id)
    return _seen_other(address("/plans", {"removed": plan_id}))


Handler = Callable[[Shelf, Request], Awaitable[Response]]
ADDING: dict[str, tuple[Handler, list[str]]] = {
    "/plans/add": (add, ["GET", "POST"]),
    "/plans/add/{token}": (decide, ["GET", "POST"]),
    "/plans/add/{token}/progress": (progress, ["GET"]),
    "/plans/remove": (remove, ["GET", "POST"]),
}
"""What may change the collection, by its path in Chinese, and the methods it answers to."""


def _asked_again(shelf: Shelf, request: Request) -> Response:
    """Return the view that names the plan and asks whether it shall go."""
    head = shelf.held(request.query_params.get("plan", ""))
    return render(request, "remove.html", title=str(REMOVE), active="/plans", head=head)


async def _led_on(shelf: Shelf, token: str, errand: Errand) -> Response:
    """Return the answer that leads to what became of an errand, or to how far it is.

    Raises:
        Exception: that it failed with; the next request may try again.
    """
    await run_in_threadpool(errand.wait, PATIENCE_S)
    if errand.error is not None:
        shelf.errands.forget(token)
        raise errand.error
    if isinstance(errand.result, Plan):
        return _seen_other(plan_address(errand.result.id))
    return _seen_other(address(f"/plans/add/{token}"))


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
