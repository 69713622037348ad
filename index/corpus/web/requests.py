"""One file from the web: bounded in bytes, in time and in redirects, each hop looked at."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from index.corpus.web.addresses import FetchError, Target, request_url, target_of

if TYPE_CHECKING:
    import httpx

AGENT = "lantian"
MAX_REDIRECTS = 5
TIMEOUT_S = 60.0
"""For one file, redirects among it; the slowest seen page of a county took half of it."""
SILENCE_S = 15.0
"""Without a byte, a server is taken for dead."""
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class StatusError(FetchError):
    """The server answered with another status than 200."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the status."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Got:
    """A file of the web.

    Attributes:
        url: Where it was in the end.
        kind: The media type that the server gives it, lower case, empty where it gives none.
        data: All of it, as it was sent.
    """

    url: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take; ``allows_loopback`` is for tests."""

    max_bytes: int
    timeout_s: float = TIMEOUT_S
    silence_s: float = SILENCE_S
    allows_loopback: bool = False


def get(address: str, limits: Limits, may_ask: Callable[[Target], None] | None = None) -> Got:
    """Return the file at an address.

    No proxy of the environment is used and no cookie kept; each redirect is judged like the first
    address, and the connection goes to the very number that was judged.

    Args:
        address: Of http or https.
        limits: What it may take.
        may_ask: Called before each hop with where it goes; raises where one may not.

    Raises:
        FetchError: an address is not allowed, the file too large, or the server too slow, wrong
            or gone.
        StatusError: its status is another than 200.
    """
    answers: SimpleQueue[Got | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_get(address, limits, may_ask))
        except Exception as error:  # whatever it is, somebody waits for it
            answers.put(error)

    # No time limit of a socket bounds the whole: a server may send a byte now and then for ever.
    threading.Thread(target=ask, name="fetch", daemon=True).start()
    try:
        answer = answers.get(timeout=limits.timeout_s)
    except Empty:
        raise _too_slow(address, limits) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _get(address: str, limits: Limits, may_ask: Callable[[Target], None] | None) -> Got:
    """Return the file at an address; see ``get``."""
    deadline = time.monotonic() + limits.timeout_s
    for _ in range(MAX_REDIRECTS + 1):
        target = target_of(address, allows_loopback=limits.allows_loopback)
        if may_ask is not None:
            may_ask(target)
        with _asked(target, address, limits) as answer:
            if answer.status_code in _REDIRECTS and "location" in answer.headers:
                address = urljoin(address, answer.headers["location"])
                continue
            if answer.status_code != 200:
                raise StatusError(
                    f"{address}: the server answers {answer.status_code} "
                    f"{answer.reason_phrase}; open it in a browser to see why",
                    answer.status_code,
                )
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            return Got(address, kind, _body(answer, address, limits, deadline))
    raise FetchError(f"{address}: is the end of {MAX_REDIRECTS} redirects; give the page itself")


def _too_slow(address: str, limits: Limits) -> FetchError:
    """Return the error for a server that does not come to an end."""
    return FetchError(f"{address}: took longer than {limits.timeout_s:.0f} s; try again later")


@contextmanager
def _asked(target: Target, address: str, limits: Limits) -> "Iterator[httpx.Response]":
    """Yield what a server answers to one request, its body not yet read."""
    import httpx

    timeout = httpx.Timeout(min(limits.silence_s, limits.timeout_s))
    headers: Mapping[str, str] = {
        "Host": target.url.netloc,
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
    }
    try:
        with (
            httpx.Client(trust_env=False, follow_redirects=False, timeout=timeout) as client,
            client.stream(
                "GET",
                request_url(target),
                headers=headers,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            yield answer
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        why = str(error) or type(error).__name__
        raise FetchError(f"{address}: no answer ({why}); try again later") from error


def _body(answer: "httpx.Response", address: str, limits: Limits, deadline: float) -> bytes:
    """Return the body of an answer as far as it may go."""
    received = bytearray()
    for piece in answer.iter_bytes():
        received += piece
        if len(received) > limits.max_bytes:
            raise FetchError(f"{address}: is larger than {limits.max_bytes / 1e6:.0f} MB")
        if time.monotonic() > deadline:
            raise _too_slow(address, limits)
    return bytes(received)
