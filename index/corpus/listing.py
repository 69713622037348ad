"""The plans of an index as people and programs read a list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.types import Copy, PlanHead

if TYPE_CHECKING:
    from index import PlanIndex


@dataclass(frozen=True, slots=True)
class Listing:
    """A plan, its copies, and what repeals it."""

    head: PlanHead
    copies: Sequence[Copy]
    superseded_by: str | None


def listed(index: "PlanIndex") -> list[Listing]:
    """Return the plans of an index, by id."""
    copies: dict[str, list[Copy]] = {}
    for copy in index.copies():
        copies.setdefault(copy.plan_id, []).append(copy)
    superseded = index.superseded()
    return [
        Listing(head, copies.get(head.id, ()), superseded.get(head.id)) for head in index.heads()
    ]


def listing_record(own: Listing) -> Mapping[str, Any]:
    """Return a plan as JSON values."""
    record = asdict(own.head)
    for name in ("issued", "valid_until"):
        record[name] = record[name].isoformat() if record[name] else None
    record["origins"] = dict(own.head.origins)
    record["copies"] = [asdict(copy) for copy in own.copies]
    record["superseded_by"] = own.superseded_by
    return record


def listing_text(own: Listing) -> str:
    """Return a plan as lines: what it is, who said it, where else it stands."""
    head = own.head
    years = "–".join(map(str, dict.fromkeys(head.period or ())))
    facts = [head.place or head.province or "", years, head.document_number or ""]
    facts += [head.issued.isoformat() if head.issued else "", head.status or ""]
    lines = [f"{head.id}  {head.title}", f"    {' · '.join(filter(None, facts))}"]
    for origin, words in (
        ("read", "读自原文 read"),
        ("given", "由人补充 given"),
        ("corrected", "由人更正 corrected"),
    ):
        names = [name for name, found in head.origins if found == origin]
        lines += [f"    {words}: {', '.join(names)}"] * bool(names)
    lines += (f"    副本 a copy: {copy.file or copy.id}" for copy in own.copies)
    lines += [f"    已被明文废止 repealed by: {own.superseded_by}"] * bool(own.superseded_by)
    lines += [f"    来源 source: {head.source}"] * bool(head.source)
    return "\n".join(lines)
