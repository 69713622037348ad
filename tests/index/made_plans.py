"""Plans made of a text."""

from index.parsing import parse_source
from index.reading import Source
from index.types import Clause, Plan


def plan_of(text, errata=(), label="1."):
    """A plan whose text is one clause."""
    clause = Clause("plan", "1", (None,), label, 3, "", 0, len(text))
    fields = dict.fromkeys(("city", "province", "document_number", "issued", "period"))
    rest = {"clauses": (clause,), "boilerplate": (), "anomalies": (), "errata": tuple(errata)}
    return Plan(id="plan", title="", text=text, sha256="0" * 64, **fields, **rest)


def parsed(text):
    """A plan as it is read."""
    return parse_source("plan", Source(text, "0" * 64), {})
