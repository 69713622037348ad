"""The nouns: what was read of a document, and how it agrees with the labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index import LantianError

Value = str | date | tuple[str, ...] | tuple[int, int]
"""What a field says: issuers are a tuple of names, a period its first and last year."""

Verdict = Literal["right", "wrong", "missing", "rightly none"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "missing", "rightly none")
"""``wrong`` is something else than the label, or anything where the document does not say."""

FIELDS = ("title", "place", "level", "document_number", "issuers", "issued", "period", "status")
"""What a document says of itself; the place is province, city and county together."""


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target; the fields are those of ``index.Target``.

    Attributes:
        operator: ``>=``, ``<=``, ``=``, ``<``, ``>``, ``approx``, ``increase`` or ``decrease``.
    """

    indicator: str
    value: float | None = None
    value_max: float | None = None
    operator: str | None = None
    unit: str = ""
    year: int | None = None
    base_year: int | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A duty.

    Attributes:
        lead: Offices that lead.
        participants: All others that it names.
    """

    task: str
    lead: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()

    @property
    def offices(self) -> tuple[str, ...]:
        """All of them, those that lead first."""
        return tuple(dict.fromkeys((*self.lead, *self.participants)))


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What was read of a document.

    Attributes:
        file: Its path in the folder of documents.
        fields: By name; one is left out where nothing was found.
        error: Why the document was refused.
    """

    file: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    targets: tuple[TargetFacts, ...] = ()
    duties: tuple[DutyFacts, ...] = ()
    error: LantianError | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found, of what there is.

    Where a document's labels are a part of what it holds, nothing can be said of what was found
    beside them: it adds to ``right`` and ``there``, not to the other two.

    Attributes:
        right: How much of what there is was found.
        there: All that there is.
        found_right: How much of what was found is right.
        found: All that was found.
    """

    right: int = 0
    there: int = 0
    found_right: int = 0
    found: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(
            self.right + other.right,
            self.there + other.there,
            self.found_right + other.found_right,
            self.found + other.found,
        )


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How the reading of a document agrees with its labels.

    Attributes:
        verdicts: By the names of ``FIELDS``.
        counts: Targets, offices and leads, by the measure's name; only what is labelled.
        failures: Field of a target to how often it is not as labelled, among those found.
        differences: A line for each thing that is not as labelled.
        is_refused: Whether the document could not be read.
    """

    file: str
    verdicts: Mapping[str, Verdict]
    counts: Mapping[str, Counts]
    failures: Mapping[str, int]
    differences: tuple[str, ...]
    is_refused: bool = False
