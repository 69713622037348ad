"""The calls as plain HTTP: ``GET /api/search?query=…``, described in ``/api/openapi.json``."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from index import FilterError, LantianError, QueryError
from index.version import VERSION
from ui.programs.adapting import adapted
from ui.programs.calls import Calls, turns_of
from ui.server.live_index import LiveIndex
from ui.server.work import GONE_STATUS, RETRY_AFTER_S, BusyError, GoneError, Turns
from ui.texts import BUSY_SERVER

TITLE = "Lantian 蓝天"
DESCRIPTION = (
    "Search and question answering over the air-quality plans of China's cities. Every quotation "
    "has its plan, clause and characters. "
    "各市大气污染防治方案的检索与问答，每条引文注明方案、条款和字位。"
)
DESCRIBED = "/api/openapi.json"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a call has no result, in a sentence, and what to do."""

    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refused, "description": "What was asked makes no sense, or is not held."},
    422: {"model": Refused, "description": "An argument is missing or of another kind."},
    503: {"model": Refused, "description": "Busy, see Retry-After; or there is no index."},
}


def api_of(live: LiveIndex) -> FastAPI:
    """Return the application that answers programs, at paths of the calls' names.

    Args:
        live: What they ask.
    """
    api = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,  # its page would ask other machines for scripts
        redoc_url=None,
    )
    for name, call in Calls(live).all.items():
        own = adapted(call, lambda ask: ask(), _in_the_address)
        api.add_api_route(
            f"/{name}",
            own,
            methods=["GET"],
            description=call.__doc__ or "",
            dependencies=[Depends(_turn_of(turns_of(name)), scope="function")],
            responses=REFUSALS,
        )
    api.exception_handler(LantianError)(_refuse)
    api.exception_handler(ValueError)(_refuse)
    api.exception_handler(RequestValidationError)(_say_what_is_missing)
    api.exception_handler(BusyError)(_ask_again)
    api.exception_handler(GoneError)(_tell_nobody)
    return api


def _turn_of(turns: Turns) -> Callable[[Request], AsyncIterator[None]]:
    """Return what a call depends on: its turn, which is waited for before it gets a thread."""

    async def taken(request: Request) -> AsyncIterator[None]:
        async with turns.awaited(request.receive):
            yield

    return taken


def _in_the_address(item: type) -> object:
    """Return the type of an argument that may stand in the address several times."""
    return Annotated[list[item], Query()]  # type: ignore[valid-type]


def _refuse(request: Request, error: Exception) -> JSONResponse:
    """Say in a sentence what is wrong: with what was asked, or with the index."""
    is_asked_wrongly = isinstance(error, (FilterError, QueryError, ValueError))
    return JSONResponse({"detail": str(error)}, status_code=400 if is_asked_wrongly else 503)


def _say_what_is_missing(request: Request, error: Exception) -> JSONResponse:
    """Say in a sentence which arguments are missing or of another kind."""
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{own['loc'][-1]}: {own['msg'].lower()}" for own in error.errors())
    return JSONResponse({"detail": f"{said}; {DESCRIBED} says what each call takes"}, 422)


def _ask_again(request: Request, error: Exception) -> JSONResponse:
    """Say that too much is asked at once."""
    return JSONResponse({"detail": BUSY_SERVER.both}, 503, {"retry-after": RETRY_AFTER_S})


def _tell_nobody(request: Request, error: Exception) -> Response:
    """Say nothing: who asked has gone away."""
    return Response(status_code=GONE_STATUS)
