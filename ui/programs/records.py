"""What programs get: plain records, whatever the engine's own nouns become.

Offsets are code points, half-open, into the plan's text; dates are ISO 8601.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from index import Hit, PlanIndex
from index.facts import Duty, Target
from index.types import PlanHead
from qa import Answer, Change, Changes, Citation, Comparison, ComparisonRow
from ui.addresses import plan_address


@dataclass(frozen=True, slots=True)
class Quotation:
    """A verbatim piece of a plan.

    Attributes:
        start: Of the quotation in the plan's text, in code points; ``end`` is exclusive.
        reference: Place, title and clause as a person would cite them.
        address: Where it is read on this server.
    """

    plan_id: str
    clause_id: str
    start: int
    end: int
    quote: str
    reference: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in its place of a ranking; ``score = lexical + dense``, higher is better."""

    rank: int
    score: float
    lexical: float
    dense: float
    place: str | None
    title: str
    is_exact: bool
    passage: Quotation


@dataclass(frozen=True, slots=True)
class Answered:
    """What the plans say to a question, or that they do not say.

    Attributes:
        confidence: That the answer is right, in [0, 1].
        reason: Why nothing was found; None where something was.
        nearby: What comes nearest, where nothing was found; it does not answer.
    """

    question: str
    status: Literal["answered", "not_found"]
    kind: str
    text: str
    items: list[str]
    confidence: float
    reason: str | None
    explanation: str
    citations: list[Quotation]
    nearby: list[Quotation]


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """A quantity that a plan sets; see ``qa.Target`` for the fields."""

    place: str | None
    indicator: str
    scope: str | None
    comparator: str
    operator: str
    value: float | None
    value_max: float | None
    unit: str
    normal_unit: str
    year: int | None
    base_year: int | None
    is_relative: bool
    binding: str | None
    citation: Quotation


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """What an office leads, takes part in or carries out."""

    place: str | None
    task: str
    lead: list[str]
    participants: list[str]
    implementers: list[str]
    offices: list[str]
    is_inherited: bool
    citation: Quotation


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of a comparison: ``stated``, ``no value``, ``not stated`` or ``not indexed``."""

    place: str | None
    plan_id: str | None
    status: str
    text: str
    comparable: bool
    remark: str
    target: TargetRecord | None
    citation: Quotation | None


@dataclass(frozen=True, slots=True)
class ComparedAll:
    """A comparison: ``indicator`` is None where words were compared."""

    topic: str
    indicator: str | None
    rows: list[Compared]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A clause or target in the earlier and in the later plan; one may be missing."""

    became: Literal["same", "changed", "new", "gone"]
    subject: str
    likeness: float
    is_target: bool
    remark: str
    earlier: Quotation | None
    later: Quotation | None


@dataclass(frozen=True, slots=True)
class ChangesRecord:
    """What became of a place's plan in the next one."""

    place: str
    earlier: str
    later: str
    changes: list[ChangeRecord]


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """A clause of a plan, with its text to the character."""

    plan_id: str
    id: str
    label: str
    heading: str
    path: list[str | None]
    level: int
    start: int
    end: int
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What is known of a plan; see ``index.Plan`` for the fields.

    Attributes:
        copies: Names of the files that hold the same document.
        superseded_by: Id of the plan that is held too and repeals this one by its number.
    """

    id: str
    title: str
    place: str | None
    city: str | None
    county: str | None
    province: str | None
    level: str | None
    status: str | None
    document_number: str | None
    issuer: str | None
    issued: str | None
    valid_until: str | None
    period: list[int] | None
    sha256: str
    source: str | None
    accessed: str | None
    origins: dict[str, Literal["read", "given", "corrected"]]
    copies: list[str]
    superseded_by: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether exactly these characters stand at exactly this place."""

    stands: bool
    found: str
    clause_id: str | None
    reference: str
    address: str


def quotation_of(cited: Citation) -> Quotation:
    """Return a citation as a record."""
    return Quotation(
        cited.plan_id,
        cited.clause_id,
        cited.start,
        cited.end,
        cited.quote,
        cited.reference,
        plan_address(cited.plan_id, cited.start, cited.end, quote=cited.quote),
    )


def found_of(hit: Hit) -> Found:
    """Return a hit as a record."""
    own = hit.passage
    address = plan_address(own.plan_id, own.start, own.end, quote=own.text)
    passage = Quotation(
        own.plan_id, own.clause_id, own.start, own.end, own.text, hit.reference, address
    )
    return Found(
        hit.rank, hit.score, hit.lexical, hit.dense, hit.city, hit.title, hit.is_exact, passage
    )


def answered_of(answer: Answer) -> Answered:
    """Return an answer as a record."""
    return Answered(
        answer.question,
        answer.status,
        answer.kind,
        answer.text,
        [str(item) for item in answer.items],
        answer.confidence,
        answer.reason,
        answer.explanation,
        [quotation_of(cited) for cited in answer.citations],
        [quotation_of(cited) for cited in answer.nearby],
    )


def target_of(index: PlanIndex, target: Target) -> TargetRecord:
    """Return a target as a record."""
    return TargetRecord(
        target.city,
        target.indicator,
        target.scope,
        target.comparator,
        target.operator,
        target.value,
        target.value_max,
        target.unit,
        target.normal_unit,
        target.year,
        target.base_year,
        target.is_relative,
        target.binding,
        _quoted(index, target.plan_id, target.clause_id, target.start, target.end, target.quote),
    )


def duty_of(index: PlanIndex, duty: Duty) -> DutyRecord:
    """Return a duty as a record."""
    return DutyRecord(
        duty.city,
        duty.task,
        list(duty.lead),
        list(duty.participants),
        list(duty.implementers),
        list(duty.offices),
        duty.is_inherited,
        _quoted(index, duty.plan_id, duty.clause_id, duty.start, duty.end, duty.quote),
    )


def compared_of(index: PlanIndex, comparison: Comparison) -> ComparedAll:
    """Return a comparison as a record."""
    rows = [_row_of(index, row) for row in comparison.rows]
    return ComparedAll(comparison.topic, comparison.indicator, rows)


def _row_of(index: PlanIndex, row: ComparisonRow) -> Compared:
    return Compared(
        row.city,
        row.plan_id,
        row.status,
        row.text,
        row.comparable,
        row.remark,
        target_of(index, row.target) if row.target else None,
        quotation_of(row.citation) if row.citation else None,
    )


def changes_of(found: Changes) -> ChangesRecord:
    """Return what became of a plan as a record."""
    groups: tuple[tuple[Literal["same", "changed", "new", "gone"], tuple[Change, ...]], ...] = (
        ("changed", found.changed),
        ("new", found.new),
        ("gone", found.gone),
        ("same", found.same),
    )
    rows = [
        ChangeRecord(
            became,
            change.subject,
            change.likeness,
            change.is_target,
            change.remark,
            quotation_of(change.earlier) if change.earlier else None,
            quotation_of(change.later) if change.later else None,
        )
        for became, changes in groups
        for change in changes
    ]
    return ChangesRecord(found.city, found.earlier, found.later, rows)


def plan_of(
    head: PlanHead, copies: Sequence[str] = (), superseded_by: str | None = None
) -> PlanRecord:
    """Return what is known of a plan as a record.

    Args:
        head: Of the plan.
        copies: Files that hold the same document.
        superseded_by: Id of the plan that repeals it by its number.
    """
    given = asdict(head)
    for name in ("issued", "valid_until", "accessed"):
        given[name] = given[name].isoformat() if given[name] else None
    given["origins"] = dict(head.origins)
    given["copies"] = list(copies)
    given["superseded_by"] = superseded_by
    given["period"] = list(head.period) if head.period else None
    return PlanRecord(**given, place=head.place, address=plan_address(head.id))


def _quoted(
    index: PlanIndex, plan_id: str, clause_id: str, start: int, end: int, quote: str
) -> Quotation:
    """Return a range of a plan as a record."""
    reference = index.reference(plan_id, clause_id)
    address = plan_address(plan_id, start, end, quote=quote)
    return Quotation(plan_id, clause_id, start, end, quote, reference, address)
