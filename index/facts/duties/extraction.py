"""A plan to its duties."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.facts.duties.inheritance import inherit
from index.facts.duties.roles import Part, office_list, read_roles
from index.facts.governing import governed_range
from index.facts.types import Duty
from index.mentions.brackets import (
    INHERITED,
    LABEL,
    SENTENCE_END,
    Bracket,
    Role,
    find_brackets,
    find_labelled_lines,
)
from index.mentions.offices import is_office_surely, search_name
from index.text.layout import read_text
from index.text.shadow import Shadow, shadow_of
from index.types import Clause, Plan

_COUNTED_OFFICE = re.compile(r"[市省县区州旗各]")


def extract_duties(plan: Plan) -> tuple[Duty, ...]:
    """Return the duties of a plan, in the order of their place.

    A duty is a bracket that names offices and what they do, or a line with a label
    (责任单位：…). It governs what stands before it, back to the bracket before or to the
    beginning of its clause. What a statement says once for all that follows
    (以下均需县区人民政府落实) is a duty of its own behind each that it reaches.

    Args:
        plan: Any plan.
    """
    found: list[Duty] = []
    for clause, end in _own_ranges(plan):
        found += _duties_of_clause(plan, clause, end)
    return inherit(plan, tuple(found))


def _own_ranges(plan: Plan) -> Iterator[tuple[Clause, int]]:
    """Yield each clause with the end of the text that stands in no clause below it."""
    for position, clause in enumerate(plan.clauses):
        following = plan.clauses[position + 1 : position + 2]
        end = min(clause.end, following[0].start) if following else clause.end
        if clause.start < end:
            yield clause, end


@dataclass(frozen=True, slots=True)
class _Found:
    """A bracket or line of a source and who it names, as ranges of ``shadow``."""

    start: int
    end: int
    shadow: Shadow
    parts: tuple[Part, ...]
    is_divided: bool


def _duties_of_clause(plan: Plan, clause: Clause, end: int) -> Iterator[Duty]:
    """Yield the duties that stand in a clause's own text."""
    task_start = clause.start
    if plan.text.startswith(clause.label, clause.start):
        task_start += len(clause.label)
    last_task: tuple[int, int] | None = None
    for found in _statements(plan, clause.start, end):
        task = governed_range(plan.text, task_start, found.start) or last_task
        if task:
            yield _duty(plan, clause, found, task)
        last_task, task_start = task, found.end


def _statements(plan: Plan, start: int, end: int) -> list[_Found]:
    """Return the brackets and lines of a range that say who does what, in order, disjoint."""
    shadow = shadow_of(plan.text[start:end], plan.errata, start=start)
    found: list[_Found] = []
    for bracket in find_brackets(shadow.text, _breaks(plan.text, shadow)):
        span = shadow.source_range(bracket.start, bracket.end)
        if found and span[0] < found[-1].end:
            continue
        parts, is_divided = _parts_of(shadow.text, bracket)
        if parts:
            found.append(_Found(*span, shadow, parts, is_divided))
    return _with_lines(plan, start, end, found)


def _with_lines(plan: Plan, start: int, end: int, found: list[_Found]) -> list[_Found]:
    """Add the labelled lines that stand in no bracket; lines one below the other are one."""
    lines: list[tuple[int, int]] = []
    for first, last in find_labelled_lines(plan.text[start:end]):
        begin, stop = start + first, start + last
        if any(other.start < stop and begin < other.end for other in found):
            continue
        if lines and plan.text[lines[-1][1] : begin].isspace():
            begin = lines.pop()[0]
        lines.append((begin, stop))
    for begin, stop in lines:
        line_end = _trimmed_end(plan.text, begin, stop)
        shadow = shadow_of(plan.text[begin:line_end], plan.errata, start=begin)
        parts, is_divided = _parts_of_lines(shadow, _breaks(plan.text, shadow))
        if parts:
            found.append(_Found(begin, line_end, shadow, parts, is_divided))
    return sorted(found, key=lambda statement: statement.start)


def _parts_of_lines(shadow: Shadow, breaks: frozenset[int]) -> tuple[tuple[Part, ...], bool]:
    """Return the offices of labelled lines in their roles."""
    text = shadow.text
    cuts = [0, *(place for place in sorted(breaks) if LABEL.match(text, place)), len(text)]
    read = [read_roles(text, *pair) for pair in pairwise(cuts)]
    return tuple(part for parts, _ in read for part in parts), any(divided for _, divided in read)


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Return the end of a range without white space."""
    while start < end and text[end - 1].isspace():
        end -= 1
    return end


def _breaks(text: str, shadow: Shadow) -> frozenset[int]:
    """Return the positions of a shadow before which its source has a line break."""
    pairs = zip(shadow.ends, shadow.origins[1:], strict=False)
    return frozenset(
        position
        for position, (end, following) in enumerate(pairs, start=1)
        if end < following and "\n" in text[end:following]
    )


def _parts_of(shadow: str, bracket: Bracket) -> tuple[tuple[Part, ...], bool]:
    """Return the offices of a bracket in their roles, none where it is no duty."""
    if bracket.says_who:
        words = shadow[bracket.inner : bracket.inner_end]
        statement = INHERITED.search(words)
        end = bracket.inner + statement.start() if statement else bracket.inner_end
        return read_roles(shadow, bracket.inner, end)
    before = shadow[bracket.start - 1 : bracket.start]
    if bracket.depth == 0 and before in tuple(SENTENCE_END):
        return _bare_list(shadow, bracket), False
    return (), False


def _bare_list(shadow: str, bracket: Bracket) -> tuple[Part, ...]:
    """Return the offices of a bracket behind a sentence that holds nothing but offices."""
    spans = list(office_list(shadow, bracket.inner, bracket.inner_end))
    named = sum(end - start for start, end in spans)
    names = [shadow[start:end] for start, end in spans]
    is_list = (
        names
        and all(is_office_surely(name) for name in names)
        and _COUNTED_OFFICE.match(names[0])
        and named + len(spans) + 8 >= bracket.inner_end - bracket.inner
    )
    return tuple(Part("implementer", *span) for span in spans) if is_list else ()


def _duty(plan: Plan, clause: Clause, found: _Found, task: tuple[int, int]) -> Duty:
    """Return what was found as a duty."""
    names: dict[Role, list[str]] = {"lead": [], "participant": [], "implementer": []}
    offices: dict[Role, list[str]] = {"lead": [], "participant": [], "implementer": []}
    for part in found.parts:
        start, end = found.shadow.source_range(part.start, part.end)
        printed = read_text(plan.text[start:end])
        if printed not in names[part.role]:
            names[part.role].append(printed)
            offices[part.role].append(search_name(found.shadow.text[part.start : part.end]))
    return Duty(
        plan_id=plan.id,
        city=plan.place,
        clause_id=clause.id,
        task=plan.text[slice(*task)],
        lead=tuple(names["lead"]),
        participants=tuple(names["participant"]),
        implementers=tuple(names["implementer"]),
        start=found.start,
        end=found.end,
        quote=plan.text[found.start : found.end],
        is_divided=found.is_divided,
        offices=tuple(dict.fromkeys(name for role in offices.values() for name in role)),
        task_start=task[0],
        task_end=task[1],
    )
