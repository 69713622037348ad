"""What a browser may do with the page: run its own scripts, ask its own server, nothing else."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
"""On each answer, whatever it is."""

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For all answers but the page: a browser that is led to one runs nothing of it."""

_PAGE = "; ".join(
    (
        "default-src 'none'",
        # gradio makes functions out of text, of the page's own listeners and of its templates.
        "script-src 'self' 'unsafe-eval' {hashes}",
        "style-src 'self' 'unsafe-inline'",  # its components carry style attributes
        "img-src 'self' data:",  # the dots and ticks of its controls
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


class PagePolicy:
    """ASGI application that lets a browser run the scripts that stand in a page, and no others.

    It belongs next to what makes the page: what is compressed cannot be read any more.
    """

    def __init__(self, app: ASGIApp, head: str = "") -> None:
        """Stand before an application.

        Args:
            app: What makes the page.
            head: HTML whose scripts the page puts into its head by itself.
        """
        self._app = app
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; what comes back as HTML gets a policy."""
        start: Message | None = None
        body = b""

        async def with_policy(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    policy = page_policy(body.decode("utf-8", "replace") + self._head)
                    MutableHeaders(raw=start["headers"])["content-security-policy"] = policy
                    await send(start)
                    await send({"type": "http.response.body", "body": body})
            else:
                await send(message)

        await self._app(scope, receive, with_policy if scope["type"] == "http" else send)


def page_policy(html: str) -> str:
    """Return the content security policy of a page: of inline scripts, only its own run."""
    hashes = dict.fromkeys(_hash(script) for script in _INLINE.findall(html))
    return _PAGE.format(hashes=" ".join(hashes))


def _hash(script: str) -> str:
    """Return the source expression of a script, as CSP Level 3 has it."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _is_page(message: Message) -> bool:
    """Tell whether an answer is HTML."""
    headers = MutableHeaders(raw=message["headers"])
    return headers.get("content-type", "").startswith("text/html")
