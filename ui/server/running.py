"""The server: gradio's page behind its doors, on sockets that listen already."""

import logging
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware

from ui.adding import Shelf
from ui.addresses import SEARCH_PREFIXES
from ui.programs import api_of
from ui.search.events import PARALLEL_SEARCHES
from ui.server.access import Access
from ui.server.doors import HEALTH, METRICS, READY, Doors
from ui.server.health import Health, Readiness
from ui.server.live_index import LiveIndex
from ui.server.metrics import Metrics
from ui.server.page_policy import HEADERS, PagePolicy
from ui.server.protocol import PatientProtocol
from ui.server.readers import TraditionalReaders
from ui.server.request_log import is_json
from ui.server.serving import Place, ServingError
from ui.server.watching import Watched
from ui.texts import Language
from ui.theme import icon_path, make_theme, read_head
from ui.views import views_of

MAX_WAITING = 32
"""Searches that wait until one of those under way ends."""

MAX_CONNECTIONS = 500
"""Each open page holds one; a process may have 1,024 files open on most systems."""

_LAST_ANSWERS_S = 2
_OTHER_THREADS = 4
"""Of gradio's own, for what is no search: a program's call, a page that is loaded."""


class _Server(uvicorn.Server):
    """uvicorn, ended without waiting for pages that are left open."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up_or_failed = threading.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        try:
            super().run(sockets)
        finally:
            self.is_up_or_failed.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so when the page can be asked for."""
        await super().startup(sockets)
        self.is_up_or_failed.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say nothing of answers that are cut off: who ended the program knows."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


@contextmanager
def served(
    pages: Mapping[Language, gr.Blocks],
    live: LiveIndex,
    access: Access,
    place: Place,
    sockets: Sequence[socket.socket],
    *,
    has_tools: bool = False,
    shelf: Shelf | None = None,
) -> Iterator[None]:
    """Serve the pages from here on, in a thread of its own; stop serving them at the end.

    Args:
        pages: As ``build_page`` returned them, one a language.
        live: What is searched; its state is reported.
        access: Who is let in.
        place: Where that is.
        sockets: That listen there.
        has_tools: Whether the calls are tools of the Model Context Protocol too.
        shelf: Takes in the plans that readers add; None where they may not.

    Raises:
        ServingError: the page cannot be served after all.
    """
    config = uvicorn.Config(
        Watched(
            Doors(
                mounted(pages, live, place, has_tools=has_tools, shelf=shelf),
                access,
                {HEALTH: Health(live), READY: Readiness(live), METRICS: Metrics(live)},
                is_adding_allowed=shelf is not None,
            ),
            live,
        ),
        log_level="warning",
        log_config=None if is_json() else uvicorn.config.LOGGING_CONFIG,
        access_log=False,
        http=PatientProtocol,
        ws="none",
        server_header=False,
        headers=list(HEADERS),
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=(list(sockets),), name="server", daemon=True)
    thread.start()
    server.is_up_or_failed.wait()
    if not server.started:
        raise ServingError(f"{place.url}: 无法提供页面。The page cannot be served.")
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=2 * _LAST_ANSWERS_S)


def mounted(
    pages: Mapping[Language, gr.Blocks],
    live: LiveIndex,
    place: Place,
    *,
    has_tools: bool = False,
    shelf: Shelf | None = None,
) -> FastAPI:
    """Return an application that makes all views and answers searches, few at a time."""
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    outer.router.routes.extend(views_of(live, shelf))
    outer.mount("/api", api_of(live))
    if "zh-Hant" in pages:
        outer.router.routes.append(TraditionalReaders())
    # The longest path first: what is mounted at the root takes all that is left.
    for language in sorted(pages, key=lambda own: SEARCH_PREFIXES[own], reverse=True):
        path = f"{SEARCH_PREFIXES[language]}/"
        _mount(outer, pages[language], path, place, has_tools=has_tools and path == "/")
    return outer


def _mount(outer: FastAPI, page: gr.Blocks, path: str, place: Place, *, has_tools: bool) -> None:
    """Mount a page of gradio's at a path that ends with a slash."""
    head = read_head()
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=1)
    # Threads of its own: those that wait for an answer's turn must not keep views from theirs.
    page.max_threads = PARALLEL_SEARCHES + _OTHER_THREADS
    gr.mount_gradio_app(
        outer,
        page,
        path=path,
        server_name=place.host,
        server_port=place.port,
        app_kwargs={"middleware": [Middleware(PagePolicy, head=head)]},
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=has_tools,
        pwa=False,
        max_file_size=1,
        theme=make_theme(),
        head=head,
        favicon_path=str(icon_path()) if path == "/" else None,  # gradio keeps one for all
    )
