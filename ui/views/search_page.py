"""``/search``: the search page without a script, for sharing, printing and text browsers."""

from collections.abc import Sequence

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ui import texts
from ui.search.choices import Choice, offers
from ui.search.request import DEFAULT_RESULTS, MAX_RESULTS, years_of
from ui.search.request import Request as Search
from ui.search.responses import BusyHtml, respond
from ui.server.live_index import LiveIndex
from ui.server.work import RETRY_AFTER_S
from ui.views.asked import text_asked
from ui.views.shell import render


def search_page(live: LiveIndex, request: Request) -> Response:
    """Return what the search page shows for the same address, as a view."""
    given = request.query_params
    query = text_asked(request, "q")
    said = given.get("n", "")[:4]
    number = min(MAX_RESULTS, max(1, int(said))) if said.isdecimal() else DEFAULT_RESULTS
    mode = given.get("mode", "hybrid")
    search = Search(
        query,
        tuple(name for name in given.getlist("city") if name.strip()),
        tuple(name for name in given.getlist("plan") if name.strip()),
        number,
        mode if mode in ("lexical", "dense") else "hybrid",  # type: ignore[arg-type]
        years_of(given.getlist("year")),
        tuple(name for name in given.getlist("dept") if name.strip()),
        given.get("exact") == "1",
        "/search",
    )
    shown = ""
    if query:
        live.wait_until_warm()
        *_, shown = respond(live, search)
    own = offers(live, search)
    years = tuple(map(str, search.years))
    is_busy = isinstance(shown, BusyHtml)
    page = render(
        request,
        "search.html",
        status=503 if is_busy else 200,  # a program that asks must not take this for the answer
        title=query or str(texts.SEARCH),
        active="/",
        query=query,
        search=search,
        number=search.filters["n"],
        filters=(
            ("city", texts.CITIES, _with(own.cities, search.cities), search.cities),
            ("plan", texts.PLANS, _with(own.plans, search.plans), search.plans),
            ("year", texts.YEARS, _with(own.years, years), years),
            ("dept", texts.OFFICES, _with(own.offices, search.offices), search.offices),
        ),
        results=Markup(shown),
    )
    if is_busy:
        page.headers["retry-after"] = RETRY_AFTER_S
    return page


def _with(offered: Sequence[Choice], chosen: Sequence[str]) -> list[Choice]:
    """Return choices with those before them that are chosen and not on offer."""
    known = {value for _, value in offered}
    return [*((value, value) for value in chosen if value not in known), *offered]
