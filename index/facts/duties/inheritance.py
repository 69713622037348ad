"""Duties said once for all that follows: 以下均需县区人民政府落实，不再列出."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.facts.duties.roles import office_list
from index.facts.types import Duty
from index.mentions.brackets import INHERITED
from index.mentions.offices import is_county_government, is_office, search_name
from index.text.layout import read_text
from index.text.shadow import shadow_of
from index.types import Plan

_MAY_SAY_SO = re.compile("不\\s*再")
_REACH_CHARS = 200
"""Longest statement seen: 30 characters before 不再; page breaks may stand in it."""
_OTHER_DOCUMENT = re.compile(r"[ad]\d+")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement's place, and its offices as printed and for search."""

    start: int
    end: int
    names: tuple[str, ...]
    offices: tuple[str, ...]
    document: str


def inherit(plan: Plan, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Return the duties with those that statements give, each behind the one it goes with.

    A statement reaches all later duties of its document, but for those that name a county's
    government themselves.

    Args:
        plan: The plan.
        duties: Its own, in order.
    """
    waiting = deque(_statements(plan))
    in_force: dict[str, _Statement] = {}
    found: list[Duty] = []
    for duty in duties:
        found.append(duty)
        while waiting and waiting[0].end <= duty.start:
            statement = waiting.popleft()
            in_force[statement.document] = statement
        reaching = in_force.get(_document_of(duty.clause_id))
        if reaching and not any(is_county_government(office) for office in duty.offices):
            found.append(_inherited(plan, duty, reaching))
    return tuple(found)


def _inherited(plan: Plan, duty: Duty, statement: _Statement) -> Duty:
    """Return what a statement adds to a duty."""
    return replace(
        duty,
        lead=(),
        participants=(),
        implementers=statement.names,
        start=statement.start,
        end=statement.end,
        quote=plan.text[statement.start : statement.end],
        is_inherited=True,
        is_divided=False,
        offices=statement.offices,
    )


def _statements(plan: Plan) -> Iterator[_Statement]:
    """Yield the statements of a plan, in order."""
    position = 0
    for sign in _MAY_SAY_SO.finditer(plan.text):
        begin = max(position, sign.start() - _REACH_CHARS)
        shadow = shadow_of(plan.text[begin : sign.end() + 20], plan.errata, start=begin)
        match = INHERITED.search(shadow.text)
        if match is None:
            continue
        start, position = shadow.source_range(*match.span())
        spans = list(office_list(shadow.text, *match.span("offices")))
        names = [shadow.text[slice(*span)] for span in spans]
        if any(is_office(name) for name in names):
            printed = (read_text(plan.text[slice(*shadow.source_range(*s))]) for s in spans)
            yield _Statement(
                start,
                position,
                tuple(dict.fromkeys(printed)),
                tuple(dict.fromkeys(map(search_name, names))),
                _document_at(plan, start),
            )


def _document_at(plan: Plan, position: int) -> str:
    """Return the document of a file in which a position lies."""
    begun = bisect_right(plan.clauses, position, key=lambda clause: clause.start)
    return _document_of(plan.clauses[begun - 1].id) if begun else ""


def _document_of(clause_id: str) -> str:
    """Return the annex or further document that a clause lies in, empty for the first."""
    found = _OTHER_DOCUMENT.match(clause_id)
    return found.group() if found else ""
