"""What the program reads in a document. The only file here that knows its types."""

from datetime import date
from pathlib import Path

from eval.documents.labels import PLACE
from eval.documents.types import DocumentFacts, DutyFacts, TargetFacts, Value
from eval.errors import SetError
from index import Plan, PlanError, parse_plan
from index.facts import Duty, Target, extract_duties, extract_targets


def read_document(folder: Path, file: str) -> DocumentFacts:
    """Return what is read in a document; with ``error`` and nothing else where it is refused.

    Args:
        folder: Of the documents.
        file: The document's path in it.

    Raises:
        SetError: there is no such file.
    """
    path = folder / file
    if not path.is_file():
        raise SetError(f"{path}: there is no such document; check the folder and the labels")
    try:
        plan = parse_plan(path)
    except PlanError as error:
        return DocumentFacts(file, error=error)
    return DocumentFacts(
        file,
        fields=_fields_of(plan),
        targets=tuple(map(_target_of, extract_targets(plan))),
        duties=tuple(map(_duty_of, extract_duties(plan))),
    )


def _fields_of(plan: Plan) -> dict[str, Value]:
    """Return what a plan says of itself; what it does not say is left out.

    Plans have no level, county and status yet; they count as not found until they have.
    """
    issuers = tuple(plan.issuer.split("、")) if plan.issuer else ()
    issued: date | None = plan.issued
    values: dict[str, Value | None] = {
        "title": plan.title if plan.title != plan.id else None,  # a file's name is no title
        "level": getattr(plan, "level", None),
        "document_number": plan.document_number,
        "issuers": issuers or None,
        "issued": issued,
        "period": plan.period,
        "status": getattr(plan, "status", None),
    }
    values |= {name: getattr(plan, name, None) for name in PLACE}
    return {name: value for name, value in values.items() if value}


def _target_of(target: Target) -> TargetFacts:
    """Return what a target says; targets have no operator yet, and call ``value_max`` upper."""
    return TargetFacts(
        indicator=target.indicator,
        value=target.value,
        value_max=getattr(target, "value_max", getattr(target, "upper", None)),
        operator=getattr(target, "operator", None),
        unit=target.unit,
        year=target.year,
        base_year=target.base_year,
        scope=target.scope,
    )


def _duty_of(duty: Duty) -> DutyFacts:
    """Return what a duty says; where nobody leads (牵头), those who answer for it (负责) do."""
    if not duty.lead:
        return DutyFacts(duty.task, duty.implementers, duty.participants)
    return DutyFacts(duty.task, duty.lead, (*duty.participants, *duty.implementers))
