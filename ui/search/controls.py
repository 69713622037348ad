"""What the reader can set, and how it is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from ui import texts
from ui.search.choices import Choice, offers
from ui.search.request import DEFAULT_MODE, DEFAULT_RESULTS, MAX_RESULTS, Request
from ui.server.live_index import LiveIndex


@dataclass(frozen=True, slots=True)
class Controls:
    """What the reader can set, and where the answer appears."""

    query: gr.Textbox
    search: gr.Button
    restore: gr.Button
    examples: tuple[gr.Button, ...]
    cities: gr.Dropdown
    plans: gr.Dropdown
    number: gr.Slider
    mode: gr.Radio
    years: gr.Dropdown
    offices: gr.Dropdown
    exact: gr.Checkbox
    results: gr.HTML

    @property
    def inputs(self) -> list[gr.components.Component]:
        """What a search depends on, in order."""
        return [
            *(self.query, self.cities, self.plans, self.number),
            *(self.mode, self.years, self.offices, self.exact),
        ]

    @property
    def filters(self) -> list[gr.components.Component]:
        """What offers choices with counts, in the order of ``Offers``."""
        return [self.cities, self.plans, self.years, self.offices]


def lay_out(live: LiveIndex, examples: Sequence[str]) -> Controls:
    """Put the controls on the page, from top to bottom, and return them.

    Args:
        live: Says which cities, plans, years and offices there are.
        examples: Queries to try, a button for each.
    """
    with gr.Row(elem_id="lt-search", equal_height=True):
        query = gr.Textbox(
            label=str(texts.QUERY),
            placeholder=str(texts.PLACEHOLDER),
            show_label=False,
            container=False,
            max_lines=1,
            scale=1,
            autofocus=True,
            elem_id="lt-query",
            html_attributes=gr.InputHTMLAttributes(enterkeyhint="search", autocomplete="off"),
        )
        search = gr.Button(str(texts.SEARCH), variant="primary", scale=0, elem_id="lt-go")
    gr.HTML(_way_to_results(), elem_id="lt-to-results", apply_default_css=False)
    # Never seen: a step back in the browser presses it, and it puts the controls as they were.
    restore = gr.Button("", elem_id="lt-restore")
    buttons = _lay_out_examples(examples)
    gr.HTML(_filter_switch(), elem_id="lt-filter-switch", apply_default_css=False)
    with gr.Column(elem_id="lt-filters"):
        offered = offers(live, Request("", (), (), DEFAULT_RESULTS, DEFAULT_MODE))
        with gr.Row():
            cities = _filter(texts.CITIES, "lt-cities", offered.cities, scale=2)
            plans = _filter(texts.PLANS, "lt-plans", offered.plans, scale=4)
        with gr.Row(elem_id="lt-narrowing"):
            exact = gr.Checkbox(label=str(texts.ONLY_EXACT), elem_id="lt-exact", container=False)
            gr.HTML(texts.COUNTED.html, elem_id="lt-counted", apply_default_css=False)
        with gr.Accordion(str(texts.ADVANCED), open=False, elem_id="lt-advanced"), gr.Row():
            mode = gr.Radio(
                [(str(text), mode) for mode, text in texts.MODES.items()],
                value=DEFAULT_MODE,
                label=str(texts.MODE),
                elem_id="lt-mode",
            )
            number = gr.Slider(
                1,
                MAX_RESULTS,
                DEFAULT_RESULTS,
                step=1,
                label=str(texts.NUMBER),
                buttons=[],
                elem_id="lt-number",
                min_width=200,
            )
            years = _filter(texts.YEARS, "lt-years", offered.years)
            offices = _filter(texts.OFFICES, "lt-offices", offered.offices)
    results = gr.HTML(elem_id="lt-results", apply_default_css=False)
    return Controls(
        *(query, search, restore, buttons, cities, plans, number, mode, years, offices, exact),
        results,
    )


def _lay_out_examples(examples: Sequence[str]) -> tuple[gr.Button, ...]:
    """Put a button for each example on the page."""
    if not examples:
        return ()
    with gr.Row(elem_id="lt-examples"):
        gr.HTML(texts.EXAMPLES.html, elem_id="lt-try", apply_default_css=False)
        return tuple(gr.Button(example, size="sm", scale=0, min_width=0) for example in examples)


def _way_to_results() -> str:
    """Return the HTML of the link that leads who searches by keyboard past the filters."""
    return f'<a class="skip" href="#lt-results">{texts.TO_RESULTS.html}</a>'


def _filter_switch() -> str:
    """Return the HTML of the button that unfolds the filters on a narrow screen."""
    return (
        '<button type="button" data-drawer aria-expanded="false" aria-controls="lt-filters">'
        f"{texts.FILTERS.html}</button>"
    )


def _filter(
    label: texts.Text, name: str, choices: list[Choice], scale: int | None = None
) -> gr.Dropdown:
    """Put a filter on the page.

    A value that is not on offer is let through: the search says what is wrong with it, in words,
    where gradio would show an error of its own.
    """
    return gr.Dropdown(
        choices=choices,
        value=[],
        multiselect=True,
        allow_custom_value=True,
        label=str(label),
        elem_id=name,
        scale=scale,
        min_width=160,
    )
