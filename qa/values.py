"""The words of a target that say how much: 不高于53微克/立方米."""

import re
from typing import TYPE_CHECKING

from index.facts import Target
from index.text import ARABIC, Shadow, shadow_of
from qa.quantities import quantities

if TYPE_CHECKING:
    from index import Plan

APART = "…"
"""Between a value and what it has in common with others, where something else stands between."""
_LEAD = re.compile(r"(?:力争|分别|累计|平均|年均)+")
_BEHIND = re.compile("以[上下内]|左右|上下|之?内")
"""Comparators that stand behind a value."""


def value_words(plan: "Plan", target: Target) -> str:
    """Return the words of a target that hold its value, as printed; of one without all of them.

    Of several values in one statement (分别不高于53和32微克/立方米) it is the comparator and the
    value with its unit, joined by … where something stands between them; of a table's cell, whose
    unit stands in the head, the cell with that unit.

    Args:
        plan: Whose target it is.
        target: Of the plan.
    """
    if target.value is None:
        return target.quote
    shadow = shadow_of(target.quote, plan.errata, start=target.start)
    number = _spelled(target.value)
    if cell := _cell(plan, target, shadow, number):
        return cell
    found = [match for match in quantities(shadow.text) if number.search(match["values"])]
    if not found:
        return target.quote
    best = found[-1]
    if len(re.findall(ARABIC, best["values"])) > 1 and target.value_max is None:
        return _one_of_several(plan, target, shadow, best, number)
    lead = _LEAD.match(best.group())
    first, last = shadow.source_range(best.start() + (lead.end() if lead else 0), best.end())
    return plan.text[first:last]


def _spelled(value: float) -> re.Pattern[str]:
    """Return what finds a number in a shadow, with marks between its thousands or without."""
    whole, _, rest = f"{value:.15g}".partition(".")
    thousands = re.escape(f"{int(whole):,}") if whole.isdigit() else whole
    rest = rf"\.{rest}0*" if rest else r"(?:\.0+)?"
    return re.compile(rf"(?<![\d.])(?<!\d,)(?:{whole}|{thousands}){rest}(?![\d.])")


def _cell(plan: "Plan", target: Target, shadow: Shadow, number: re.Pattern[str]) -> str:
    """Return the value of a table's cell with the unit of its column; empty of other targets."""
    is_cell = target.unit and shadow_of(target.unit).text not in shadow.text
    value = list(number.finditer(shadow.text))[-1:] if is_cell else []
    if not value or shadow.text[value[0].end() :].strip():
        return ""
    first, last = shadow.source_range(*value[0].span())
    return f"{plan.text[first:last]}{target.unit}"


def _one_of_several(
    plan: "Plan", target: Target, shadow: Shadow, found: re.Match[str], number: re.Pattern[str]
) -> str:
    """Return the comparator of several values with one of them and its unit."""
    value = number.search(shadow.text, found.start("values"), found.end("values"))
    if not value:
        return target.quote
    unit = target.unit if target.unit and target.unit in target.quote else ""
    first, last = shadow.source_range(value.start(), value.end())
    words = plan.text[first:last]
    behind = plan.text[last : target.end].lstrip()
    words += unit if not unit or behind.startswith(unit) else APART + unit
    lead = _LEAD.match(found.group())
    comparator = found["before"][lead.end() if lead else 0 :]
    is_first = value.start() == found.start("values")
    said = (target.comparator or "") if comparator else ""
    head, tail = ("", said) if _BEHIND.fullmatch(said) else (said, "")
    return f"{head}{'' if is_first else APART}{words}{tail}"
