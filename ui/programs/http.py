"""The calls as plain HTTP: ``GET /api/search?query=…``, described in ``/api/openapi.json``."""

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse

from index import FilterError, LantianError, QueryError
from ui.programs.adapting import adapted
from ui.programs.calls import Calls, turns_of
from ui.server.live_index import LiveIndex
from ui.server.work import BusyError
from ui.texts import BUSY_SERVER

TITLE = "Lantian 蓝天"
DESCRIPTION = (
    "Search and question answering over the air-quality plans of China's cities. Every quotation "
    "has its plan, clause and characters. "
    "各市大气污染防治方案的检索与问答，每条引文注明方案、条款和字位。"
)


def api_of(live: LiveIndex) -> FastAPI:
    """Return the application that answers programs, at paths of the calls' names.

    Args:
        live: What they ask.
    """
    api = FastAPI(
        title=TITLE,
        description=DESCRIPTION,
        docs_url=None,  # its page would ask other machines for scripts
        redoc_url=None,
    )
    for name, call in Calls(live).all.items():
        own = adapted(call, turns_of(name), lambda ask: ask(), _in_the_address)
        api.add_api_route(f"/{name}", own, methods=["GET"], description=call.__doc__ or "")
    api.exception_handler(LantianError)(_refuse)
    api.exception_handler(ValueError)(_refuse)
    api.exception_handler(BusyError)(_ask_again)
    return api


def _in_the_address(item: type) -> object:
    """Return the type of an argument that may stand in the address several times."""
    return Annotated[list[item], Query()]  # type: ignore[valid-type]


def _refuse(request: Request, error: Exception) -> JSONResponse:
    """Say in a sentence what is wrong: with what was asked, or with the index."""
    is_asked_wrongly = isinstance(error, (FilterError, QueryError, ValueError))
    return JSONResponse({"detail": str(error)}, status_code=400 if is_asked_wrongly else 503)


def _ask_again(request: Request, error: Exception) -> JSONResponse:
    """Say that too much is asked at once."""
    return JSONResponse({"detail": BUSY_SERVER.both}, 503, {"retry-after": "5"})
