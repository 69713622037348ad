"""The page as a whole."""

from collections.abc import Sequence

import gradio as gr

from qa import LanguageModel
from ui import texts
from ui.controls import lay_out
from ui.events import connect
from ui.live_index import LiveIndex
from ui.markup import escape


def build_page(
    live: LiveIndex, examples: Sequence[str], model: LanguageModel | None = None
) -> gr.Blocks:
    """Return the page, ready to be served.

    Args:
        live: What is searched; it need not be usable yet.
        examples: Queries to try, in the order they are offered.
        model: The language model that answers too; None for none.
    """
    page = gr.Blocks(title=str(texts.NAME), analytics_enabled=False)
    with page:
        gr.HTML(_header(), elem_id="lt-header", apply_default_css=False)
        controls = lay_out(live, examples)
        connect(live, page, controls, model)
    return page


def _header() -> str:
    """Return the HTML of the title and of the line below it."""
    return (
        f"<h1>{escape(texts.NAME.zh)} <span>{escape(texts.NAME.en)}</span></h1>"
        f'<p>{escape(texts.PURPOSE.zh)}<br><span class="en" lang="en">'
        f"{escape(texts.PURPOSE.en)}</span></p>"
    )
