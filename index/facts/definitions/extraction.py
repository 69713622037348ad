"""A plan to its definitions."""

import re

from index.facts.definitions.forms import Found, find_forms
from index.facts.duties.roles import read_roles
from index.facts.types import Definition
from index.layout import read_text
from index.parsing.shadow import Shadow, shadow_of
from index.types import Clause, Plan

_BETWEEN_MEMBERS = re.compile(r"[、,，;；]|(?<=[\u4e00-\u9fff])(?:以及)(?=[\u4e00-\u9fff])")


def extract_definitions(plan: Plan) -> tuple[Definition, ...]:
    """Return the terms and abbreviations that a plan explains, in the order of their place.

    Args:
        plan: Any plan.
    """
    shadow = shadow_of(plan.text, plan.errata)
    found: list[Definition] = []
    position = 0
    for explained in find_forms(shadow.text):
        start, end = shadow.source_range(explained.start, explained.end)
        while position < len(plan.clauses) and plan.clauses[position].start <= start:
            position += 1
        clause = _innermost(plan.clauses[:position], end)
        if clause and not _is_duty(shadow, explained):
            found.append(_definition(plan, clause, shadow, explained))
    return tuple(found)


def _innermost(before: tuple[Clause, ...], end: int) -> Clause | None:
    """Return the last clause begun that reaches to a position."""
    return next((clause for clause in reversed(before[-9:]) if clause.end >= end), None)


def _is_duty(shadow: Shadow, explained: Found) -> bool:
    """Tell whether a meaning says who does what: “春季行动”(市公安局负责)."""
    return bool(read_roles(shadow.text, *explained.meaning)[0])


def _definition(plan: Plan, clause: Clause, shadow: Shadow, explained: Found) -> Definition:
    """Return what was found as a definition."""
    start, end = shadow.source_range(explained.start, explained.end)
    first, last = shadow.source_range(*explained.term)
    last += plan.text.startswith("}", last) and "{" in plan.text[first:last]  # PM_{2.5}
    end = max(end, last)
    term = read_text(plan.text[first:last])
    meaning = plan.text[slice(*shadow.source_range(*explained.meaning))]
    members = [part.strip() for part in _BETWEEN_MEMBERS.split(read_text(meaning))]
    return Definition(
        plan_id=plan.id,
        city=plan.city,
        clause_id=clause.id,
        term=term,
        meaning=meaning,
        members=tuple(filter(None, members)) if len(members) > 1 else (),
        start=start,
        end=end,
        quote=plan.text[start:end],
    )
