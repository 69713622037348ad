"""Whether the page is up, and whether it can search, for whoever watches over it."""

import asyncio
import json
import logging
import weakref
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from index import LantianError, PlanIndex
from index.version import VERSION
from ui.changed_files import changed_files
from ui.server.live_index import LiveIndex

PATIENCE_S = 2.0
"""Opening an index may take longer; then it counts as not usable yet."""
_TRIED = "空气"
"""Searched for in each index that was opened, before it counts as ready: words, vectors, model."""
logger = logging.getLogger(__name__)

STARTING: Mapping[str, Any] = {"status": "starting", "index": False}


class Report(ABC):
    """ASGI application that answers with a few lines of JSON; many who ask at once look once."""

    unusable: str
    """The status of an index that cannot be looked at."""

    def __init__(self, live: LiveIndex) -> None:
        """Report on what is searched."""
        self._live = live
        self._looking: asyncio.Task[dict[str, Any]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        report = await self._report()
        answer = Response(
            json.dumps(report).encode(),
            self.status_of(report),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )
        await answer(scope, receive, send)

    async def _report(self) -> dict[str, Any]:
        """Return the report, as it is or as far as it is known in time."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._seen))
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_S)
        except TimeoutError:
            return dict(STARTING)

    @abstractmethod
    def status_of(self, report: Mapping[str, Any]) -> int:
        """Return the status of HTTP that a report is answered with."""

    def _seen(self) -> dict[str, Any]:
        """Return the report, or what keeps it from being made: who watches is told of anything."""
        try:
            return self._look()
        except Exception as error:
            if not isinstance(error, LantianError):
                logger.exception("the index cannot be looked at")
            return {"status": self.unusable, "index": False, "reason": type(error).__name__}

    @abstractmethod
    def _look(self) -> dict[str, Any]:
        """Return the report.

        Raises:
            LantianError: there is no index that can be used.
        """


class Health(Report):
    """Whether the program runs, and what it knows of its index: 200 as long as it answers."""

    unusable = "no index"

    def status_of(self, report: Mapping[str, Any]) -> int:
        """Return 200: a program that has no index yet is not to be started again."""
        return 200

    def _look(self) -> dict[str, Any]:
        """Open the index if that has not been done."""
        index = self._live.current()
        changes = changed_files(index)
        return {
            "status": "ok",
            "index": True,
            "plans": len(index.heads()),
            "corpus": index.corpus_hash,
            "version": VERSION,
            "changed_files": None
            if changes is None
            else {kind: len(ids) for kind, ids in asdict(changes).items()},
        }


class Readiness(Report):
    """Whether a search is answered now: 200, or 503 while whoever shares out requests must wait."""

    unusable = "not ready"

    def __init__(self, live: LiveIndex) -> None:
        """Report on what is searched."""
        super().__init__(live)
        self._tried: weakref.ref[PlanIndex] | None = None

    def status_of(self, report: Mapping[str, Any]) -> int:
        """Return 200 for one that is ready, else 503."""
        return 200 if report["status"] == "ready" else 503

    def _look(self) -> dict[str, Any]:
        """Search once in each index that was opened, once model and dictionaries are loaded."""
        if not self._live.is_settled:
            return dict(STARTING)
        index = self._live.current()
        if self._tried is None or self._tried() is not index:
            index.search(_TRIED, k=1)
            self._tried = weakref.ref(index)
        held = self._live.held
        generation = held.generation if held else ""
        return {"status": "ready", "index": True, "generation": generation}
