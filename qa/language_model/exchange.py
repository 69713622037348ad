"""One request to a language model's endpoint, bounded in time and in bytes."""

import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from qa.language_model.settings import LanguageModel

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 1_000_000
"""An answer takes a few thousand; a model that thinks aloud before it, a hundred thousand."""


class NoReplyError(Exception):
    """Nothing usable came back; the message says why, without address, key or content."""


def post(model: LanguageModel, body: bytes) -> bytes:
    """Return what an endpoint answers to a request.

    One connection to the address that was given: no proxy of the environment, no redirect, no
    cookie, no second try. The exchange runs in a thread of its own, since no time limit of a
    socket bounds the whole: a server may send a byte now and then for ever.

    Args:
        model: Where to send it.
        body: JSON.

    Raises:
        NoReplyError: no answer within the time, a connection error, another status than 200, a
            compressed or too long answer.
    """
    import httpx

    deadline = time.monotonic() + model.timeout_s
    client = httpx.Client(trust_env=False, follow_redirects=False, timeout=model.timeout_s)
    answers: SimpleQueue[bytes | NoReplyError] = SimpleQueue()

    def exchange() -> None:
        try:
            answers.put(_read(client, model, body, deadline))
        except NoReplyError as error:
            answers.put(error)
        except Exception as error:  # whatever it is, somebody waits for an answer
            answers.put(NoReplyError(type(error).__name__))

    threading.Thread(target=exchange, name="language-model", daemon=True).start()
    try:
        answer = answers.get(timeout=model.timeout_s)
    except Empty:
        raise NoReplyError("no answer in time") from None
    finally:
        client.close()  # which ends an exchange that still goes on
    if isinstance(answer, NoReplyError):
        raise answer
    return answer


def _read(client: "httpx.Client", model: LanguageModel, body: bytes, deadline: float) -> bytes:
    """Send a request and return the answer's body."""
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    headers |= {"User-Agent": "lantian"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    with client.stream("POST", model.url, content=body, headers=headers) as response:
        if response.status_code != 200:
            raise NoReplyError(f"HTTP status {response.status_code}")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise NoReplyError("a compressed answer")
        received = bytearray()
        for piece in response.iter_raw():
            received += piece
            if len(received) > MAX_BYTES:
                raise NoReplyError("too long an answer")
            if time.monotonic() > deadline:
                raise NoReplyError("no answer in time")
    return bytes(received)
