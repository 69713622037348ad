"""What each control sets off."""

import json
from collections.abc import Iterator
from typing import Any

import gradio as gr

from index.types import Mode
from qa import LanguageModel
from ui import texts
from ui.scripts import script_of
from ui.search.choices import ids_of, known_plans, offers
from ui.search.controls import Controls
from ui.search.request import DEFAULT_MODE, DEFAULT_RESULTS, MAX_RESULTS, Request, years_of
from ui.search.responses import respond_in_time, welcome
from ui.server.live_index import LiveIndex
from ui.texts import Language, speaking, spoken

Chosen = list[str] | None
"""What a filter says; None or empty where nothing is chosen."""

Update = dict[str, Any]
"""What gradio calls a change of a control that leaves the rest of it alone."""

_UNCHANGED: tuple[Update, ...] = (gr.update(),) * 4
"""The filters as they are: what they offer is not known before the search."""

PARALLEL_SEARCHES = 32
"""Readers whose search is under way; their searches and answers take turns of their own."""

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
_USUAL = json.dumps({"n": DEFAULT_RESULTS, "mode": DEFAULT_MODE, "exact": False})
_RESTORE = f"(...now) => window.lantian.restored({_USUAL}, now)"
_END = "() => window.lantian.end()"


def _start() -> str:
    """Return what the browser does at the start of a search, in the language that is spoken."""
    return (
        "(query, cities, plans, number, mode, years, offices, exact) => {"
        f"window.lantian.start({json.dumps(str(texts.BUSY))}, {json.dumps(str(texts.SLOW))});"
        f"const whole = Math.round(Number(number)) || {DEFAULT_RESULTS};"
        f"const kept = Math.min({MAX_RESULTS}, Math.max(1, whole));"
        "const state = [query, cities, plans, kept, mode, years, offices, exact];"
        f"window.lantian.remember(state, {_USUAL});"
        "return state; }"
    )


def connect(
    live: LiveIndex,
    page: gr.Blocks,
    controls: Controls,
    model: LanguageModel | None = None,
    language: Language = "zh",
) -> None:
    """Let the controls do what they are for.

    Whatever sets off a search is one listener: while it runs, the last event that comes is kept,
    and run after it with what the controls say by then. So no answer is overtaken by an older one.
    The page's address says what is searched for: it is read when the page is loaded and at a step
    back, and a search that is not the address's gets one of its own.
    Of a filter only ``change`` tells everything: a value that is typed and entered is no ``input``
    to gradio, nor is clearing all or taking one away by the backspace key.

    Args:
        live: What is searched.
        page: Where the controls stand.
        controls: As ``lay_out`` returned them.
        model: That answers too; None for none.
        language: What is shown is in; a query in Traditional characters gets them around it.
    """
    asking = (controls.query, controls.search)

    def show_results(
        query: str,
        cities: Chosen,
        plans: Chosen,
        number: float,
        mode: Mode,
        years: Chosen,
        offices: Chosen,
        exact: bool,
        event: gr.EventData,
    ) -> Iterator[tuple[str | Update, ...]]:
        request = _request(live, (query, cities, plans, number, mode, years, offices, exact))
        speech = script_of(request.query, language)
        if event.target not in asking and not request.query.strip():
            with speaking(speech):
                shown = welcome(live)
            # Nothing is asked, so nothing older may stand there.
            yield (shown, *_offers(live, request))
            return
        yield from shown_for(live, request, spoken(speech, respond_in_time(live, request, model)))

    events = [controls.query.submit, controls.search.click]
    events += [controls.cities.change, controls.plans.change]
    events += [controls.number.change, controls.mode.change]
    events += [controls.years.change, controls.offices.change, controls.exact.change]
    searching: dict[str, Any] = {
        "fn": show_results,
        "inputs": controls.inputs,
        "outputs": [controls.results, *controls.filters],
        "js": _start(),
        **_LISTENING,
    }
    restored: dict[str, Any] = {"js": _RESTORE, **_LISTENING}
    loaded = page.load(None, controls.inputs, controls.inputs, **restored)
    for searched in (gr.on(events, **searching), loaded.then(**searching)):
        searched.then(None, None, None, js=_END, **_LISTENING)
    back = controls.restore.click(None, controls.inputs, controls.inputs, **restored)
    back.then(None, None, None, js="() => window.lantian.search()", **_LISTENING)
    for button in controls.examples:
        _ask_at_a_click(button, controls.query)


def _ask_at_a_click(button: gr.Button, query: gr.Textbox) -> None:
    """Put an example into the search box at a click and search for it, as a reader would."""
    fill = f"() => {json.dumps(button.value)}"
    filled = button.click(None, None, query, js=fill, **_LISTENING)
    filled.then(None, None, None, js="() => window.lantian.search()", **_LISTENING)


def shown_for(
    live: LiveIndex, request: Request, results: Iterator[str]
) -> Iterator[tuple[str | Update, ...]]:
    """Yield what the results and the four filters become, one after the other.

    The first passages do not wait for the counts of the filters: those take a turn behind the
    searches of all who came before. With them the results stay as they are.

    Args:
        live: What is searched.
        request: What is searched for.
        results: HTML, each in the place of the one before.
    """
    is_offered = False
    for shown in results:
        yield (shown, *_UNCHANGED)
        if not is_offered and not (request.needs_model and live.is_warming):
            is_offered = True
            yield (gr.update(), *_offers(live, request))


def _offers(live: LiveIndex, request: Request) -> tuple[Update, ...]:
    """Return what the filters offer now, as updates that leave their values alone.

    An index built since the page was loaded has cities and plans of its own.
    """
    own = offers(live, request)
    every = (own.cities, own.plans, own.years, own.offices)
    return tuple(gr.update(choices=choices) for choices in every)


def _request(
    live: LiveIndex, said: tuple[str, Chosen, Chosen, float, Mode, Chosen, Chosen, bool]
) -> Request:
    """Return what the controls say; an emptied one says None, an entered blank nothing."""
    query, cities, plans, number, mode, years, offices, exact = said
    known = known_plans(live) if plans else ()
    return Request(
        query or "",
        tuple(city for city in cities or () if city.strip()),
        ids_of(known, [plan for plan in plans or () if plan.strip()]),
        int(number),
        mode,
        years_of(years or ()),
        tuple(office for office in offices or () if office.strip()),
        bool(exact),
    )
