"""A hit as it is cited: exact quotation, reference, place in the file."""

from index import Hit


def format_place(hit: Hit) -> str:
    """Return the plan's id and the passage's characters there: ``xianyang-2020:4828–4990``."""
    return f"{hit.passage.plan_id}:{hit.passage.start}–{hit.passage.end}"


def format_citation(hit: Hit) -> str:
    """Return what the copy button copies.

    The quotation is the passage to the character, line breaks and damage of the source included,
    so that it can be found in the file again.
    """
    return f"“{hit.passage.text}” —— {hit.reference} [{format_place(hit)}]"
