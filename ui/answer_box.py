"""The answer above the hits: short, quoted, or that the plans do not say."""

from collections.abc import Sequence

from qa import Answer, Citation
from ui.markup import escape
from ui.texts import ANSWER, CONFIDENCE, EXTRACTED, NEARBY, NOT_FOUND, WRITTEN, Text


def render_answer(answer: Answer) -> str:
    """Return the HTML of an answer, or of a refusal with what comes nearest."""
    if answer.status == "answered":
        body = _said(answer) + _citations(answer.citations)
        body += f'<p class="confidence">{CONFIDENCE.html} {answer.confidence:.2f}</p>'
        body += f'<p class="maker">{_maker(answer).html}</p>'
    else:
        reason = escape(answer.explanation) if answer.explanation else NOT_FOUND.html
        body = f'<p class="answer-text">{reason}</p>'
        if answer.nearby:
            body += f'<p class="nearby">{NEARBY.html}</p>{_citations(answer.nearby)}'
    return (
        f'<section class="answer {answer.status}" aria-label="{escape(str(ANSWER))}">'
        f"<h2>{ANSWER.html}</h2>{body}</section>"
    )


def _maker(answer: Answer) -> Text:
    """Return who made an answer."""
    if answer.made_by == "extraction":
        return EXTRACTED
    return Text(*(words.replace("{model}", answer.model) for words in (WRITTEN.zh, WRITTEN.en)))


def _said(answer: Answer) -> str:
    """Return the HTML of what is answered, a list as a list."""
    if len(answer.items) > 1:
        said = [line for line in answer.text.splitlines() if line not in answer.items]
        lead = "" if len(said) == len(answer.text.splitlines()) else " ".join(said)
        items = "".join(f"<li>{escape(str(item))}</li>" for item in answer.items)
        head = f'<p class="answer-text">{escape(lead)}</p>' if lead else ""
        return f'{head}<ul class="answer-text">{items}</ul>'
    return f'<p class="answer-text">{escape(answer.text)}</p>'


def _citations(citations: Sequence[Citation]) -> str:
    """Return the HTML of quotations with their places."""
    rows = "".join(
        f"<li><q>{escape(cited.quote)}</q> <cite>{escape(cited.reference)} "
        f"[{escape(cited.plan_id)}:{cited.start}–{cited.end}]</cite></li>"
        for cited in citations
    )
    return f'<ul class="citations">{rows}</ul>'
