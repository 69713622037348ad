"""``/duties``: which office leads, takes part in or carries out what, by when."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from index import PlanIndex, QueryError
from index.facts import names_office
from index.mentions import deadline_in, find_deadlines, office_groups, search_name
from index.text import shadow_of
from qa import Duty, duties
from ui import texts
from ui.addresses import address, plan_address
from ui.citation import Cited, format_footnote
from ui.views.asked import known_places, places_asked, text_asked, whole
from ui.views.paging import page_of
from ui.views.per_index import kept_an_index, once_an_index
from ui.views.sheets import Sheet
from ui.views.shell import render

ROLES = (
    ("lead", texts.LEAD),
    ("participants", texts.PARTICIPANTS),
    ("implementers", texts.IMPLEMENTERS),
)
OFFERED = 24
"""Offices that are offered where nothing is asked yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """A duty and where it stands.

    Attributes:
        due: By when its task is to be done, as printed; several are joined by 、.
        due_day: The first of these as a day, ISO 8601; empty where it has none.
    """

    duty: Duty
    place: str
    reference: str
    due: str
    due_day: str

    @property
    def address(self) -> str:
        """Where its task is read in the plan; of one said elsewhere, where that is said."""
        own = self.duty
        if own.task_end > own.task_start:
            return plan_address(own.plan_id, own.task_start, own.task_end, quote=own.task)
        return plan_address(own.plan_id, own.start, own.end, quote=own.quote)


def duties_page(index: PlanIndex, request: Request) -> Response:
    """Return the duties of ``dept`` in the plans of ``place`` as a view."""
    department, places = text_asked(request, "dept"), places_asked(request)
    is_asked = bool(department or places)
    role = text_asked(request, "role")
    found = duties_of(index, (department, places, role)) if is_asked else ()
    given = {"dept": department, "place": places, "role": role}
    page = page_of(request, "/duties", given, found)
    printed = _printed(found, department)
    return render(
        request,
        "duties.html",
        title=f"{texts.DUTIES} {department}".strip(),
        active="/duties",
        department=department,
        place="、".join(places),
        role=role,
        roles=ROLES,
        here=address("/duties", given),
        places=known_places(index),
        is_asked=is_asked,
        count=len(found),
        page=page,
        rows=_rows(index, page.rows),
        printed=printed,
        asked_for={name for name, _ in printed},
        offices=busiest_offices(index)[:OFFERED] if not is_asked else [],
        csv=address("/duties.csv", given),
        xlsx=address("/duties.xlsx", given),
    )


def duties_file(index: PlanIndex, request: Request) -> Response:
    """Return the duties as a file, CSV or XLSX; several offices in a cell are joined by 、."""
    department = text_asked(request, "dept")
    if not (department or places_asked(request)):
        raise QueryError("name an office or a place, as in /duties.csv?dept=住建局")
    found = duties_of(index, (department, places_asked(request), text_asked(request, "role")))
    heads = {head.id: head for head in index.heads()}
    columns = (
        "place", "plan", "clause", "task", "lead", "participants", "implementers", "due",
        "due_day", "inherited", "divided", "reference", "start", "end", "quote",
        "task_start", "task_end", "footnote", "address",
    )  # fmt: skip
    rows = [
        (
            row.place,
            row.duty.plan_id,
            row.duty.clause_id,
            row.duty.task,
            "、".join(row.duty.lead),
            "、".join(row.duty.participants),
            "、".join(row.duty.implementers),
            row.due,
            row.due_day,
            "yes" if row.duty.is_inherited else "no",
            "yes" if row.duty.is_divided else "no",
            row.reference,
            row.duty.start,
            row.duty.end,
            row.duty.quote,
            row.duty.task_start,
            row.duty.task_end,
            format_footnote(Cited.of(row.duty, row.duty.quote, row.reference, heads)),
            whole(request, row.address),
        )
        for row in _rows(index, found)
    ]
    name = "-".join(filter(None, ("lantian-duties", *places_asked(request), department)))
    return Sheet(name, columns, rows).download(request)


@kept_an_index
def duties_of(index: PlanIndex, asked_for: tuple[str, tuple[str, ...], str]) -> Sequence[Duty]:
    """Return the duties that an address asks for: of an office, in some places, in a role.

    Raises:
        FilterError: no plan is of a place.
    """
    department, places, role = asked_for
    found = duties(index, department or None, places)
    if role not in dict(ROLES):
        return found
    asked = shadow_of(department).text
    return [
        duty
        for duty in found
        if any(not asked or _is_called(duty, name, asked) for name in getattr(duty, role))
    ]


def _is_called(duty: Duty, printed: str, asked: str) -> bool:
    """Tell whether a printed name is that of an office that is asked for."""
    return names_office(replace(duty, offices=(search_name(shadow_of(printed).text),)), asked)


def _rows(index: PlanIndex, found: Sequence[Duty]) -> list[Row]:
    """Return duties with where they stand."""
    heads = {head.id: head for head in index.heads()}
    rows = []
    for duty in found:
        head = heads[duty.plan_id]
        year = head.period[1] if head.period and head.period[0] == head.period[1] else None
        errata = index.plan(duty.plan_id).errata
        words = shadow_of(duty.task, errata, start=duty.task_start).text
        due = [words[start:end] for start, end in find_deadlines(words)]
        last = deadline_in(due[0], year) if due else None
        day = "-".join(f"{part:02}" for part in last) if last else ""
        place = head.place or head.province or head.title
        reference = index.reference(duty.plan_id, duty.clause_id)
        rows.append(Row(duty, place, reference, "、".join(dict.fromkeys(due)), day))
    return rows


def _printed(found: Sequence[Duty], department: str) -> list[tuple[str, int]]:
    """Return the names under which an office that is asked for is printed, the commonest first."""
    if not department:
        return []
    asked = shadow_of(department).text
    counted = Counter(
        name
        for duty in found
        for name in dict.fromkeys((*duty.lead, *duty.participants, *duty.implementers))
    )
    if not found:
        return []
    return [(name, n) for name, n in counted.most_common() if _is_called(found[0], name, asked)]


@once_an_index
def busiest_offices(index: PlanIndex) -> list[tuple[str, int]]:
    """Return offices and how many duties name them, under whichever name, the most first.

    As many are found where an office is asked for by the name that it has here.
    """
    duties = [set(own) for head in index.heads() for own in index.brief(head.id).offices]
    named: dict[str, set[int]] = defaultdict(set)
    for number, offices in enumerate(duties):
        for name in offices:
            named[name].add(number)
    commonest = sorted(named, key=lambda name: (-len(named[name]), name))
    found = [
        (name, len(set().union(*(named[own] for own in members))))
        for name, members in office_groups(commonest)
    ]
    return sorted(found, key=lambda own: (-own[1], own[0]))
