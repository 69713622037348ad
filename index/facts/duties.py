"""A plan to its duties, and which text a statement of responsibility governs: for all one rule.

It governs what stands before it in its clause, back to the statement before or to the clause's
beginning; where nothing stands between the two, the same as the one before. What a statement says
once for all that follows (以下均需县区人民政府落实，不再列出) is a duty of its own behind each.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.facts.roles import Part, office_list, read_roles
from index.facts.task_tables import table_duties
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
from index.mentions.offices import (
    is_among,
    is_county_government,
    is_office,
    is_office_surely,
    search_name,
)
from index.text.layout import read_text
from index.text.shadow import Shadow, shadow_of
from index.types import Clause, Passage, Plan

_COUNTED_OFFICE = re.compile(r"[市省县区州旗各]")
_MAY_SAY_SO = re.compile("不\\s*再")
_REACH_CHARS = 200
"""Longest statement seen: 30 characters before 不再; page breaks may stand in it."""
_OTHER_DOCUMENT = re.compile(r"[ad]\d+")
_LEADING = re.compile(r"[\s。；;，,、.：:！!）)\]】〕]+")


def extract_duties(plan: Plan) -> tuple[Duty, ...]:
    """Return the duties of a plan, in the order of their place.

    A duty is a bracket that names offices and what they do, or a line with a label
    (责任单位：…). It governs what stands before it, back to the bracket before or to the
    beginning of its clause. What a statement says once for all that follows
    (以下均需县区人民政府落实) is a duty of its own behind each that it reaches. A row of a table of
    tasks is a duty too.

    Args:
        plan: Any plan.
    """
    rows = tuple(table_duties(plan))
    tables = [(duty.start, duty.end) for duty in rows]
    found: list[Duty] = []
    for clause, end in _own_ranges(plan):
        for duty in _duties_of_clause(plan, clause, end):
            if not any(start < duty.end and duty.start < stop for start, stop in tables):
                found.append(duty)
    inherited = _inherit(plan, tuple(found))
    return tuple(sorted((*inherited, *rows), key=lambda duty: duty.task_start))


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


@dataclass(frozen=True, slots=True)
class _StatementForAll:
    """A statement's place, and its offices as printed and for search."""

    start: int
    end: int
    names: tuple[str, ...]
    offices: tuple[str, ...]
    document: str


def _inherit(plan: Plan, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Return the duties with those that statements give, each behind the one it goes with.

    A statement reaches all later duties of its document, but for those that name a county's
    government themselves.

    Args:
        plan: The plan.
        duties: Its own, in order.
    """
    waiting = deque(_statements_for_all(plan))
    in_force: dict[str, _StatementForAll] = {}
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


def _inherited(plan: Plan, duty: Duty, statement: _StatementForAll) -> Duty:
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


def _statements_for_all(plan: Plan) -> Iterator[_StatementForAll]:
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
            yield _StatementForAll(
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


def governed_range(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what a statement governs, None for nothing.

    Args:
        text: The plan's.
        start: Where the clause's own text begins, or the statement before ends.
        end: Where the statement begins.
    """
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading else start
    end = _trimmed_end(text, start, end)
    return (start, end) if start < end else None


def responsible_offices(
    passages: Sequence[Passage], duties: Mapping[str, Sequence[Duty]]
) -> tuple[tuple[str, ...], ...]:
    """Return for each passage the offices of the duties that govern it, as a search knows them.

    Args:
        passages: Of one or more plans, those of a plan in reading order.
        duties: Of the plans, by id.
    """
    found: list[dict[str, None]] = [{} for _ in passages]
    places: dict[str, list[int]] = {}
    for position, passage in enumerate(passages):
        places.setdefault(passage.plan_id, []).append(position)
    for plan_id, own in places.items():
        ends = [passages[position].end for position in own]
        for duty in duties.get(plan_id, ()):
            end = duty.task_end if duty.is_inherited else duty.end
            first = bisect_left(ends, duty.task_start + 1)
            for position in own[first:]:
                if passages[position].start >= end:
                    break
                if passages[position].clause_id == duty.clause_id:
                    found[position].update(dict.fromkeys(duty.offices))
    return tuple(tuple(names) for names in found)


def names_office(duty: Duty, office: str) -> bool:
    """Tell whether a duty names an office, in any role.

    Args:
        duty: Of any plan.
        office: In full or short (住建局 for 市住房和城乡建设局), a shadow. One of before a reform
            is another: 环保局 is not 生态环境局.
    """
    return is_among(office, duty.offices)
