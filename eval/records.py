"""JSON lines read with errors that name the file, the line and the field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from eval.errors import SetError


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object with where it stands, for messages: ``dev.jsonl, line 3``."""

    where: str
    fields: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a field that must be text with something in it.

        Raises:
            SetError: as ``optional_text``, or the field is blank.
        """
        value = self.optional_text(name)
        if not value.strip():
            raise self.error(f"field {name!r} is blank")
        return value

    def optional_text(self, name: str) -> str:
        """Return a field that must be a string; it may be empty.

        Raises:
            SetError: the field is missing, is not a string, or is not valid Unicode.
        """
        value = self._value(name)
        if not isinstance(value, str):
            raise self.error(f"field {name!r} must be text, not {json.dumps(value)}")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.error(f"field {name!r} holds half of a surrogate pair")
        return value

    def whole_number(self, name: str) -> int:
        """Return a field that must be an integer.

        Raises:
            SetError: the field is missing or is not an integer.
        """
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(f"field {name!r} must be a whole number, not {json.dumps(value)}")
        return value

    def truth(self, name: str) -> bool | None:
        """Return a field that may be true or false; None where it is missing.

        Raises:
            SetError: it is something else.
        """
        value = self.fields.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.error(f"field {name!r} must be true or false, not {json.dumps(value)}")
        return value

    def records(self, name: str) -> "tuple[Record, ...]":
        """Return a field that must be a list of objects; the list may be empty.

        Raises:
            SetError: the field is missing, is not a list, or holds something else.
        """
        value = self._value(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(f"field {name!r} must be a list of objects")
        items = cast(list[dict[str, object]], value)
        return tuple(Record(f"{self.where}, {name} {n}", item) for n, item in enumerate(items, 1))

    def error(self, message: str) -> SetError:
        """Return an error that says where the record stands."""
        return SetError(f"{self.where}: {message}")

    def _value(self, name: str) -> object:
        """Return a field of any type."""
        if name not in self.fields:
            raise self.error(f"field {name!r} is missing")
        return self.fields[name]


def read_records(path: Path) -> Iterator[Record]:
    """Read a file of JSON objects, one a line; blank lines are passed over.

    Args:
        path: UTF-8, with or without a byte order mark.

    Yields:
        One record a line, in order.

    Raises:
        SetError: the file cannot be read, holds no record, or a line is not a JSON object.
    """
    is_empty = True
    for number, line in read_lines(path):
        is_empty = False
        where = f"{path}, line {number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise SetError(f"{where}: not JSON: {error}") from None
        if not isinstance(fields, dict):
            raise SetError(f"{where}: a JSON object is expected, not {line.strip()[:40]}")
        yield Record(where, fields)
    if is_empty:
        raise SetError(f"{path}: the file is empty; one JSON object a line is expected")


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, each with its number from 1.

    Raises:
        SetError: the file is missing, cannot be read, or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line
    except FileNotFoundError:
        raise SetError(f"{path}: there is no such file; check the path") from None
    except UnicodeDecodeError:
        raise SetError(f"{path}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}") from None
