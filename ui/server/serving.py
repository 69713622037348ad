"""The page served: where, on which port, until somebody ends it."""

import errno
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
_MAX_PORT = 65535
_BACKLOG = 128

# What gradio and the hub client would otherwise ask other machines, or write down.
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
# A name may stand for addresses of a family that this machine has not.
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class ServingError(Exception):
    """The page cannot be served as asked; the message says why and what to do."""


EVERY_ADDRESS = {"": "127.0.0.1", "0": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that stand for all addresses of a machine, each with the one it reaches itself by."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{self.url_host}:{self.port}"

    @property
    def url_host(self) -> str:
        """The host as it stands in an address: IPv6 in brackets, this machine for every address.

        No page goes by the name of every address, 0.0.0.0, though some systems lead there.
        """
        host = EVERY_ADDRESS.get(self.host, self.host)
        return f"[{host}]" if ":" in host else host


def stay_quiet() -> None:
    """Keep gradio and the hub client from reaching for the network; call before importing them."""
    os.environ.update(_QUIET)


def place_from(environment: Mapping[str, str]) -> Place:
    """Return the place that ``HOST`` and ``PORT`` name.

    Raises:
        ServingError: ``PORT`` is no port.
    """
    host = environment.get("HOST", "").strip().strip("[]") or DEFAULT_HOST
    text = environment.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MAX_PORT):
        raise ServingError(
            f"PORT={text}: 不是端口号。It must be a whole number from 1 to {_MAX_PORT}, "
            f"as in: PORT={DEFAULT_PORT + 1} make run"
        )
    return Place(host, int(text))


@contextmanager
def listening(place: Place) -> Iterator[list[socket.socket]]:
    """Listen at a place from here on; yields a socket for each of the host's addresses.

    Whoever comes before the page is up waits instead of being turned away.

    Raises:
        ServingError: the port is taken or not allowed, or the host is not this machine.
    """
    with ExitStack() as opened:
        try:
            sockets = _listen(place, opened)
        except OSError as error:
            raise ServingError(_refusal(place, error)) from error
        yield sockets


def wait_for_the_end() -> None:
    """Return when the user presses Ctrl-C."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return


def _listen(place: Place, opened: ExitStack) -> list[socket.socket]:
    """Open a socket for each address that a host has here; the stack closes them."""
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    found = socket.getaddrinfo(
        place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    for family, kind, protocol, _, address in dict.fromkeys(found):
        try:
            listener = opened.enter_context(socket.socket(family, kind, protocol))
            _bind(listener, address)
        except OSError as error:
            if error.errno not in _ABSENT:
                raise
            absent = error
        else:
            sockets.append(listener)
    if not sockets and absent is not None:
        raise absent
    return sockets


def _bind(listener: socket.socket, address: tuple[object, ...]) -> None:
    """Listen at an address."""
    if os.name == "posix":  # a port that was just given up counts as free
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listener.family == socket.AF_INET6:  # the other family has a socket of its own
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(address)
    listener.listen(_BACKLOG)


def _refusal(place: Place, error: OSError) -> str:
    """Return a line that says why a place is refused and what to do."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {place.port} 已被占用。Port {place.port} is taken; use another: "
            f"PORT={_other_port(place.port)} make run"
        )
    return (
        f"无法在 {place.url} 提供页面。The page cannot be served there "
        f"({error.strerror or error}); choose another HOST or PORT, as in: "
        f"HOST={DEFAULT_HOST} PORT={DEFAULT_PORT + 1} make run"
    )


def _other_port(port: int) -> int:
    """Return a port to try next."""
    return port + 1 if port < _MAX_PORT else DEFAULT_PORT
