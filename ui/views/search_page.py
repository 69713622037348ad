"""``/search``: the search page without a script, for sharing, printing and text browsers."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ui import texts
from ui.search.controls import DEFAULT_RESULTS, MAX_RESULTS
from ui.search.responses import Request as Search
from ui.search.responses import respond, years_of
from ui.server.live_index import LiveIndex
from ui.texts import language, script_of, speaking
from ui.views.asked import known_places, text_asked
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
    )
    shown = ""
    if query:
        live.wait_until_warm()
        with speaking(script_of(query, language())):
            *_, shown = respond(live, search)
    return render(
        request,
        "search.html",
        title=query or str(texts.SEARCH),
        active="/",
        query=query,
        search=search,
        places=known_places(live.current()),
        results=Markup(shown),
    )
