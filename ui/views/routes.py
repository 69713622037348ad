"""Which address is answered by which view, in both languages, and what a view says that fails."""

import logging
from collections.abc import Callable
from functools import cache

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from index import FilterError, LantianError, PlanIndex, QueryError
from ui import texts
from ui.adding import Shelf
from ui.addresses import PREFIXES
from ui.search.messages import incident, message_for, render_message
from ui.server.live_index import LiveIndex
from ui.server.work import BusyError, taking_a_turn
from ui.texts import PAGE_LANGUAGES, Language, speaking
from ui.theme import read_static
from ui.views.adding_page import Handler, adding_views
from ui.views.changes_page import changes_page
from ui.views.check_page import check_page
from ui.views.compare_page import compare_file, compare_page
from ui.views.duties_page import duties_file, duties_page
from ui.views.help_page import help_page
from ui.views.plan_page import plan_page
from ui.views.plans_page import plans_page
from ui.views.search_page import search_page
from ui.views.shell import render
from ui.views.suggestions import suggestions

View = Callable[[LiveIndex, Request], Response]

logger = logging.getLogger(__name__)


def _of_index(view: Callable[[PlanIndex, Request], Response]) -> View:
    """Return a view that is made of the index as it is at the moment."""
    return lambda live, request: view(live.current(), request)


VIEWS: dict[str, View] = {
    "/plan/{plan_id}": _of_index(plan_page),
    "/plans": _of_index(plans_page),
    "/compare": _of_index(compare_page),
    "/compare.csv": _of_index(compare_file),
    "/compare.xlsx": _of_index(compare_file),
    "/duties": _of_index(duties_page),
    "/duties.csv": _of_index(duties_file),
    "/duties.xlsx": _of_index(duties_file),
    "/changes": _of_index(changes_page),
    "/check": _of_index(check_page),
    "/search": search_page,
    "/help": help_page,
    "/help/{guide}": help_page,
}
"""By their path in Chinese."""

_FILES = {
    "views.css": ("text/css", ("colours.css", "common.css", "views.css")),
    "views.js": ("text/javascript", ("common.js", "views.js")),
    "icon.svg": ("image/svg+xml", ("icon.svg",)),
}
"""What the views look like, each made of files of ``static``."""
_KEPT_S = 300


def views_of(live: LiveIndex, shelf: Shelf | None = None) -> list[BaseRoute]:
    """Return the routes of all views.

    Args:
        live: What they show.
        shelf: Takes in the plans that readers add; None where they may not.
    """
    words = _answering(live, "zh", suggestions)
    routes: list[BaseRoute] = [
        Route("/look/suggestions.json", words),
        Route("/look/{name}", _look),
    ]
    for language in PAGE_LANGUAGES:
        for path, view in VIEWS.items():
            own_view = _answering(live, language, view, is_adding_allowed=shelf is not None)
            routes.append(Route(PREFIXES[language] + path, own_view))
        if shelf is not None:
            for path, handler in adding_views(shelf, language).items():
                own = _changing(language, handler)
                routes.append(Route(PREFIXES[language] + path, own, methods=["GET", "POST"]))
    return routes


def _changing(language: Language, handler: Handler) -> Handler:
    """Return what answers a request that may change the collection."""

    async def answer(request: Request) -> Response:
        request.scope["view_path"] = request.url.path.removeprefix(PREFIXES[language])
        request.scope["is_adding_allowed"] = True
        try:
            return await handler(request)
        except LantianError as error:
            with speaking(language):
                return _failed(request, error, 400)

    return answer


def _answering(
    live: LiveIndex, language: Language, view: View, *, is_adding_allowed: bool = False
) -> Callable[[Request], Response]:
    """Return what answers a request for a view in a language."""

    def answer(request: Request) -> Response:
        path = request.url.path
        request.scope["view_path"] = path.removeprefix(PREFIXES[language])
        request.scope["is_adding_allowed"] = is_adding_allowed
        with speaking(language):
            try:
                with taking_a_turn():
                    return view(live, request)
            except BusyError:
                return _busy(request)
            except (LantianError, ValueError) as error:
                status = 400 if isinstance(error, (FilterError, QueryError, ValueError)) else 503
                if not isinstance(error, LantianError):
                    logger.warning("%s: %r", path, error, exc_info=error)
                return _failed(request, error, status)
            except Exception as error:
                name = incident()
                logger.exception("%s failed (%s)", path, name)
                return _failed(request, error, 500, name)

    return answer


def _failed(request: Request, error: Exception, status: int, name: str = "") -> Response:
    """Return the view that says what went wrong and what to do."""
    message = Markup(render_message(message_for(error, name)))
    title = str(texts.FAILED)
    return render(request, "error.html", title=title, status=status, message=message)


def _busy(request: Request) -> Response:
    """Return the view that asks to come again."""
    message = Markup(f'<p class="notice" role="alert">{texts.BUSY_SERVER.html}</p>')
    page = render(request, "error.html", title=str(texts.FAILED), status=503, message=message)
    page.headers["retry-after"] = "5"
    return page


async def _look(request: Request) -> Response:
    """Return a file of the views' look."""
    name = request.path_params["name"]
    if name not in _FILES:
        return Response(status_code=404)
    kind, _ = _FILES[name]
    return Response(_file(name), media_type=kind, headers={"cache-control": f"max-age={_KEPT_S}"})


@cache
def _file(name: str) -> str:
    """Return a file made of those that it consists of."""
    return "\n".join(read_static(part) for part in _FILES[name][1])
