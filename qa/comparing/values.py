"""The words of a target that say how much: 不高于53微克/立方米."""

import re
from typing import TYPE_CHECKING

from index import shadow_of
from qa.quantities import quantities
from qa.types import Target

if TYPE_CHECKING:
    from index import Plan

_LEAD = re.compile(r"(?:力争|分别|累计|平均|年均)+")


def value_words(plan: "Plan", target: Target) -> str:
    """Return the words of a target that hold its value, as printed; of one without all of them.

    Of several values in one statement (分别不高于53和32微克/立方米) it is the part with all.

    Args:
        plan: Whose target it is.
        target: Of the plan.
    """
    if target.value is None:
        return target.quote
    shadow = shadow_of(target.quote, plan.errata, start=target.start)
    number = re.compile(rf"(?<![\d.]){re.escape(f'{target.value:.15g}')}(?![\d.])")
    found = [match for match in quantities(shadow.text) if number.search(match["values"])]
    if not found:
        return target.quote
    best = found[-1]
    lead = _LEAD.match(best.group())
    first, last = shadow.source_range(best.start() + (lead.end() if lead else 0), best.end())
    return plan.text[first:last]
