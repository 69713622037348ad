"""The search page as a whole, in one language."""

from collections.abc import Sequence

import gradio as gr

from qa import LanguageModel
from ui import texts
from ui.frame import top_bar
from ui.programs.gradio_calls import offer_calls
from ui.search.controls import lay_out
from ui.search.events import connect
from ui.server.live_index import LiveIndex
from ui.texts import Language, speaking


def build_page(
    live: LiveIndex,
    examples: Sequence[str],
    model: LanguageModel | None = None,
    language: Language = "zh",
    *,
    is_asked_by_programs: bool = False,
) -> gr.Blocks:
    """Return the page, ready to be served.

    Args:
        live: What is searched; it need not be usable yet.
        examples: Queries to try, in the order they are offered.
        model: The language model that answers too; None for none.
        language: Of everything on it that is no plan's text.
        is_asked_by_programs: Whether ``gradio_client`` finds the calls there.
    """
    with speaking(language):
        page = gr.Blocks(title=texts.NAME.both, analytics_enabled=False)
        with page:
            gr.HTML(_header(), elem_id="lt-header", apply_default_css=False)
            controls = lay_out(live, examples)
            connect(live, page, controls, model, language)
            if is_asked_by_programs:
                offer_calls(live)
    return page


def _header() -> str:
    """Return the HTML of the bar at the top and of the page's purpose."""
    return f'<div class="lt-bar">{top_bar("/")}</div><h1 class="purpose">{texts.PURPOSE.html}</h1>'
