"""A search as the page asks for it, and the HTML that answers it, whatever happens."""

import logging
import time
from dataclasses import dataclass

from index import Hits, LantianError
from index.types import Mode
from qa import answer_from, is_question
from ui.answer_box import render_answer
from ui.cards import render_hits
from ui.live_index import LiveIndex
from ui.markup import escape
from ui.messages import NOTHING_FOUND, message_for, no_plan_of, render_message
from ui.texts import UNDERSTOOD, Text

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What the controls of the page say; an empty filter restricts nothing."""

    query: str
    cities: tuple[str, ...]
    plans: tuple[str, ...]
    k: int
    mode: Mode


def respond(live: LiveIndex, request: Request) -> str:
    """Return the HTML that answers a request: cards, or a message that says why there are none."""
    start_s = time.perf_counter()
    try:
        hits = live.current().search(
            request.query,
            k=request.k,
            mode=request.mode,
            cities=request.cities,
            plans=request.plans,
        )
    except (LantianError, ValueError) as error:
        return render_message(message_for(error))
    except Exception as error:  # the last place before the reader, who must not see a traceback
        logger.exception("search failed")
        return render_message(message_for(error))
    if not hits:
        absent = "、".join(hits.query.absent)
        return render_message(no_plan_of(absent) if absent else NOTHING_FOUND)
    answer = _answer(live, request, hits)
    return _status(hits, time.perf_counter() - start_s) + answer + render_hits(hits)


def _answer(live: LiveIndex, request: Request, hits: Hits) -> str:
    """Return the HTML of the answer, where a question was asked and the usual ranking found it.

    It is made from the hits at hand: the question is embedded once.
    """
    if request.mode != "hybrid" or not is_question(request.query):
        return ""
    try:
        return render_answer(answer_from(live.current(), hits, request.query))
    except Exception:  # the hits are there to be read, whatever became of the answer
        logger.exception("answering failed")
        return ""


def welcome(live: LiveIndex) -> str:
    """Return the HTML shown before the first search: nothing, or why none is possible."""
    try:
        live.current()
    except LantianError as error:
        return render_message(message_for(error))
    return ""


def _understood(hits: Hits) -> str:
    """Return what the query was understood to name, and which places have no plan here."""
    named = hits.query.describe_in_chinese()
    lines = []
    if named:
        lines.append(f'<p class="understood">{UNDERSTOOD.html}: {escape(named)}</p>')
    if hits.notice:
        lines.append(f'<p class="notice" role="note">{escape(hits.notice)}</p>')
    return "".join(lines)


def _status(hits: Hits, duration_s: float) -> str:
    """Return the line above the cards: how many, from which plans, in what time."""
    titles = list(dict.fromkeys(hit.title for hit in hits))
    found = Text(
        f"找到 {len(hits)} 段，来自 {len(titles)} 份方案，用时 {duration_s:.2f} 秒",
        f"{_count(len(hits), 'passage')} from {_count(len(titles), 'plan')} in {duration_s:.2f} s",
    )
    names = "、".join(escape(title) for title in titles)
    return (
        f'<div class="status"><p role="status">{found.html}</p><p class="plans">{names}</p>'
        f"{_understood(hits)}</div>"
    )


def _count(number: int, noun: str) -> str:
    """Return a number with its noun in English: ``1 plan``, ``2 plans``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
