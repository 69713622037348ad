"""What each control sets off."""

import json
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index.types import Mode
from ui import texts
from ui.choices import city_choices, known_plans, plan_choices
from ui.controls import DEFAULT_RESULTS, MAX_RESULTS, Controls
from ui.live_index import LiveIndex
from ui.responses import Request, respond, welcome

Chosen = list[str] | None
"""What a filter says; None or empty where nothing is chosen."""

Update = dict[str, Any]
"""What gradio calls a change of a control that leaves the rest of it alone."""

Listener = Callable[..., Dependency]

PARALLEL_SEARCHES = 4
"""A search is short; a few readers at once should not wait for each other."""

# gradio's listeners take the same options everywhere: nothing of the page is a public API, and
# of two searches in quick succession the later one is answered too.
_LISTENING: dict[str, Any] = {
    "api_visibility": "private",
    "trigger_mode": "always_last",
    "show_progress": "hidden",
    "concurrency_limit": PARALLEL_SEARCHES,
    "concurrency_id": "search",
}

# Run in the browser: what it returns is what the search is given. gradio refuses a number that is
# out of range with an error of its own, so the one beside the slider is brought into range here.
_START = (
    "(query, cities, plans, number, mode) => {"
    f"window.lantian.start({json.dumps(str(texts.BUSY))}, {json.dumps(str(texts.SLOW))});"
    f"const whole = Math.round(Number(number)) || {DEFAULT_RESULTS};"
    f"return [query, cities, plans, Math.min({MAX_RESULTS}, Math.max(1, whole)), mode]; }}"
)
_END = "() => window.lantian.end()"


def connect(live: LiveIndex, page: gr.Blocks, controls: Controls) -> None:
    """Let the controls do what they are for.

    Args:
        live: What is searched.
        page: Where the controls stand.
        controls: As ``lay_out`` returned them.
    """
    _connect_searches(live, controls)
    _connect_filters(live, page, controls)


def _connect_searches(live: LiveIndex, controls: Controls) -> None:
    """Search when asked to, and again when a filter changes."""

    def search(query: str, cities: Chosen, plans: Chosen, number: float, mode: Mode) -> str:
        return respond(live, _request(query, cities, plans, number, mode))

    def search_again(
        query: str, cities: Chosen, plans: Chosen, number: float, mode: Mode
    ) -> str | Update:
        return search(query, cities, plans, number, mode) if (query or "").strip() else gr.skip()

    def offer(cities: Chosen, plans: Chosen) -> tuple[Update, Update]:
        return _offers(live, cities, plans)

    filters = [controls.cities, controls.plans]
    asking = [controls.query.submit, controls.search.click]
    asking += [_fill_from(button, controls.query) for button in controls.examples]
    for listen in asking:
        # An index built since the page was loaded has cities and plans of its own.
        _listen(listen, search, controls).then(offer, filters, filters, **_LISTENING)
    for listen in (
        controls.cities.input,
        controls.plans.input,
        controls.number.release,
        controls.mode.input,
    ):
        _listen(listen, search_again, controls)


def _listen(listen: Listener, search: Callable[..., object], controls: Controls) -> Dependency:
    """Search at an event, with a sign of life meanwhile; return the event of its end."""
    searched = listen(search, controls.inputs, controls.results, js=_START, **_LISTENING)
    ended: Dependency = searched.then(None, None, None, js=_END, **_LISTENING)
    return ended


def _fill_from(button: gr.Button, query: gr.Textbox) -> Listener:
    """Put an example into the search box at a click; return the listener for what follows."""
    example = button.value
    filled: Dependency = button.click(lambda: example, None, query, **_LISTENING)
    then: Listener = filled.then
    return then


def _connect_filters(live: LiveIndex, page: gr.Blocks, controls: Controls) -> None:
    """Offer the plans of the chosen cities; offer what the index has when the page is loaded."""

    def narrow(cities: Chosen, plans: Chosen) -> Update:
        return _offers(live, cities, plans)[1]

    def start(cities: Chosen, plans: Chosen) -> tuple[Update, Update, str]:
        return (*_offers(live, cities, plans), welcome(live))

    filters = [controls.cities, controls.plans]
    controls.cities.change(narrow, filters, controls.plans, **_LISTENING)
    page.load(start, filters, [*filters, controls.results], **_LISTENING)


def _offers(live: LiveIndex, cities: Chosen, plans: Chosen) -> tuple[Update, Update]:
    """Return what the two filters offer now, as updates that leave their values alone."""
    known = known_plans(live)
    return (
        gr.update(choices=city_choices(known)),
        gr.update(choices=plan_choices(known, cities or (), plans or ())),
    )


def _request(query: str, cities: Chosen, plans: Chosen, number: float, mode: Mode) -> Request:
    """Return what the controls say; an emptied one says None."""
    return Request(query or "", tuple(cities or ()), tuple(plans or ()), int(number), mode)
