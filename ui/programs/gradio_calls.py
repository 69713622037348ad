"""The calls for ``gradio_client``, and, where asked for, as tools of the Model Context Protocol."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, get_origin, get_type_hints

import gradio as gr
from gradio.events import api

from index import LantianError
from ui.programs.adapting import adapted
from ui.programs.calls import Calls, turns_of
from ui.server.live_index import LiveIndex

AT_ONCE = 2
"""Calls that are answered at once; a page's searches have places of their own."""


def offer_calls(live: LiveIndex) -> None:
    """Add the calls to the page that is being built, each under its own name.

    Args:
        live: What they ask.
    """
    for name, call in Calls(live).all.items():
        result = list if get_origin(get_type_hints(call)["return"]) is list else dict
        own = adapted(call, turns_of(name), _as_json, lambda item: list[item], result)  # type: ignore[valid-type]
        api(
            own,
            api_name=name,
            concurrency_limit=AT_ONCE,
            concurrency_id="asking" if name == "ask" else "programs",
        )


def _as_json(ask: Callable[[], Any]) -> object:
    """Return what a call gives as JSON has it; gradio hides errors that it does not know."""
    try:
        found = ask()
    except (LantianError, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from None
    return [asdict(own) for own in found] if isinstance(found, list) else asdict(found)
