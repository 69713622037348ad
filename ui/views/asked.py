"""What the addresses of tables ask for: places, a topic, an office."""

import re

from starlette.requests import Request

from index import PlanIndex, QueryError

_WIDE = r"[\u3400-\u9fff]"
_SEPARATORS = re.compile(rf"[,，、;；]|(?<={_WIDE})\s+(?={_WIDE})")
"""Names in Latin letters have spaces of their own."""
MAX_PLACES = 50


def places_asked(request: Request) -> tuple[str, ...]:
    """Return the places of an address, ``place`` once or several times, several in one or not.

    Raises:
        QueryError: there are more than anybody compares.
    """
    said = (
        name for text in request.query_params.getlist("place") for name in _SEPARATORS.split(text)
    )
    places = tuple(dict.fromkeys(name.strip() for name in said if name.strip()))
    if len(places) > MAX_PLACES:
        raise QueryError(f"{len(places)} places are named; {MAX_PLACES} are allowed")
    return places


def text_asked(request: Request, name: str) -> str:
    """Return a text of an address, white space at its edges apart; empty where there is none."""
    return " ".join(request.query_params.get(name, "").split())


def known_places(index: PlanIndex) -> list[str]:
    """Return the cities and counties that the index has plans of, in the order of the plans."""
    return list(dict.fromkeys(head.place for head in index.heads() if head.place))


def whole(request: Request, address: str) -> str:
    """Return an address of this server with its name, for what is read elsewhere."""
    return str(request.base_url).rstrip("/") + address
