"""The answer above the hits: short, quoted, or that the plans do not say."""

from collections.abc import Mapping, Sequence

from index.types import PlanHead
from qa import Answer, Citation
from ui.addresses import address
from ui.citation import Cited
from ui.copying import copy_buttons
from ui.markup import escape, escape_shown
from ui.texts import (
    ANSWER,
    ANSWERING,
    AS_TABLE,
    EXTRACTED,
    LIKELY,
    MORE_QUOTATIONS,
    NEARBY,
    NOT_FOUND,
    SURE,
    SURENESS,
    UNSURE,
    WRITTEN,
    Text,
)

SHOWN_CITATIONS = 3
"""More are folded away: a reader with a small screen wants to see a hit too."""
_SURE_FROM, _LIKELY_FROM = 0.75, 0.5


def render_answer(
    answer: Answer, heads: Mapping[str, PlanHead] | None = None, places: Sequence[str] = ()
) -> str:
    """Return the HTML of an answer, or of a refusal with what comes nearest.

    Args:
        answer: What the plans say.
        heads: Of the plans that it cites, by id; a footnote says what they know.
        places: That the question names; a comparison's table has these.
    """
    known = heads or {}
    if answer.status == "answered":
        body = _said(answer) + _citations(answer.citations, known)
        made = f"{_sureness(answer)} · {_maker(answer)}{_as_table(answer, places)}"
        body += f'<p class="maker">{made}</p>'
    else:
        reason = escape(answer.explanation) if answer.explanation else NOT_FOUND.html
        body = f'<p class="answer-text">{reason}</p>'
        if answer.nearby:
            body += f'<p class="nearby">{NEARBY.html}</p>{_citations(answer.nearby, known)}'
    return (
        f'<section class="answer {answer.status}" aria-label="{escape(str(ANSWER))}">'
        f"<h2>{ANSWER.html}</h2>{body}</section>"
    )


def render_pending() -> str:
    """Return the HTML that stands in an answer's place until it is there."""
    return (
        f'<section class="answer pending" aria-label="{escape(str(ANSWER))}" aria-busy="true">'
        f'<h2>{ANSWER.html}</h2><p class="answer-text">{ANSWERING.html}</p></section>'
    )


def _sureness(answer: Answer) -> str:
    """Return how sure an answer is, in words; the number stands behind them."""
    sure = answer.confidence
    word: Text = SURE if sure >= _SURE_FROM else LIKELY if sure >= _LIKELY_FROM else UNSURE
    help_text = SURENESS.filled(tenths=round(10 * sure))
    target = escape(address("/help/reading"))
    return f'<a class="confidence" href="{target}" title="{escape(help_text)}">{word.html}</a>'


def _maker(answer: Answer) -> str:
    """Return who made an answer."""
    if answer.made_by == "extraction":
        return EXTRACTED.html
    return escape(str(WRITTEN).replace("{model}", answer.model))


def _as_table(answer: Answer, places: Sequence[str]) -> str:
    """Return the link that sets side by side what a comparison asks; empty for other answers."""
    if answer.kind != "comparison":
        return ""
    target = escape(address("/compare", {"topic": answer.question, "place": places}))
    return f' · <a href="{target}">{AS_TABLE.html}</a>'


def _said(answer: Answer) -> str:
    """Return the HTML of what is answered, a list as a list."""
    if len(answer.items) > 1:
        said = [line for line in answer.text.splitlines() if line not in answer.items]
        lead = "" if len(said) == len(answer.text.splitlines()) else " ".join(said)
        items = "".join(f"<li>{escape_shown(str(item))}</li>" for item in answer.items)
        head = f'<p class="answer-text">{escape_shown(lead)}</p>' if lead else ""
        return f'{head}<ul class="answer-text">{items}</ul>'
    return f'<p class="answer-text">{escape_shown(answer.text)}</p>'


def _citations(citations: Sequence[Citation], heads: Mapping[str, PlanHead]) -> str:
    """Return the HTML of quotations, each with its place and the buttons that copy it."""
    rows = [_citation(cited, heads) for cited in citations]
    shown = "".join(rows[:SHOWN_CITATIONS])
    more = rows[SHOWN_CITATIONS:]
    folded = (
        f"<details><summary>{escape(MORE_QUOTATIONS.filled(count=len(more)))}</summary>"
        f'<ul class="citations">{"".join(more)}</ul></details>'
        if more
        else ""
    )
    return f'<ul class="citations">{shown}</ul>{folded}'


def _citation(citation: Citation, heads: Mapping[str, PlanHead]) -> str:
    """Return the HTML of a quotation; its place leads to it in its plan."""
    cited = Cited.of(citation, citation.quote, citation.reference, heads)
    target = cited.address
    return (
        f'<li><q>{escape_shown(citation.quote)}</q> <cite><a href="{escape(target)}">'
        f"{escape(citation.reference)}</a></cite>{copy_buttons(cited)}</li>"
    )
