"""HTTP as the page's server speaks it: uvicorn's, but it waits for no request for ever."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.server.page_policy import HEADERS, NOTHING

REQUEST_TIMEOUT_S = 20.0
"""From a connection, or a request's first byte, to the end of its head: what stays half-open keeps
a place that others wait for."""


class PatientProtocol(H11Protocol):
    """Closes a connection whose request does not come; refuses what is none with all headers."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **options)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; the wait is over where this is the end of a request's head."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._deadline is None and self.conn.their_state is h11.IDLE:
            self._wait()

    def on_response_complete(self) -> None:
        """Leave the next wait to uvicorn's own, until a byte of a request comes."""
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, with the headers that every answer has."""
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Connection", "close"),
            ("Content-Security-Policy", NOTHING),
            *HEADERS,
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=msg.encode("ascii")),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _wait(self) -> None:
        """Close the connection if no request has come in time."""
        self._stop_waiting()
        self._deadline = self.loop.call_later(REQUEST_TIMEOUT_S, self.transport.close)

    def _stop_waiting(self) -> None:
        """Let the connection be."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
