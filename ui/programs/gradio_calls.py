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
from ui.server.work import BusyError, Turns
from ui.texts import BUSY_SERVER

AT_ONCE = 2
"""Calls that are answered at once; a page's searches have places of their own."""


def offer_calls(live: LiveIndex) -> None:
    """Add the calls to the page that is being built, each under its own name.

    Args:
        live: What they ask.
    """
    for name, call in Calls(live).all.items():
        result = list if get_origin(get_type_hints(call)["return"]) is list else dict
        own = adapted(call, _in_turn(turns_of(name)), lambda item: list[item], result)  # type: ignore[valid-type]
        api(
            own,
            api_name=name,
            concurrency_limit=AT_ONCE,
            concurrency_id="asking" if name == "ask" else "programs",
        )


def _in_turn(turns: Turns) -> Callable[[Callable[[], Any]], object]:
    """Return what gives the result of a call as JSON has it, once it has had its turn.

    gradio has threads of its own for those that wait, and hides errors that it does not know.
    """

    def as_json(ask: Callable[[], Any]) -> object:
        try:
            with turns.taken():
                found = ask()
        except BusyError:
            raise gr.Error(BUSY_SERVER.both, print_exception=False) from None
        except (LantianError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from None
        return [asdict(own) for own in found] if isinstance(found, list) else asdict(found)

    return as_json
