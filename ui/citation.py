"""A quotation as it is cited: exactly, in a footnote, in Markdown, by its address."""

from dataclasses import dataclass

from index.types import PlanHead
from ui.addresses import plan_address


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

    What the document does not say is left out. Source: GB/T 7714—2015; Z is its appendix B's type
    of other documents.
    """
    head = cited.head
    if head is None:
        return f"{cited.reference.replace(' · ', '. ').rstrip('.')}[Z]."
    clause = cited.reference.rpartition(" · ")[2].rstrip(".")
    number = f": {head.document_number}" if head.document_number else ""
    parts = (
        head.issuer or head.place,
        f"{head.title}{number}[Z]",
        head.issued.isoformat() if head.issued else None,
        clause,
    )
    return f"{'. '.join(part for part in parts if part)}."


def format_markdown(cited: Cited) -> str:
    """Return the quotation as a block of Markdown, with a link to where it stands."""
    lines = (line.strip() for line in cited.quote.splitlines())
    quote = "\n".join(f"> {line}" for line in lines if line)
    return f"{quote}\n>\n> —— [{cited.reference}]({cited.address})"
