"""The page served: where, on which port, until somebody ends it."""

import errno
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
_MAX_PORT = 65535

# What gradio and the hub client would otherwise ask other machines, or write down.
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


class ServingError(Exception):
    """The page cannot be served as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"http://{self.url_host}:{self.port}"

    @property
    def url_host(self) -> str:
        """The host as it stands in an address: one of IPv6 in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host


def stay_quiet(host: str = DEFAULT_HOST) -> None:
    """Keep gradio and the hub client from reaching for the network; call before importing them.

    Args:
        host: Where the page will be served.
    """
    os.environ.update(_QUIET)
    # gradio asks its own server whether it is up, which must not go through a company's proxy.
    for name in ("NO_PROXY", "no_proxy"):
        known = [other for other in os.environ.get(name, "").split(",") if other]
        os.environ[name] = ",".join(dict.fromkeys([*known, *_OWN_MACHINE, host]))


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


def require_free(place: Place) -> None:
    """Refuse a place that cannot be listened on.

    Raises:
        ServingError: the port is taken or not allowed, or the host is not this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # a port that was just given up counts as free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise ServingError(_refusal(place, error)) from error


def wait_for_the_end() -> None:
    """Return when the user presses Ctrl-C."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return


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
