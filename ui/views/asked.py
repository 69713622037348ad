"""What the addresses of tables ask for: places, a topic, an office."""

import re

from starlette.requests import Request

from index import PlanIndex

_SEPARATORS = re.compile(r"[,，、;；\s]+")


def places_asked(request: Request) -> tuple[str, ...]:
    """Return the places of an address, ``place`` once or several times, several in one or not."""
    said = (
        name for text in request.query_params.getlist("place") for name in _SEPARATORS.split(text)
    )
    return tuple(dict.fromkeys(name for name in said if name))


def text_asked(request: Request, name: str) -> str:
    """Return a text of an address, white space at its edges apart; empty where there is none."""
    return " ".join(request.query_params.get(name, "").split())


def known_places(index: PlanIndex) -> list[str]:
    """Return the cities and counties that the index has plans of, in the order of the plans."""
    return list(dict.fromkeys(head.place for head in index.heads() if head.place))
