"""``/changes``: what became of a place's plan in the next one, both side by side."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from index import FilterError, PlanIndex
from qa import changes
from ui import texts
from ui.views.asked import text_asked
from ui.views.shell import render


def changes_page(index: PlanIndex, request: Request) -> Response:
    """Return what changed between the last two plans of ``place``, as a view."""
    place = text_asked(request, "place")
    heads = {head.id: head for head in index.heads()}
    plans = Counter(head.place for head in heads.values() if head.place)
    found, is_single = None, False
    if place:
        try:
            found = changes(index, place)
        except FilterError:
            raise
        except ValueError:  # one plan alone
            is_single = True
    groups = (
        ((texts.NEW, found.new), (texts.CHANGED, found.changed), (texts.GONE, found.gone),
         (texts.SAME, found.same))
        if found
        else ()
    )  # fmt: skip
    return render(
        request,
        "changes.html",
        title=f"{texts.CHANGES} {place}".strip(),
        active="/compare",
        place=place,
        places=[name for name, count in plans.items() if count > 1],
        found=found,
        is_single=is_single,
        groups=groups,
        heads=heads,
    )
