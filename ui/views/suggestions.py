"""``/look/suggestions.json``: what may be typed: places, indicators, offices of the plans."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from index import LantianError, PlanIndex
from ui.server.live_index import LiveIndex
from ui.views.asked import known_places
from ui.views.compare_page import indicators
from ui.views.duties_page import busiest_offices
from ui.views.per_index import once_an_index

MAX_OF_A_KIND = 200
"""The commonest; a browser looks through them at each key."""


def suggestions(live: LiveIndex, request: Request) -> Response:
    """Return words to type, as a list; none where there is no index."""
    try:
        words = _words(live.current())
    except LantianError:  # said where the results stand
        words = []
    return JSONResponse(words, headers={"cache-control": "max-age=300"})


@once_an_index
def _words(index: PlanIndex) -> list[str]:
    """Return the places, indicators and offices of an index, the commonest first."""
    words = known_places(index)[:MAX_OF_A_KIND]
    words += [own.name for own in indicators(index)[:MAX_OF_A_KIND]]
    words += [name for name, _ in busiest_offices(index)[:MAX_OF_A_KIND]]
    return list(dict.fromkeys(words))
