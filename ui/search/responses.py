"""The HTML that answers a search, whatever happens."""

import logging
import time
from collections.abc import Iterator, Sequence

from index import Hit, Hits, LantianError, PlanIndex
from qa import Answer, LanguageModel, hits_needed, is_doubtful
from ui.addresses import address
from ui.changed_files import lately_changed_files
from ui.markup import escape
from ui.search.answer_box import render_answer, render_pending
from ui.search.answering import answers_to, as_asked, is_answered
from ui.search.cards import render_hits
from ui.search.messages import (
    NOTHING_EXACT,
    NOTHING_FOUND,
    incident,
    message_for,
    no_plan_of,
    render_busy,
    render_message,
)
from ui.search.request import Request
from ui.search.understood import render_exact, render_understood
from ui.server import metrics
from ui.server.live_index import LiveIndex
from ui.server.work import ANSWERS, SEARCHES, BusyError
from ui.texts import (
    ALL_EXACT,
    DOUBTFUL,
    FOUND,
    ONE_PLAN,
    ONLY_THESE,
    PASSAGE,
    PASSAGES,
    SOME_EXACT,
    SOME_PLANS,
    WARMING,
    Text,
    in_one_language,
)

logger = logging.getLogger(__name__)


class BusyHtml(str):
    """HTML in which something is missing, because too much was computed at the moment."""


def respond_in_time(
    live: LiveIndex, request: Request, model: LanguageModel | None = None
) -> Iterator[str]:
    """Yield the HTML that answers a request, after a word on the model where that still loads.

    A query that comes while the index warms up waits for that: loading everything twice at once
    would take both longer.
    """
    if request.needs_model and request.query.strip() and live.is_warming:
        yield render_warming()
        live.wait_until_warm()
    yield from map(str, respond(live, request, model))


def render_warming() -> str:
    """Return the HTML that says why the first results take a while."""
    return f'<p class="warming" role="status">{WARMING.html}</p>'


def respond(live: LiveIndex, request: Request, model: LanguageModel | None = None) -> Iterator[str]:
    """Yield the HTML that answers a request: cards, or a message that says why there are none.

    The passages come first, then they come again with the answer above them; what a language model
    answers takes a while longer, and its page comes last. What is not computed for want of time is
    ``BusyHtml``.
    """
    start_s = time.perf_counter()
    metrics.count_query("page", request.mode)
    try:
        index = live.current()
        with SEARCHES.taken():
            hits = _search(index, request)
    except BusyError:
        yield BusyHtml(render_busy())
        return
    except (LantianError, ValueError) as error:
        yield render_message(message_for(error))
        return
    except Exception as error:  # the last place before the reader, who must not see a traceback
        name = incident()
        logger.exception("search failed (%s)", name)
        yield render_message(message_for(error, name))
        return
    if not hits:
        yield from _nothing(index, request, hits, model)
        return
    shown, heads = hits[: request.k], {head.id: head for head in index.heads()}
    cards = render_hits(shown, heads, request.query, lately_changed_files(index))
    status = _status(index, request, shown, hits, time.perf_counter() - start_s)
    if is_answered(request.query, request.mode):
        yield status + render_pending() + cards  # the passages need not wait for the answer
    for answer in _answers(index, request, hits, model):
        yield type(answer)(status + answer + cards)


def _nothing(
    index: PlanIndex, request: Request, hits: Hits, model: LanguageModel | None
) -> Iterator[str]:
    """Yield what is shown where no passage is: why, and an answer on what else was asked about."""
    absent = "、".join(hits.query.absent)
    if request.exact and not absent:
        yield render_exact(request) + render_message(NOTHING_EXACT)
        return
    message = render_message(no_plan_of(absent, index.heads()) if absent else NOTHING_FOUND)
    if not absent:
        yield message
        return
    for answer in _answers(index, request, hits, model, is_refusal_shown=False):
        yield type(answer)(answer + message)


def _search(index: PlanIndex, request: Request) -> Hits:
    """Return the hits to show, and behind them those that only the answer needs.

    One search serves both: the query is embedded once.
    """
    query, k = as_asked(request.query), request.k
    if request.mode == "hybrid" and k >= 1:
        k = max(k, hits_needed(index, query))
    return index.search(
        query,
        k=k,
        mode=request.mode,
        cities=request.cities,
        plans=request.plans,
        years=request.years,
        departments=request.offices,
        exact=request.exact,
    )


def _answers(
    index: PlanIndex,
    request: Request,
    hits: Hits,
    model: LanguageModel | None,
    *,
    is_refusal_shown: bool = True,
) -> Iterator[str]:
    """Yield the HTML of the answer, empty where there is none; then that of the model's.

    The usual ranking alone is asked. Of exact passages alone nothing can be said not to be there.
    """
    query, is_any = as_asked(request.query), False
    heads = {head.id: head for head in index.heads()}
    try:
        if request.mode == "hybrid":
            answers = answers_to(index, hits, query, is_filtered=request.is_filtered, model=model)
            for answer in _first_in_turn(answers):
                if answer.status == "not_found" and (request.exact or not is_refusal_shown):
                    continue
                is_any = True
                yield render_answer(answer, heads, hits.query.cities)
    except BusyError:
        is_any = True
        yield BusyHtml(render_busy())
    except Exception:  # the hits are there to be read, whatever became of the answer
        logger.exception("answering failed")
    if not is_any:
        yield ""


def _first_in_turn(answers: Iterator[Answer]) -> Iterator[Answer]:
    """Yield answers; the first is computed here, any other by a language model elsewhere."""
    with ANSWERS.taken():
        first = next(answers, None)
    if first is not None:
        metrics.ANSWERS.labels(first.status).inc()
        yield first
        yield from answers


def welcome(live: LiveIndex) -> str:
    """Return the HTML shown before the first search: nothing, or why none is possible."""
    try:
        live.current()
    except LantianError as error:
        return render_message(message_for(error))
    return ""


def _status(
    index: PlanIndex, request: Request, shown: Sequence[Hit], hits: Hits, duration_s: float
) -> str:
    """Return the line above the cards: how many are shown, from which plans, in what time."""
    titles = list(dict.fromkeys(hit.title for hit in shown))
    found = FOUND.filled(
        passages=_counted(len(shown), PASSAGE, PASSAGES),
        plans=_counted(len(titles), ONE_PLAN, SOME_PLANS),
        seconds=f"{duration_s:.2f}",
    )
    names = "、".join(escape(title) for title in titles)
    notice = escape(in_one_language(hits.notice))
    told = f'<p class="notice" role="note">{notice}</p>' if notice else ""
    chips = render_exact(request) + render_understood(hits.query, request)
    doubt = ""
    if is_doubtful(index, hits):
        doubt = f'<p class="notice doubt" role="note">{DOUBTFUL.html}</p>'
    return (
        f'<div class="status"><p role="status">{escape(found)}{_how_exact(request, shown)}</p>'
        f'<p class="plans">{names}</p>{chips}{told}{doubt}</div>'
    )


def _how_exact(request: Request, shown: Sequence[Hit]) -> str:
    """Return how many hits have the query's own words, with the way to these alone."""
    number = sum(hit.is_exact for hit in shown)
    if not number or request.exact:
        return ""
    if number == len(shown):
        return escape(str(ALL_EXACT))
    target = escape(address(request.path, {"q": request.query, **request.filters, "exact": "1"}))
    return (
        f'{escape(SOME_EXACT.filled(count=number))} <a class="only" href="{target}">'
        f"{ONLY_THESE.html}</a>"
    )


def _counted(number: int, one: Text, several: Text) -> str:
    """Return a number with its noun: ``1 plan``, ``2 plans``."""
    return str(one) if number == 1 else several.filled(count=number)
