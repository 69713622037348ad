"""Which text a statement of responsibility governs: the one rule for duties, search and answers.

It governs what stands before it in its clause, back to the statement before or to the clause's
beginning; where nothing stands between the two, the same as the one before.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from index.facts.types import Duty
from index.mentions.offices import is_among
from index.types import Passage

_LEADING = re.compile(r"[\s。；;，,、.：:！!）)\]】〕]+")


def governed_range(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what a statement governs, None for nothing.

    Args:
        text: The plan's.
        start: Where the clause's own text begins, or the statement before ends.
        end: Where the statement begins.
    """
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading else start
    while start < end and text[end - 1].isspace():
        end -= 1
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
