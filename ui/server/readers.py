"""Who is led to another search page than the one that was asked for."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from ui.addresses import SEARCH_PREFIXES
from ui.scripts import reads_traditional


class TraditionalReaders(Route):
    """The search page, for browsers that ask for Traditional characters and for no others."""

    def __init__(self) -> None:
        """Lead to the page in Traditional characters, with what is searched for."""
        super().__init__("/", _to_their_page)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether this is the route; else it is the page as it was asked for."""
        matched, child = super().matches(scope)
        is_theirs = matched is Match.FULL and reads_traditional(
            Request(scope).headers.get("accept-language", "")
        )
        return (matched, child) if is_theirs else (Match.NONE, {})


def _to_their_page(request: Request) -> Response:
    """Return the way there; the same address leads others elsewhere."""
    question = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return RedirectResponse(f"{SEARCH_PREFIXES['zh-Hant']}/{question}", headers=headers)
