"""Whether the page is up and can search, for whoever watches over it."""

import asyncio
import json
from dataclasses import asdict
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from index import LantianError
from ui.changed_files import changed_files
from ui.server.live_index import LiveIndex

PATIENCE_S = 2.0
"""Opening an index may take longer; then it counts as not usable yet."""


class Health:
    """ASGI application that answers with a few lines of JSON."""

    def __init__(self, live: LiveIndex) -> None:
        """Report on what is searched."""
        self._live = live
        self._looking: asyncio.Task[dict[str, Any]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        content = json.dumps(await self._report()).encode()
        answer = Response(
            content, media_type="application/json", headers={"cache-control": "no-store"}
        )
        await answer(scope, receive, send)

    async def _report(self) -> dict[str, Any]:
        """Return the report; many who ask at once look once."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._look))
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_S)
        except TimeoutError:
            return {"status": "starting", "index": False}

    def _look(self) -> dict[str, Any]:
        """Open the index if that has not been done."""
        try:
            index = self._live.current()
        except LantianError as error:
            return {"status": "no index", "index": False, "reason": type(error).__name__}
        changes = changed_files(index)
        return {
            "status": "ok",
            "index": True,
            "plans": len(index.heads()),
            "corpus": index.corpus_hash,
            "changed_files": None
            if changes is None
            else {kind: len(ids) for kind, ids in asdict(changes).items()},
        }
