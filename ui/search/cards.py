"""Hits as cards: where a passage stands, what it says, why it is here, how to cite it."""

from collections.abc import Mapping, Sequence

from index import Hit
from index.corpus import CorpusChanges
from index.types import PlanHead
from ui.addresses import plan_address
from ui.changed_files import state_of
from ui.citation import Cited
from ui.collection_texts import CHANGED_STATES, SHOWN_AS_READ
from ui.copying import copy_buttons
from ui.markup import escape
from ui.search.passages import render_passage
from ui.search.scores import Scale, render_score, scale_of
from ui.texts import (
    ALSO_IN,
    BACK_MATTER,
    CLAUSE,
    EXACT,
    FRONT_MATTER,
    IN_PLAN,
    LOST_HEADING,
    LOST_HEADING_HELP,
    MORE_OF_PLAN,
    RANK,
    RELATED,
    RESULTS,
    WHY_FOUND,
)

SHOWN_OF_A_PLAN = 3
"""Of several plans; what else was found in one is folded away behind its best passages."""


def render_hits(
    hits: Sequence[Hit],
    heads: Mapping[str, PlanHead] | None = None,
    query: str = "",
    changes: CorpusChanges | None = None,
) -> str:
    """Return the HTML of a result list: by plan, the one with the best hit first.

    Args:
        hits: In the order of their rank.
        heads: Of their plans, by id; a footnote says what they know.
        query: Whose words are marked where a hit is read in its plan.
        changes: Of the files since the index was built; a card says that its plan's is another now.
    """
    scale = scale_of(hits)
    groups: dict[str, list[str]] = {}
    for hit in hits:
        state = state_of(changes, hit.passage.plan_id)
        card = f"<li>{_card(hit, scale, heads or {}, query, state)}</li>"
        groups.setdefault(hit.passage.plan_id, []).append(card)
    if len(groups) == 1:
        cards = "".join(card for group in groups.values() for card in group)
    else:
        cards = "".join(_group(group) for group in groups.values())
    return f'<ol class="hits" role="list" aria-label="{escape(str(RESULTS))}">{cards}</ol>'


def _group(cards: Sequence[str]) -> str:
    """Return the cards of one plan of several; the rest of many is folded away."""
    shown, rest = cards[:SHOWN_OF_A_PLAN], cards[SHOWN_OF_A_PLAN:]
    if not rest:
        return "".join(shown)
    summary = escape(MORE_OF_PLAN.filled(count=len(rest)))
    return (
        f'{"".join(shown)}<li class="more"><details><summary>{summary}</summary>'
        f'<ol class="hits" role="list">{"".join(rest)}</ol></details></li>'
    )


def _card(
    hit: Hit, scale: Scale, heads: Mapping[str, PlanHead], query: str, file_state: str
) -> str:
    """Return the HTML of one hit; see ``state_of`` for the state of its plan's file."""
    heading = f"hit-{hit.rank}"
    rank = RANK.filled(rank=hit.rank)
    city = f'<span class="city">{escape(hit.city)}</span>' if hit.city else ""
    kind, label = ("exact", EXACT) if hit.is_exact else ("related", RELATED)
    passage = hit.passage
    target = escape(plan_address(passage.plan_id, passage.start, passage.end, query, passage.text))
    cited = Cited.of(passage, passage.text, hit.reference, heads)
    return (
        f'<article class="hit" aria-labelledby="{heading}">'
        f'<header><span class="rank" role="img" aria-label="{escape(rank)}">{hit.rank}</span>'
        f'{city}<h2 id="{heading}"><a href="{target}">{escape(hit.title)}</a></h2>'
        f'<span class="{kind}">{label.html}</span></header>'
        f"{_breadcrumb(hit)}{_file_state(file_state)}"
        f'<blockquote class="passage">{_passage(hit)}</blockquote>'
        f"{_also_in(hit)}"
        f'<footer><a class="read" href="{target}">{IN_PLAN.html}</a>{copy_buttons(cited)}'
        f'<details class="why"><summary>{WHY_FOUND.html}</summary>{render_score(hit, scale)}'
        f'<p class="citation">{escape(hit.reference)}</p></details></footer></article>'
    )


def _file_state(state: str) -> str:
    """Return what became of the file that a passage was read in; empty where nothing did."""
    if not state:
        return ""
    said, told = CHANGED_STATES[state], SHOWN_AS_READ[state]
    return f'<p class="file-state" title="{told.html}">{said.html}</p>'


def _passage(hit: Hit) -> str:
    """Return the HTML of a hit's passage."""
    return render_passage(hit.passage, hit.matches, hit.repairs)


def _also_in(hit: Hit) -> str:
    """Return where else nearly the same words stand."""
    if not hit.also_in:
        return ""
    places = "".join(
        f'<li><a href="{escape(plan_address(o.passage.plan_id, o.passage.start, o.passage.end))}">'
        f"{escape(o.reference)}</a></li>"
        for o in hit.also_in
    )
    return f'<div class="also"><p>{ALSO_IN.html}</p><ul>{places}</ul></div>'


def _breadcrumb(hit: Hit) -> str:
    """Return the clause's headings from the top; one the source lost is said to be lost."""
    lost = f'<span class="lost" title="{LOST_HEADING_HELP.html}">{LOST_HEADING.html}</span>'
    steps = [lost if heading is None else escape(heading) for heading in hit.path]
    outside = BACK_MATTER if hit.clause_kind == "back" else FRONT_MATTER
    items = "".join(f"<li>{step}</li>" for step in steps or [outside.html])
    return f'<ol class="clause" role="list" aria-label="{escape(str(CLAUSE))}">{items}</ol>'
