"""What programs can ask, once: plain HTTP, ``gradio_client`` and MCP all lead here."""

from collections.abc import Callable, Sequence
from typing import Any

import qa
from index import FilterError, Plan
from index.quoting import verify_quote
from index.types import Mode
from ui.addresses import plan_address
from ui.programs.records import (
    Answered,
    ChangesRecord,
    ClauseRecord,
    ComparedAll,
    DutyRecord,
    Found,
    PlanRecord,
    TargetRecord,
    Verified,
    answered_of,
    changes_of,
    compared_of,
    duty_of,
    found_of,
    plan_of,
    target_of,
)
from ui.search.answering import as_asked
from ui.server import metrics
from ui.server.live_index import LiveIndex
from ui.server.work import ANSWERS, SEARCHES, VIEWS, Turns

MAX_NAMES = 50
MAX_K = 100
"""Passages of a search; a program that wants more asks for the plans themselves."""


CALLS = (
    *("search", "ask", "compare", "targets", "duties", "changes"),
    *("clause", "plans", "verify"),
)
"""Their names, of methods of ``Calls``."""


def turns_of(name: str) -> Turns:
    """Return the turns that a call waits for, by its name."""
    return {"ask": ANSWERS, "search": SEARCHES}.get(name, VIEWS)


class Calls:
    """The calls, on the index as it is at the moment of each.

    Each raises ``LantianError`` or ``ValueError`` with a sentence that names what is wrong.
    """

    def __init__(self, live: LiveIndex) -> None:
        """Answer from an index."""
        self._live = live

    @property
    def all(self) -> "dict[str, Callable[..., Any]]":
        """The calls by their names."""
        return {name: getattr(self, name) for name in CALLS}

    def search(
        self,
        query: str,
        k: int = 10,
        mode: Mode = "hybrid",
        cities: Sequence[str] = (),
        plans: Sequence[str] = (),
        years: Sequence[int] = (),
        departments: Sequence[str] = (),
        exact: bool = False,
    ) -> list[Found]:
        """Search China's air-quality plans for passages, best first.

        Args:
            query: A question or keywords, in Chinese (either script) or English.
            k: Passages at most, 1 to 100.
            mode: Ranking: hybrid, lexical (words) or dense (meaning).
            cities: Only plans of these cities, counties or provinces; none for all.
            plans: Only plans of these ids; none for all.
            years: Only plans that cover one of these years; none for all.
            departments: Only clauses that name one of these offices; none for all.
            exact: Only passages that have the query's own words.
        """
        if not 1 <= k <= MAX_K:
            raise ValueError(f"k must be a whole number from 1 to {MAX_K}, not {k!r}")
        metrics.count_query("program", mode)
        self._live.wait_until_warm()
        hits = self._live.current().search(
            query,
            k=k,
            mode=mode,
            cities=_several(cities),
            plans=_several(plans),
            years=tuple(years),
            departments=_several(departments),
            exact=exact,
        )
        return [found_of(hit) for hit in hits]

    def ask(self, question: str) -> Answered:
        """Answer a question from the plans, each part quoted, or tell that they do not say.

        Args:
            question: In Chinese (either script) or English; a city, plan or year that it names
                restricts the answer to it.
        """
        metrics.count_query("program", "ask")
        self._live.wait_until_warm()
        answer = qa.extract(self._live.current(), as_asked(question))
        metrics.ANSWERS.labels(answer.status).inc()
        return answered_of(answer)

    def compare(self, topic: str, cities: Sequence[str] = ()) -> ComparedAll:
        """Compare an indicator or topic across plans: a row a plan, and who is silent.

        Args:
            topic: Such as PM2.5 or 秸秆综合利用率.
            cities: Only these places; one without a plan gets a row that says so. None for all.
        """
        index = self._live.current()
        return compared_of(index, qa.compare(index, topic, _several(cities)))

    def targets(
        self, indicator: str | None = None, cities: Sequence[str] = ()
    ) -> list[TargetRecord]:
        """List the quantities that plans set: value, comparator, unit, years, scope.

        Args:
            indicator: Only this one, in any wording (细颗粒物 is PM2.5); None for all.
            cities: Only these places; none for all.
        """
        index = self._live.current()
        return [target_of(index, own) for own in qa.targets(index, indicator, _several(cities))]

    def duties(self, department: str | None = None, cities: Sequence[str] = ()) -> list[DutyRecord]:
        """List which office leads, takes part in or carries out what.

        Args:
            department: Only duties that name this office, in full or short (住建局); None for all.
            cities: Only these places; none for all.
        """
        index = self._live.current()
        return [duty_of(index, own) for own in qa.duties(index, department, _several(cities))]

    def changes(self, city: str) -> ChangesRecord:
        """Tell what became of a place's plan in the next one: changed, new, gone, the same.

        Args:
            city: A place with at least two plans.
        """
        return changes_of(qa.changes(self._live.current(), city))

    def clause(self, plan_id: str, clause_id: str) -> ClauseRecord:
        """Return a clause of a plan with its text.

        Args:
            plan_id: As in any citation.
            clause_id: As in any citation, such as 2.3.20.
        """
        plan = self._plan(plan_id)
        own = next((clause for clause in plan.clauses if clause.id == clause_id), None)
        if own is None:
            raise FilterError(f"plan {plan_id} has no clause {clause_id!r}")
        text = plan.text[own.start : own.end]
        return ClauseRecord(
            plan_id,
            own.id,
            own.label,
            own.heading,
            list(own.path),
            own.level,
            own.start,
            own.end,
            text,
            plan_address(plan_id, own.start, own.end, quote=text),
        )

    def _plan(self, plan_id: str) -> Plan:
        """Return a plan that a program names."""
        index = self._live.current()
        if plan_id not in {head.id for head in index.heads()}:
            raise FilterError(f"no plan is called {plan_id!r}; /api/plans lists them")
        return index.plan(plan_id)

    def plans(self) -> list[PlanRecord]:
        """List the plans that are held: place, number, dates, status, copies, what repeals each."""
        index = self._live.current()
        files: dict[str, list[str]] = {}
        for copy in index.copies():
            files.setdefault(copy.plan_id, []).append(copy.file)
        newer = index.superseded()
        return [plan_of(head, files.get(head.id, ()), newer.get(head.id)) for head in index.heads()]

    def verify(self, plan_id: str, start: int, end: int, quote: str) -> Verified:
        """Check whether exactly these characters stand at exactly this place of a plan.

        Args:
            plan_id: As in any citation.
            start: Of the quotation in the plan's text, in code points.
            end: Of the quotation, exclusive.
            quote: What is claimed to stand there.
        """
        found = verify_quote(self._plan(plan_id), start, end, quote)
        address = plan_address(plan_id, start, end, quote=found.found)
        return Verified(found.stands, found.found, found.clause_id, found.reference, address)


def _several(names: Sequence[str]) -> tuple[str, ...]:
    """Return names; a text alone is one name."""
    several = (names,) if isinstance(names, str) else tuple(names)
    if len(several) > MAX_NAMES:
        raise ValueError(f"{len(several)} names are given; {MAX_NAMES} are allowed")
    return several
