"""What a query was understood to name, as chips; one that stands in its words can be taken away."""

import re
from collections.abc import Iterator

from index import Query
from ui.addresses import address
from ui.markup import escape
from ui.search.request import Request
from ui.texts import ALL_DUTIES, ONLY_EXACT, TAKE_AWAY, UNDERSTOOD, WITH_RELATED, language

_KIND = re.compile(r"[市省县区州盟]$|(?:自治[区州县]|地区)$")
"""What people leave out of a place's name."""


def render_understood(query: Query, request: Request) -> str:
    """Return the HTML of the chips; empty where nothing was understood.

    Args:
        query: As it was read.
        request: As it was made; a chip's link keeps what it does not take away.
    """
    chips = "".join(_chip(name, value, request) for name, value in _named(query))
    if not chips:
        return ""
    return f'<p class="understood">{UNDERSTOOD.html} {chips}{_duties(query)}</p>'


def _duties(query: Query) -> str:
    """Return the links to all duties of the offices that a query names, in the places it names."""
    offices = dict.fromkeys(mention.text for mention in query.departments)
    places = [*query.cities, *query.provinces]
    return "".join(
        f'<a class="only" href="{escape(address("/duties", {"dept": own, "place": places}))}">'
        f"{escape(ALL_DUTIES.filled(office=own))}</a> "
        for own in offices
    )


def render_exact(request: Request) -> str:
    """Return the HTML of the chip that takes the restriction to exact passages away."""
    if not request.exact:
        return ""
    target = escape(address(request.path, {"q": request.query, **request.filters, "exact": ""}))
    label = f"<b>{ONLY_EXACT.html}</b> ✕"
    return (
        f'<p class="understood"><a class="chip exact-only" href="{target}" '
        f'aria-label="{WITH_RELATED.html}">{label}</a></p>'
    )


def _named(query: Query) -> Iterator[tuple[str, str]]:
    """Yield what a query names: what it is called, and each value."""
    if language() == "en":
        pairs = (part.partition("=")[::2] for part in query.describe().split(", ") if part)
    else:
        said = query.describe_in_chinese().split("；")
        pairs = (part.partition("：")[::2] for part in said if part)
    for name, values in pairs:
        for value in values.split("、"):
            yield name, value


def _chip(name: str, value: str, request: Request) -> str:
    """Return the HTML of a chip."""
    label = f"{escape(name)} <b>{escape(value)}</b>"
    rest = _without(request.query, value)
    if not rest:
        return f'<span class="chip">{label}</span>'
    target = escape(address(request.path, {"q": rest, **request.filters}))
    help_text = escape(TAKE_AWAY.filled(value=value))
    return f'<a class="chip" href="{target}" aria-label="{help_text}">{label} ✕</a>'


def _without(typed: str, value: str) -> str:
    """Return a query without the words of what it names; empty where nothing would be left."""
    for spelling in (value, f"{value}年", _KIND.sub("", value)):
        place = typed.find(spelling) if len(spelling) > 1 else -1
        if place >= 0:
            end = place + len(spelling)
            end += typed.startswith(("年", "市"), end)
            return (typed[:place] + typed[end:]).strip(" ，,的")
    return ""
