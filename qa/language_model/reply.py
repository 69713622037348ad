"""What a language model gave back: quotations and a text, read strictly."""

import json
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from qa.language_model.exchange import NoReplyError

_Kind = TypeVar("_Kind")

MAX_QUOTATIONS = 12
MAX_TEXT_CHARS = 1000
MAX_QUOTE_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a model says stands in a passage: the passage's number, from 1, and the words."""

    passage: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Quotations, at least one, and the text that is to rest on them; neither is checked yet."""

    quotations: tuple[Quotation, ...]
    text: str


def read_reply(body: bytes) -> Reply:
    """Return what an endpoint answered.

    The message may have the JSON object alone, in a code fence, or words around it: all that
    stands from its first { to its last } must be one object. Other fields than those asked for
    do not count.

    Args:
        body: Of the endpoint's response, JSON in UTF-8.

    Raises:
        NoReplyError: it is no such JSON, a value is of another type or too long, or there is no
            quotation.
    """
    record = _loaded(_content(_loaded(_decoded(body))))
    quotations, text = _field(record, "quotations", list), _field(record, "text", str)
    if not quotations:
        raise NoReplyError("no quotation")
    if len(quotations) > MAX_QUOTATIONS or len(text) > MAX_TEXT_CHARS:
        raise NoReplyError("too many quotations or too long a text")
    return Reply(tuple(map(_quotation, quotations)), text)


def _quotation(value: object) -> Quotation:
    """Return one quotation."""
    quote = _field(value, "quote", str)
    if len(quote) > MAX_QUOTE_CHARS:
        raise NoReplyError("too long a quotation")
    return Quotation(_field(value, "passage", int), quote)


def _content(envelope: object) -> str:
    """Return the JSON object in the message of a chat completion."""
    choices = _field(envelope, "choices", list)
    if not choices:
        raise NoReplyError("no choices")
    content = _field(_field(choices[0], "message", dict), "content", str)
    return content[content.find("{") : content.rfind("}") + 1]


def _decoded(body: bytes) -> str:
    """Return a body as text."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise NoReplyError("no UTF-8") from None


def _loaded(text: str) -> object:
    """Return JSON as Python has it; NaN and Infinity are none."""
    try:
        loaded: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NoReplyError("no JSON") from None
    return loaded


def _refuse(constant: str) -> NoReturn:
    """Refuse what JSON does not have."""
    raise ValueError(constant)


def _field(record: object, name: str, kind: type[_Kind]) -> _Kind:
    """Return a field of a JSON object; ``true`` is no number."""
    value = record.get(name) if isinstance(record, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise NoReplyError(f"no {name}, or one of another type")
    return value
