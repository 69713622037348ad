"""A value as a cell of CSV and back."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qa.dataset.columns import Column

JOINT = "；"
"""Between the names of a list."""
_FORMULA = ("=", "+", "-", "@")
_GUARD = "'"


def to_cell(column: Column, value: Any) -> str:  # noqa: ANN401 - any of the kinds
    """Return a value as it stands in CSV; nothing is an empty cell.

    A text that a spreadsheet would take for a formula, or that begins with an apostrophe, gets an
    apostrophe in front, which ``from_cell`` takes away.
    """
    if value is None or value in ("", ()):
        return ""
    if column.kind == "boolean":
        return "true" if value else "false"
    if column.kind == "array":
        return json.dumps(value, ensure_ascii=False)
    if column.kind == "list":
        # 各县(市、区)人民政府 is one name. One that holds the mark itself has not been seen.
        is_plain = not any(JOINT in name or name.startswith("[") for name in value)
        return _guarded(JOINT.join(value)) if is_plain else json.dumps(value, ensure_ascii=False)
    if column.kind == "string":
        return _guarded(str(value))
    return value.isoformat() if isinstance(value, date) else repr(value)


def from_cell(column: Column, cell: str) -> Any:  # noqa: ANN401 - any of the kinds
    """Return the value of a cell, None where it is empty.

    Raises:
        ValueError: it is of another kind than its column.
    """
    return _READERS[column.kind](cell) if cell else None


def _guarded(text: str) -> str:
    return f"{_GUARD}{text}" if text.startswith((_GUARD, *_FORMULA)) else text


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell == "true"


def _texts(cell: str) -> tuple[str, ...]:
    found = json.loads(cell)
    if not isinstance(found, list) or not all(isinstance(own, str) for own in found):
        raise ValueError(f"{cell!r} is no list of texts")
    return tuple(found)


def _names(cell: str) -> tuple[str, ...]:
    if cell.startswith("["):
        return _texts(cell)
    return tuple(cell.removeprefix(_GUARD).split(JOINT))


_READERS: Mapping[str, Callable[[str], Any]] = {
    "string": lambda cell: cell.removeprefix(_GUARD),
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "list": _names,
    "array": _texts,
}
