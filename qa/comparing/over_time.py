"""One city's plan against its next one: what is the same, changed, new and gone."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from index.facts import Target
from qa.citing import cite_range, cite_target
from qa.comparing.comparability import measure_of, remarks_of
from qa.comparing.matching import matched, units_of
from qa.plain import plain, plain_area
from qa.types import Change, Changes, Citation

if TYPE_CHECKING:
    from index import Clause, Plan, PlanIndex

SAME = 0.9
"""Likeness from which two clauses say the same but for a few characters."""


def changes(index: "PlanIndex", city: str) -> Changes:
    """Return what became of a city's plan in the next one; of several the last two count.

    Leaf clauses are matched by their words, whatever their numbers, and targets by indicator and
    area. A clause without a match may still say what another says in other words.

    Args:
        index: Of the plans.
        city: In full or short, in pinyin or English; a city's counties have plans of their own,
            which are none of its.

    Raises:
        FilterError: no plan of the index is of the city.
        ValueError: the index has only one plan of it.
    """
    from index.query import Filters, plans_in_scope

    ids = plans_in_scope(Filters(cities=(city,)), index.heads())
    own = sorted((plan for plan in index.heads() if plan.id in ids), key=attrgetter("when"))
    if len(own) < 2:
        raise ValueError(f"the index has only one plan of {city!r}; changes need two")
    return changes_between(index, index.plan(own[-2].id), index.plan(own[-1].id))


def changes_between(index: "PlanIndex", earlier: "Plan", later: "Plan") -> Changes:
    """Return what became of one plan in another."""
    found = [*_of_targets(index, earlier, later), *_of_clauses(index, earlier, later)]
    both = [change for change in found if change.earlier and change.later]
    return Changes(
        city=later.place or later.province or "",
        earlier=earlier.id,
        later=later.id,
        same=tuple(change for change in both if change.likeness >= SAME),
        changed=tuple(change for change in both if change.likeness < SAME),
        new=tuple(change for change in found if not change.earlier),
        gone=tuple(change for change in found if not change.later),
    )


def _of_clauses(index: "PlanIndex", earlier: "Plan", later: "Plan") -> Iterator[Change]:
    """Yield what became of the clauses, by their place in the later plan."""
    first, second = units_of(earlier, later)
    for one, other, likeness in matched(first, second):
        before = None if one is None else _heading(index, earlier, first[one].clause)
        after = None if other is None else _heading(index, later, second[other].clause)
        quoted = after or before
        yield Change(quoted.quote if quoted else "", before, after, likeness)


def _heading(index: "PlanIndex", plan: "Plan", clause: "Clause") -> Citation:
    """Return the citation of a clause's heading, of its first line where that cannot be found."""
    body = clause.start + len(clause.label)
    start = plan.text.find(clause.heading, body, clause.end) if clause.heading else -1
    if start >= 0:
        return cite_range(index, plan.id, clause.id, start, start + len(clause.heading))
    text = plan.text[body : clause.end]
    start = body + len(text) - len(text.lstrip())
    return cite_range(index, plan.id, clause.id, start, start + len(text.strip().splitlines()[0]))


def _of_targets(index: "PlanIndex", earlier: "Plan", later: "Plan") -> Iterator[Change]:
    """Yield what became of the targets, by their place in the later plan."""
    rest = list(index.facts(earlier.id).targets)
    of_later = index.facts(later.id).targets
    for after in of_later:
        before = _counterpart(after, rest, of_later)
        if before:
            rest.remove(before)
        yield _of_target(index, before, after)
    for before in rest:
        yield _of_target(index, before, None)


def _counterpart(
    target: Target, earlier: Sequence[Target], later: Sequence[Target]
) -> Target | None:
    """Return the earlier target of the same indicator and area.

    Where there is none, the first of another area that has no counterpart of its own.
    """
    own = [t for t in earlier if plain(t.indicator) == plain(target.indicator)]
    same = [t for t in own if plain_area(t.scope) == plain_area(target.scope)]
    if same:
        return same[0]
    areas = {plain_area(t.scope) for t in later if plain(t.indicator) == plain(target.indicator)}
    return next((t for t in own if plain_area(t.scope) not in areas), None)


def _of_target(index: "PlanIndex", before: Target | None, after: Target | None) -> Change:
    """Return what became of one target; its value tells whether it is the same."""
    subject = after or before
    if subject is None:
        raise ValueError("a change has an earlier or a later target")
    likeness, remark = 0.0, ""
    if before and after:
        measures = [measure_of(before), measure_of(after)]
        remark = next(filter(None, remarks_of(measures, [before.plan_id, after.plan_id])), "")
        likeness = 1.0 if is_same_value(before, after) else 0.5
    return Change(
        subject=f"{subject.indicator}（{subject.scope}）" if subject.scope else subject.indicator,
        earlier=cite_target(index, before) if before else None,
        later=cite_target(index, after) if after else None,
        likeness=likeness,
        is_target=True,
        remark=remark,
    )


def is_same_value(one: Target, other: Target) -> bool:
    """Tell whether two targets say the same of one indicator, whatever the year."""
    return measure_of(one) == measure_of(other) and (
        one.value is not None or plain(one.comparator) == plain(other.comparator)
    )
