"""A quotation as it is cited: exactly, in a footnote, in Markdown, by its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from index.types import PlanHead
from ui.addresses import plan_address


class Place(Protocol):
    """A range of a plan's text, in code points; ``end`` is exclusive."""

    @property
    def plan_id(self) -> str: ...  # noqa: D102 - described above
    @property
    def start(self) -> int: ...  # noqa: D102 - described above
    @property
    def end(self) -> int: ...  # noqa: D102 - described above


@dataclass(frozen=True, slots=True)
class Cited:
    """A range of a plan's text, and all that a citation of it says.

    Attributes:
        quote: ``plan.text[start:end]``, to the character, line breaks and damage included, so
            that it can be found in the file again.
        reference: Place, title and clause, parted by `` · ``.
        head: What is known of the plan; None where the index does not tell.
    """

    plan_id: str
    start: int
    end: int
    quote: str
    reference: str
    head: PlanHead | None = None

    @classmethod
    def of(cls, place: Place, quote: str, reference: str, heads: Mapping[str, PlanHead]) -> "Cited":
        """Return what stands at a place as it is cited.

        Args:
            place: Of the quotation.
            quote: The characters there.
            reference: Place, title and clause.
            heads: Of the plans that are known, by id.
        """
        known = heads.get(place.plan_id)
        return cls(place.plan_id, place.start, place.end, quote, reference, known)

    @property
    def address(self) -> str:
        """Where the quotation is read in its plan, on this page."""
        return plan_address(self.plan_id, self.start, self.end, quote=self.quote)


def format_quotation(cited: Cited) -> str:
    """Return the quotation with its reference and its characters: ``“…” —— … [plan:3–9]``."""
    place = f"{cited.plan_id}:{cited.start}–{cited.end}"
    return f"“{cited.quote}” —— {cited.reference} [{place}]"


def format_footnote(cited: Cited) -> str:
    """Return the reference as a footnote: issuer, title, number, date, clause; no quotation.

    Of a plan with an address it is that of an electronic document: where the quotation stands, then
    the document's date in round brackets, the day of access in square ones, the address. What is
    not known is left out.

    Source: GB/T 7714—2015, 4.6.2 and appendix B: Z is the type of other documents, EB/OL that of
    what is read on line.
    """
    head = cited.head
    if head is None:
        return f"{cited.reference.replace(' · ', '. ').rstrip('.')}[Z]."
    clause = cited.reference.rpartition(" · ")[2].rstrip(".")
    number = f": {head.document_number}" if head.document_number else ""
    named = f"{head.title}{number}"
    issued = head.issued.isoformat() if head.issued else ""
    link = web_address(head.source)
    if link:
        accessed = f"[{head.accessed.isoformat()}]" if head.accessed else ""
        place = f"{clause}{f'({issued})' if issued else ''}{accessed}"
        parts = (head.issuer or head.place, f"{named}[EB/OL]", place, link)
    else:
        parts = (head.issuer or head.place, f"{named}[Z]", issued, clause)
    return f"{'. '.join(part for part in parts if part)}."


def web_address(source: str | None) -> str:
    """Return a plan's source where it is an address of the web and nothing else; else nothing."""
    said = (source or "").strip()
    try:
        parts = urlsplit(said)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return said if is_address and said.isprintable() and " " not in said else ""


def format_markdown(cited: Cited) -> str:
    """Return the quotation as a block of Markdown, with a link to where it stands."""
    lines = (line.strip() for line in cited.quote.splitlines())
    quote = "\n".join(f"> {line}" for line in lines if line)
    return f"{quote}\n>\n> —— [{cited.reference}]({cited.address})"
