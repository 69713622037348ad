"""Hits as cards: where a passage stands, what it says, why it is here, how to cite it."""

import json
from collections.abc import Sequence

from index import Hit
from ui.citation import format_citation, format_place
from ui.markup import escape
from ui.passages import render_passage
from ui.scores import Scale, render_score, scale_of
from ui.texts import (
    ALSO_IN,
    BACK_MATTER,
    CLAUSE,
    COPIED,
    COPY,
    COPY_BY_HAND,
    EXACT,
    FRONT_MATTER,
    LOST_HEADING,
    RANK,
    RESULTS,
)


def render_hits(hits: Sequence[Hit]) -> str:
    """Return the HTML of a result list, in the order given."""
    scale = scale_of(hits)
    cards = "".join(f"<li>{_card(hit, scale)}</li>" for hit in hits)
    return f'<ol class="hits" role="list" aria-label="{escape(str(RESULTS))}">{cards}</ol>'


def _card(hit: Hit, scale: Scale) -> str:
    """Return the HTML of one hit."""
    heading = f"hit-{hit.rank}"
    rank = f"{RANK.zh.format(rank=hit.rank)} {RANK.en.format(rank=hit.rank)}"
    city = f'<span class="city">{escape(hit.city)}</span>' if hit.city else ""
    exact = f'<span class="exact">{EXACT.html}</span>' if hit.is_exact else ""
    return (
        f'<article class="hit" aria-labelledby="{heading}">'
        f'<header><span class="rank" role="img" aria-label="{escape(rank)}">{hit.rank}</span>'
        f'{city}{exact}<h2 id="{heading}">{escape(hit.title)}</h2></header>'
        f"{_breadcrumb(hit)}"
        f'<blockquote class="passage">{_passage(hit)}</blockquote>'
        f"{_also_in(hit)}"
        f'<footer><p class="citation">{escape(hit.reference)} '
        f'<span class="place">[{escape(format_place(hit))}]</span></p>'
        f"{render_score(hit, scale)}{_copy_button(hit)}</footer></article>"
    )


def _passage(hit: Hit) -> str:
    """Return the HTML of a hit's passage."""
    return render_passage(hit.passage, hit.matches, hit.repairs)


def _also_in(hit: Hit) -> str:
    """Return where else nearly the same words stand."""
    if not hit.also_in:
        return ""
    places = "".join(f"<li>{escape(other.reference)}</li>" for other in hit.also_in)
    return f'<div class="also"><p>{ALSO_IN.html}</p><ul>{places}</ul></div>'


def _breadcrumb(hit: Hit) -> str:
    """Return the clause's headings from the top; one the source lost is said to be lost."""
    lost = f'<span class="lost" title="{escape(LOST_HEADING.en)}">{escape(LOST_HEADING.zh)}</span>'
    steps = [lost if heading is None else escape(heading) for heading in hit.path]
    outside = BACK_MATTER if hit.clause_kind == "back" else FRONT_MATTER
    items = "".join(f"<li>{step}</li>" for step in steps or [outside.html])
    return f'<ol class="clause" role="list" aria-label="{escape(str(CLAUSE))}">{items}</ol>'


def _copy_button(hit: Hit) -> str:
    """Return the button that copies the citation.

    The citation travels as ASCII JSON: HTML would change carriage returns and lone surrogates,
    and a quotation must be exact.
    """
    citation = escape(json.dumps(format_citation(hit), ensure_ascii=True))
    return (
        f'<button type="button" class="copy" data-citation="{citation}" '
        f'data-copied="{escape(str(COPIED))}" data-by-hand="{escape(str(COPY_BY_HAND))}">'
        f"{COPY.html}</button>"
    )
