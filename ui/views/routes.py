"""Which address is answered by which view, in both languages, and what a view says that fails."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from functools import cache, partial

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from index import (
    IndexDamagedError,
    IndexMissingError,
    LantianError,
    ModelError,
    ModelMismatchError,
    PlanIndex,
)
from ui import texts
from ui.adding import Shelf
from ui.addresses import PREFIXES
from ui.scripts import spoken_to
from ui.search.messages import incident, message_for, render_busy, render_message
from ui.server import work
from ui.server.live_index import LiveIndex
from ui.server.work import GONE_STATUS, RETRY_AFTER_S, BusyError, GoneError
from ui.texts import PAGE_LANGUAGES, Language, speaking
from ui.theme import read_static
from ui.views.adding_page import ADDING
from ui.views.changes_page import changes_page
from ui.views.check_page import check_page
from ui.views.compare_page import compare_file, compare_page
from ui.views.dataset_file import dataset_file
from ui.views.duties_page import duties_file, duties_page
from ui.views.help_page import help_page
from ui.views.plan_page import plan_page
from ui.views.plans_page import plans_page
from ui.views.scan_picture import scan_picture
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
    "/plan/{plan_id}/picture": _of_index(scan_picture),
    "/plans": _of_index(plans_page),
    "/plans.zip": _of_index(dataset_file),
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
_TYPED = ("q", "topic", "dept", "quote")
"""What of an address a reader has typed."""
_KEPT_S = 300
_OF_THE_INDEX = (IndexMissingError, IndexDamagedError, ModelError, ModelMismatchError)
"""What is wrong with what is searched, and not with what was asked."""


def paths_of(views: Iterable[str]) -> str:
    """Return a regular expression of the paths of views, for the doors before them."""
    return "|".join(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) for path in views)


VIEW_PATHS = paths_of((*VIEWS, "/look/{name}"))
"""Of all views in Chinese; those in English have ``/en`` before them."""
ADDING_PATHS = paths_of(ADDING)
"""The same of those that may change the collection; closed unless the program was told else."""


def views_of(live: LiveIndex, shelf: Shelf | None = None) -> list[BaseRoute]:
    """Return the routes of all views.

    Args:
        live: What they show.
        shelf: Takes in the plans that readers add; None where they may not.
    """
    routes: list[BaseRoute] = [
        Route("/look/suggestions.json", _answering("zh", partial(suggestions, live))),
        Route("/look/{name}", _look),
    ]
    for language in PAGE_LANGUAGES:
        for path, view in VIEWS.items():
            turns = work.PLAIN_SEARCHES if view is search_page else work.VIEWS
            own = _answering(
                language, partial(view, live), turns, is_adding_allowed=shelf is not None
            )
            routes.append(Route(PREFIXES[language] + path, own))
        if shelf is not None:
            for path, (handler, methods) in ADDING.items():
                changing = _changing(language, partial(handler, shelf))
                routes.append(Route(PREFIXES[language] + path, changing, methods=methods))
    return routes


def _answering(
    language: Language,
    view: Callable[[Request], Response],
    turns: work.Turns = work.VIEWS,
    *,
    is_adding_allowed: bool = False,
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a request for a view in a language.

    Args:
        language: What it is shown in.
        view: Makes it.
        turns: That it waits for, and only then gets a thread.
        is_adding_allowed: Whether readers may add plans.
    """

    async def answer(request: Request) -> Response:
        _tell(request, language, is_adding_allowed=is_adding_allowed)
        with speaking(_speech(request, language)):
            try:
                async with turns.awaited(request.receive):
                    return await run_in_threadpool(view, request)
            except GoneError:
                return Response(status_code=GONE_STATUS)
            except BusyError:
                return _busy(request)
            except Exception as error:
                return _failed(request, error)

    return answer


def _changing(
    language: Language, handler: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a request that may change the collection."""

    async def answer(request: Request) -> Response:
        _tell(request, language, is_adding_allowed=True)
        with speaking(_speech(request, language)):
            try:
                return await handler(request)
            except BusyError:
                return _busy(request)
            except Exception as error:
                return _failed(request, error)

    return answer


def _tell(request: Request, language: Language, *, is_adding_allowed: bool) -> None:
    """Note what the frame around a view must know of a request."""
    request.scope["view_path"] = request.url.path.removeprefix(PREFIXES[language])
    request.scope["is_adding_allowed"] = is_adding_allowed


def _speech(request: Request, language: Language) -> Language:
    """Return the language of a view: in Chinese the characters are those of its reader."""
    given = request.query_params
    if given.get("script") == "hant":
        return spoken_to(language, "", "zh-Hant")
    asked = "".join(given.get(name, "") for name in _TYPED)
    return spoken_to(language, asked, request.headers.get("accept-language", ""))


def _failed(request: Request, error: Exception) -> Response:
    """Return the view that says what went wrong and what to do; the log knows more of the rest."""
    path, name = request.url.path, ""
    status = 400
    if isinstance(error, LantianError):
        status = 503 if isinstance(error, _OF_THE_INDEX) else 400
    elif isinstance(error, ValueError):
        logger.warning("%s: %r", path, error, exc_info=error)
    else:
        status, name = 500, incident()
        logger.error("%s failed (%s)", path, name, exc_info=error)
    message = Markup(render_message(message_for(error, name)))
    title = str(texts.FAILED)
    return render(request, "error.html", title=title, status=status, message=message)


def _busy(request: Request) -> Response:
    """Return the view that asks to come again."""
    message = Markup(render_busy())
    page = render(request, "error.html", title=str(texts.FAILED), status=503, message=message)
    page.headers["retry-after"] = RETRY_AFTER_S
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
