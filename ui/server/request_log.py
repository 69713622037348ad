"""What the program writes down while it serves: nothing but warnings, or a line of JSON a request.

A line tells neither what was asked nor who asked with a name: no query, no header, no body.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from ui.server.serving import ServingError

FORMATS = ("plain", "json")
VARIABLE = "LANTIAN_LOG"

_REQUESTS = logging.getLogger("lantian.requests")
_PROGRAM = logging.getLogger("lantian")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON, with the id of the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        told = getattr(record, "told", None)
        if told is None:
            line |= {"event": "message", "logger": record.name, "message": record.getMessage()}
            if name := _request_id.get():
                line["request_id"] = name
            if record.exc_info:
                line["error"] = "".join(traceback.format_exception(*record.exc_info))
        else:
            line |= {"event": "request", **told}
        return json.dumps(line, ensure_ascii=False, default=str)


def format_from(given: str | None, environment: Mapping[str, str]) -> str:
    """Return how to write: as the command line says, else as ``LANTIAN_LOG`` does, else plain.

    Raises:
        ServingError: the variable names no format.
    """
    name = given or environment.get(VARIABLE, "").strip() or FORMATS[0]
    if name not in FORMATS:
        raise ServingError(
            f"{VARIABLE}={name}: 没有这种日志格式。There is no such format of the log; "
            f"choose one of: {', '.join(FORMATS)}"
        )
    return name


def write_json() -> None:
    """Write everything from here on as lines of JSON, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _REQUESTS.setLevel(logging.INFO)
    logging.captureWarnings(True)


def is_json() -> bool:
    """Tell whether ``write_json`` was called."""
    return _REQUESTS.level == logging.INFO


def warn(text: str) -> None:
    """Tell whoever runs the program of something: a line of either format."""
    if is_json():
        _PROGRAM.warning(text)
    else:
        print(text, file=sys.stderr)  # noqa: T201 - as the program itself


@contextmanager
def within(request_id: str) -> Iterator[None]:
    """Let what is logged in this block, in threads that it waits for too, carry a request's id."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def write_request(told: Mapping[str, object]) -> None:
    """Write the line of a request, where lines are JSON.

    Args:
        told: What the line says, in its order.
    """
    if is_json():
        _REQUESTS.info("request", extra={"told": told})
