"""Each request is given an id, timed, counted and written down, whatever becomes of it."""

import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.programs.calls import CALLS
from ui.server import metrics
from ui.server.live_index import LiveIndex
from ui.server.request_log import within, write_request
from ui.server.work import GONE_STATUS
from ui.views import VIEWS

REQUEST_ID = "x-request-id"
REFUSED = "lantian.refused"
"""Under this name the doors note in a request's scope why they turn it away."""

_GIVEN_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_VIEWS = [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))), path) for path in VIEWS]
_OTHERS = [
    (re.compile(pattern), name)
    for pattern, name in (
        ("/", "/"),
        ("/health|/ready|/metrics", "watching"),
        (r"/(?:look|assets|static)/.*|/[\w.]+\.(?:ico|json|css|txt)|/pwa_icon", "files"),
        ("/gradio_api/queue/.*", "queue"),
        ("/gradio_api/mcp/.*", "mcp"),
        ("/plans/.*", "adding"),
    )
]


def view_of(path: str) -> str:
    """Return what a path leads to: one of a few names, whatever is asked for."""
    own = path.removeprefix("/en").removeprefix("/hant") or "/"
    if path.removeprefix("/api/") in CALLS:
        return path
    for pattern, name in (*_VIEWS, *_OTHERS):
        if pattern.fullmatch(own):
            return name
    return "other"


class Watched:
    """ASGI application that hands all requests on, and keeps an account of them."""

    def __init__(self, app: ASGIApp, live: LiveIndex) -> None:
        """Stand before an application.

        Args:
            app: The page behind its doors.
            live: What is searched; which generation it was is written down.
        """
        self._app = app
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; take down what became of it once its answer has gone out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s = time.perf_counter()
        given = Headers(scope=scope).get(REQUEST_ID, "")
        name = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        status, size, is_taken_down = GONE_STATUS, 0, False

        def take_down() -> None:
            nonlocal is_taken_down
            if not is_taken_down:
                is_taken_down = True
                self._take_down(scope, name, status, size, time.perf_counter() - began_s)

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": list(message.get("headers", []))}
                MutableHeaders(raw=message["headers"])[REQUEST_ID] = name
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    take_down()  # before who asked has all of it, and asks for the figures
            await send(message)

        try:
            with within(name):
                await self._app(scope, receive, counted)
        except Exception:
            if status == GONE_STATUS:
                status = 500  # as the server answers what failed before its answer began
            raise
        finally:
            take_down()  # what was cut off

    def _take_down(self, scope: Scope, name: str, status: int, size: int, seconds: float) -> None:
        """Count a request and write its line."""
        view, reason = view_of(scope["path"]), scope.get(REFUSED, "")
        metrics.REQUESTS.labels(view, str(status)).inc()
        metrics.REQUEST_SECONDS.labels(view).observe(seconds)
        if reason:
            metrics.REFUSALS.labels(reason).inc()
        held = self._live.held
        write_request(
            {
                "request_id": name,
                "method": scope["method"],
                "path": scope["path"],
                "view": view,
                "status": status,
                "seconds": round(seconds, 4),
                "bytes": size,
                "client": (scope.get("client") or ("",))[0],
                **({"refused": reason} if reason else {}),
                "generation": held.generation if held else "",
            }
        )
