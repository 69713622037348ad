"""What is counted and timed while the page is up, as Prometheus reads it at ``/metrics``.

Each process counts for itself: of several behind one address, each is asked at its own.
"""

import time
from collections.abc import Iterator
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from index.types import MODES
from index.version import VERSION
from ui.server.live_index import LiveIndex

_COUNTED = CollectorRegistry()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""From a search that was kept to who waits longest for a turn (``work.PATIENCE_S``)."""

REQUESTS = Counter(
    "lantian_requests",
    "Requests answered, by view and status.",
    ("view", "status"),
    registry=_COUNTED,
)
REQUEST_SECONDS = Histogram(
    "lantian_request_seconds",
    "From a request's head to the end of its answer, by view.",
    ("view",),
    registry=_COUNTED,
    buckets=_SECONDS,
)
REFUSALS = Counter(
    "lantian_refusals", "Requests turned away, by reason.", ("reason",), registry=_COUNTED
)
QUERIES = Counter(
    "lantian_queries",
    "Searches and questions, by who asks (page or program) and what ranks.",
    ("way", "mode"),
    registry=_COUNTED,
)
ANSWERS = Counter(
    "lantian_answers",
    "Answers given, by status: answered or not_found.",
    ("status",),
    registry=_COUNTED,
)
WAIT_SECONDS = Histogram(
    "lantian_turn_wait_seconds",
    "How long one waited for a turn to compute, by kind of work.",
    ("work",),
    registry=_COUNTED,
    buckets=_SECONDS,
)
WORK_SECONDS = Histogram(
    "lantian_turn_seconds",
    "How long was computed in a turn, by kind of work.",
    ("work",),
    registry=_COUNTED,
    buckets=_SECONDS,
)
ProcessCollector(registry=_COUNTED)
# A second line beside each, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Turn:
    """Times how long one waits for a turn to compute, and how long is computed in it."""

    def __init__(self, work: str) -> None:
        """Begin to wait.

        Args:
            work: What is to be computed.
        """
        self._work = work
        self._since_s = time.perf_counter()

    def begin(self) -> None:
        """Begin to compute."""
        now_s = time.perf_counter()
        WAIT_SECONDS.labels(self._work).observe(now_s - self._since_s)
        self._since_s = now_s

    def end(self) -> None:
        """Have computed."""
        WORK_SECONDS.labels(self._work).observe(time.perf_counter() - self._since_s)


def count_query(way: Literal["page", "program"], mode: str) -> None:
    """Count a search or a question.

    Args:
        way: Who asks.
        mode: What ranks, or ``ask``; anything else that a program may send is ``other``.
    """
    QUERIES.labels(way, mode if mode in (*MODES, "ask") else "other").inc()


class Metrics:
    """ASGI application that answers with all figures as text."""

    def __init__(self, live: LiveIndex) -> None:
        """Tell of an index too."""
        self._held = CollectorRegistry()
        self._held.register(_OfIndex(live))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        content = generate_latest(_COUNTED) + generate_latest(self._held)
        answer = Response(content, headers={"cache-control": "no-store"})
        answer.headers["content-type"] = CONTENT_TYPE_PLAIN_0_0_4
        await answer(scope, receive, send)


class _OfIndex(Collector):
    """Reads the state of an index when it is asked for; opens none."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live

    def collect(self) -> Iterator[Metric]:
        """Yield what is known of the index that was searched last."""
        yield InfoMetricFamily("lantian_program", "The program.", {"version": VERSION})
        opened = GaugeMetricFamily(
            "lantian_index_opened", "How often an index was opened since the start."
        )
        opened.add_metric((), self._live.opened)
        yield opened
        held = self._live.held
        plans = GaugeMetricFamily("lantian_index_plans", "Plans held; 0 without an index.")
        passages = GaugeMetricFamily("lantian_index_passages", "Passages held.")
        plans.add_metric((), len(held.index.heads()) if held else 0)
        passages.add_metric((), held.index.size if held else 0)
        yield from (plans, passages)
        if held is not None:
            told = {"generation": held.generation, "corpus": held.index.corpus_hash[:16]}
            yield InfoMetricFamily("lantian_index", "Which index is searched.", told)
