"""Which language model is asked: the variables ``LANTIAN_LLM_…`` are read here only."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index import LantianError

URL, MODEL, KEY, TIMEOUT = (f"LANTIAN_LLM_{name}" for name in ("URL", "MODEL", "KEY", "TIMEOUT"))
DEFAULT_TIMEOUT_S = 30.0
"""A hosted model takes seconds for a few hundred characters; nobody waits for longer than this."""
MAX_TIMEOUT_S = 600.0


class LanguageModelError(LantianError):
    """A variable ``LANTIAN_LLM_…`` cannot be used; the message names it and never its value."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an OpenAI-compatible endpoint.

    Attributes:
        url: Of the endpoint, ``…/v1/chat/completions``; neither it nor the key is in the repr.
        name: That the endpoint knows the model by.
        key: Sent as a bearer token; empty for none.
        timeout_s: Seconds from the request to the last byte of what comes back.
    """

    url: str = field(repr=False)
    name: str
    key: str = field(default="", repr=False)
    timeout_s: float = DEFAULT_TIMEOUT_S


def language_model_from(environment: Mapping[str, str]) -> LanguageModel | None:
    """Return the language model that an environment names; None where it names no endpoint.

    Args:
        environment: As ``os.environ``; white space around a value does not count.

    Raises:
        LanguageModelError: a value cannot be used.
    """
    url, name, key, timeout = (
        environment.get(variable, "").strip() for variable in (URL, MODEL, KEY, TIMEOUT)
    )
    if not url:
        return None
    _check_url(url)
    if not name or not name.isprintable():
        raise LanguageModelError(f"{MODEL}: name the model to ask at {URL}, as its server calls it")
    if not all("!" <= character <= "~" for character in key):
        raise LanguageModelError(f"{KEY}: a key has only visible ASCII characters, no white space")
    return LanguageModel(url, name, key, _seconds(timeout))


def _check_url(url: str) -> None:
    """Raise where a URL cannot be asked."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.scheme not in ("http", "https") or not url.isprintable() or " " in url:
        raise LanguageModelError(
            f"{URL}: give the whole address of the endpoint, such as "
            "http://127.0.0.1:11434/v1/chat/completions; http and https are spoken"
        )
    if parts.username is not None or parts.password is not None:
        raise LanguageModelError(f"{URL}: leave user and password out; a key belongs in {KEY}")


def _seconds(text: str) -> float:
    """Return a time limit in seconds."""
    try:
        seconds = float(text) if text else DEFAULT_TIMEOUT_S
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MAX_TIMEOUT_S:
        raise LanguageModelError(f"{TIMEOUT}: give seconds, more than 0, {MAX_TIMEOUT_S:g} at most")
    return seconds
