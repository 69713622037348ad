"""Labels: TOML files with a ``[[document]]`` a text, as ``tests/documents/README.md`` tells."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from eval.documents.types import FIELDS, DutyFacts, TargetFacts, Value
from eval.errors import SetError

PLACE = ("province", "city", "county")
_OTHERS = ("file", "same_as", "or_absent", "damaged", "complete", "targets", "duties")
KEYS = frozenset([*_OTHERS, *PLACE, *FIELDS, *(f"{name}_also" for name in (*FIELDS, *PLACE))]) - {
    "place",
    "place_also",
}
ANY = "any"
"""As a year: the text gives a season, a range or nothing, so no year is checked."""


@dataclass(frozen=True, slots=True)
class TargetLabel:
    """A target as it was labelled.

    Attributes:
        operators: All that are right.
        is_year_checked: Whether the year has to be the label's.
    """

    facts: TargetFacts
    operators: tuple[str, ...]
    is_year_checked: bool


@dataclass(frozen=True, slots=True)
class DocumentLabels:
    """What is right for a document.

    Attributes:
        file: Its path in the folder of documents.
        accepted: Key to what is right for it; a key is left out where the document does not say.
        or_absent: Keys whose absence is right as well.
        damaged: Keys whose printed form has noise between its characters.
        is_complete: Whether every target is labelled, so that others that are found are wrong.
        targets: None where nobody labelled them.
        duties: Some of them, by the first words of their tasks; None where nobody labelled any.
    """

    file: str
    accepted: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    or_absent: frozenset[str] = frozenset()
    damaged: frozenset[str] = frozenset()
    is_complete: bool = True
    targets: tuple[TargetLabel, ...] | None = None
    duties: tuple[DutyFacts, ...] | None = None


def find_label_files(folder: Path) -> tuple[Path, ...]:
    """Return the label files of a folder of documents, ``expected/*.toml``, in their order.

    Raises:
        SetError: there is none.
    """
    paths = tuple(sorted((folder / "expected").glob("*.toml")))
    if not paths:
        raise SetError(
            f"{folder / 'expected'}: there is no label file; name one with --expected FILE"
        )
    return paths


def read_labels(path: Path) -> tuple[DocumentLabels, ...]:
    """Return the labels of a file, one a text; a document in several files comes once for each.

    Raises:
        SetError: the file is missing or malformed, or a key is unknown or of the wrong kind.
    """
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetError(f"{path}: not TOML: {error}") from None
    labels: list[DocumentLabels] = []
    for number, record in enumerate(records, 1):
        if unknown := record.keys() - KEYS:
            raise SetError(f"{path}, document {number}: unknown key {min(unknown)!r}")
        try:
            labels += _labels_of(record)
        except (KeyError, TypeError, ValueError) as error:
            raise SetError(f"{path}, document {number}: {error!r} is missing or wrong") from None
    if not labels:
        raise SetError(f"{path}: no [[document]] in it")
    return tuple(labels)


def _labels_of(record: Mapping[str, Any]) -> Iterator[DocumentLabels]:
    """Yield the labels of a record, for each of its files."""
    accepted = {key: _accepted(record, key) for key in (*FIELDS, *PLACE) if key in record}
    targets = record.get("targets")
    duties = record.get("duties")
    for file in (record["file"], *record.get("same_as", ())):
        yield DocumentLabels(
            file=file,
            accepted=accepted,
            or_absent=frozenset(record.get("or_absent", ())),
            damaged=frozenset(record.get("damaged", ())),
            is_complete=record.get("complete", True),
            targets=None if targets is None else tuple(map(_target, targets)),
            duties=None if duties is None else tuple(map(_duty, duties)),
        )


def _accepted(record: Mapping[str, Any], key: str) -> tuple[Value, ...]:
    """Return all that is right for a key: what it says, then the rest."""
    also = record.get(f"{key}_also", [])
    if key == "issuers":  # joint issuers are one answer
        return (tuple(record[key]), *((tuple(also),) if also else ()))
    if key == "issued":
        return tuple(date.fromisoformat(str(day)) for day in (record[key], *also))
    if key == "period":
        return tuple(cast(tuple[int, int], tuple(pair)) for pair in (record[key], *also))
    return (record[key], *also)


def _target(row: Mapping[str, Any]) -> TargetLabel:
    """Return a target by its row."""
    year = row.get("year")
    facts = TargetFacts(
        indicator=row["indicator"],
        value=_number(row.get("value")),
        value_max=_number(row.get("value_max")),
        operator=row.get("operator"),
        unit=row.get("unit", ""),
        year=None if year == ANY else year,
        base_year=row.get("base_year"),
        scope=row.get("scope"),
    )
    operators: Sequence[str] = (row["operator"], *row.get("operators_also", ()))
    return TargetLabel(facts, tuple(operators), is_year_checked=year != ANY)


def _duty(row: Mapping[str, Any]) -> DutyFacts:
    """Return a duty by its row."""
    return DutyFacts(row["task"], tuple(row.get("lead", ())), tuple(row.get("participants", ())))


def _number(value: float | None) -> float | None:
    """Return a number as a target has it."""
    return None if value is None else float(value)
