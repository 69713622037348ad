"""The doors of the page: what a request must be to get as far as gradio."""

import asyncio
import ipaddress
import logging
import re
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.adding import MAX_FILE_BYTES
from ui.server import refusals
from ui.server.access import Access
from ui.server.limits import Limit
from ui.server.page_policy import NOTHING
from ui.server.refusals import Refusal
from ui.server.watching import REFUSED
from ui.views import ADDING_PATHS, VIEW_PATHS

MAX_BODY_BYTES = 1_000_000
"""A search with the longest query that is answered is 40 kB; a whole plan pasted by mistake still
gets the page's own answer."""

BODY_TIMEOUT_S = 20.0

_OWN = "(?:/en|/hant)?"
"""What the addresses of a search page begin with."""
JOIN = re.compile(rf"{_OWN}/gradio_api/queue/join")
HEALTH, READY, METRICS = "/health", "/ready", "/metrics"

_TOOLS = r"|/gradio_api/mcp/(?:sse|messages/?|http/?)?"
"""Of the Model Context Protocol; nothing is there unless the program was started with --mcp."""
# Whatever is not here is closed, in whichever way gradio's next version may call it.
_OPEN = {
    "GET": re.compile(
        rf"{_OWN}/|(?:/en)?(?:{VIEW_PATHS})"
        rf"|{_OWN}/(?:assets|static)/[\w./-]+"
        rf"|{_OWN}/(?:favicon\.ico|manifest\.json|pwa_icon|theme\.css|robots\.txt)"
        rf"|{_OWN}/gradio_api/queue/data"
        r"|/api/(?:search|ask|compare|targets|duties|changes|clause|plans|verify|openapi\.json)"
        + _TOOLS
        + r"|/config|/gradio_api/info"  # gradio_client asks for these before it calls
    ),
    "POST": re.compile(JOIN.pattern + _TOOLS),
    "DELETE": re.compile(_TOOLS.removeprefix("|")),
}
_LIGHT = re.compile(rf"{_OWN}/(?:assets|static|look)/.*|.*/(?:queue/data)")
"""Files, and what only waits for an answer, cost next to nothing."""
_ADDING = re.compile(rf"(?:/en)?(?:{ADDING_PATHS})")
_UPLOADS = re.compile(r"upload|process_recording|component_server|/stream/")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
# It names the server that gradio should believe it is; only a server of gradio's own sends it.
_NOT_PASSED_ON = (b"x-gradio-server",)

logger = logging.getLogger(__name__)


class Doors:
    """ASGI application that lets through to another what the page itself needs, and no more."""

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        told: Mapping[str, ASGIApp],
        limit: Limit | None = None,
        *,
        is_adding_allowed: bool = False,
    ) -> None:
        """Stand before an application.

        Args:
            app: What is behind the doors.
            access: Who is let in.
            told: What answers at ``HEALTH``, ``READY`` and ``METRICS``. The first two answer
                anybody who asks by a name that the page goes by, the last one whom the password or
                its own token lets in; without either, this machine alone.
            limit: How much one client may ask for; None for the usual.
            is_adding_allowed: Whether readers may add plans and remove them.
        """
        self._app = app
        self._access = access
        self._told = told
        self._limit = limit or Limit()
        self._is_adding_allowed = is_adding_allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_policy(send))
        else:  # the page opens no WebSocket
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or hand it on with a body that has come in whole."""
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            scope[REFUSED] = refusal.name
            await refusal(scope, receive, send)
            return
        if scope["path"] in self._told:
            await self._told[scope["path"]](scope, receive, send)
            return
        try:
            most = self._most_bytes(scope["path"])
            body = await _read_body(receive, most) if refusals.has_body(headers) else b""
        except _BodyError as error:
            scope[REFUSED] = error.refusal.name
            await error.refusal(scope, receive, send)
            return
        passed = [(name, value) for name, value in scope["headers"] if name not in _NOT_PASSED_ON]
        handed_on = {**scope, "headers": passed}
        try:
            await self._app(handed_on, _replay(body, receive), _telling_when_full(scope, send))
        except Exception as error:  # answered with a 500; what a search raises is gradio's to tell
            logger.error("%s %s: %r", scope["method"], scope["path"], error)

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Return why a request is turned away; None where it is not."""
        if not self._is_asked_for(scope, headers):
            return refusals.HOST
        if not self._is_from_here(headers):
            return refusals.ORIGIN
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if scope["path"] in self._told and method == "GET":
            is_open = scope["path"] != METRICS
            return None if is_open else self._refusal_of_metrics(scope, headers)
        credentials = self._access.credentials
        if credentials and not credentials.is_given(headers.get("authorization", "")):
            return refusals.PASSWORD
        is_adding = self._is_adding_allowed and _ADDING.fullmatch(scope["path"]) is not None
        if not (is_adding and method in ("GET", "POST")) and (
            method not in _OPEN or not _OPEN[method].fullmatch(scope["path"])
        ):
            is_upload = method != "GET" and _UPLOADS.search(scope["path"].lower())
            return refusals.UPLOAD if is_upload else refusals.CLOSED
        client = (scope.get("client") or ("", 0))[0]
        if not _LIGHT.fullmatch(scope["path"]) and not self._limit.allows(client):
            return refusals.TOO_MANY
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most_bytes(scope["path"]):
            return refusals.FILE_TOO_LARGE if is_adding else refusals.TOO_LARGE
        return None

    def _refusal_of_metrics(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Return why the figures are not told; None where they are."""
        access, authorization = self._access, headers.get("authorization", "")
        if access.is_token_given(authorization):
            return None
        if access.credentials is not None:
            return None if access.credentials.is_given(authorization) else refusals.PASSWORD
        if access.metrics_token is not None:
            return refusals.TOKEN
        is_told = access.is_only_here and _is_from_this_machine(scope, headers)
        return None if is_told else refusals.CLOSED

    def _most_bytes(self, path: str) -> int:
        """Return how large the body of a request for a path may be."""
        is_file = self._is_adding_allowed and _ADDING.fullmatch(path) is not None
        return MAX_FILE_BYTES + MAX_BODY_BYTES if is_file else MAX_BODY_BYTES

    def _is_asked_for(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether every name in a request is one that the page goes by."""
        hosts = headers.getlist("host")
        forwarded = ",".join(headers.getlist("x-forwarded-host"))
        names = [*hosts, *(name for name in forwarded.split(",") if name.strip())]
        own_address = (scope.get("server") or ("", None))[0]
        return len(hosts) == 1 and all(
            self._access.is_host_allowed(name, own_address) for name in names
        )

    def _is_from_here(self, headers: Headers) -> bool:
        """Tell whether no other site's page sent a request, whatever it asks for."""
        if headers.get("sec-fetch-site") == "cross-site" and (
            headers.get("sec-fetch-mode") != "navigate"  # a link to the page may stand anywhere
        ):
            return False
        host = headers["host"]
        origins = headers.getlist("origin")
        return all(self._access.is_origin_allowed(origin, host) for origin in origins)


def _is_from_this_machine(scope: Scope, headers: Headers) -> bool:
    """Tell whether a request comes from here, and through no proxy that says so."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return False
    return address.is_loopback and not any(name in headers for name in _FORWARDED)


class _BodyError(Exception):
    """A body that is not read to its end."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.status)
        self.refusal = refusal


async def _read_body(receive: Receive, most: int) -> bytes:
    """Return a request's body; one of unknown length is read no further than is allowed."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > most:
                    raise _BodyError(refusals.TOO_LARGE)
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError as error:
        raise _BodyError(refusals.TOO_SLOW) from error


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then what comes after it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _with_policy(send: Send) -> Send:
    """Return what sends an answer of which a browser runs and shows nothing, unless it says so."""

    async def with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                headers.append((b"content-security-policy", NOTHING.encode()))
            message = {**message, "headers": headers}
        await send(message)

    return with_policy


def _telling_when_full(scope: Scope, send: Send) -> Send:
    """Return what puts the page's own words where gradio's queue takes no more."""
    is_full = False

    async def nobody() -> Message:
        return {"type": "http.disconnect"}

    async def telling(message: Message) -> None:
        nonlocal is_full
        if message["type"] == "http.response.start" and message["status"] == 503:
            is_full = True
            scope[REFUSED] = refusals.FULL.name
            await refusals.FULL(scope, nobody, send)
        elif not is_full:
            await send(message)

    return telling if JOIN.fullmatch(scope["path"]) else send
