"""Whether what was found is said of the year and the indicator that a question names."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from index.mentions import term_groups

if TYPE_CHECKING:
    from index import Plan
    from index.types import PlanHead

_YEAR = re.compile(r"(?<!\d)(?<![比较同与])(20\d\d)(?=年|[-–—~至到]|[^\d.]|$)")
"""One that something is compared with (比2020年下降) is no year of a value."""
_ASKED = re.compile(r"(?<!\d)(20\d\d)(?:\s*年?\s*[-–—~至到]\s*(20\d\d))?(?!\d)")
_CODE = re.compile(r"[a-z]{1,4}[0-9.]*")
MAX_CODE = 5
"""Letters and digits of a pollutant's code."""


def year_agreement(before: str, said: str, years: Collection[int]) -> float:
    """Return how the years of a sentence agree with those asked about.

    What is said of a year stands behind it: 到2025年…35微克, or has it within.

    Args:
        before: The sentence's shadow, up to the answer.
        said: The answer.
        years: That a question names.

    Returns:
        1 where the nearest year is one of them, -1 where it is another, 0 where none is named or
        none asked about.
    """
    if not years:
        return 0.0
    named = [int(year) for year in _YEAR.findall(said)] or [
        int(year) for year in _YEAR.findall(before)
    ][-1:]
    if not named:
        return 0.0
    return 1.0 if set(named) & set(years) else -1.0


def years_of_values(question: str, plan: "Plan | PlanHead") -> frozenset[int]:
    """Return the years that a question asks about, without those that only name a plan.

    国务院2023年的计划到2025年 asks about 2025. The year that a plan is for, starts with or was
    issued in names it, and says of no value whose it is.

    Args:
        question: Its shadow. A span of years names a plan where a single year stands beside it.
        plan: That is asked.
    """
    spans = [(int(found[1]), int(found[2] or found[1])) for found in _ASKED.finditer(question)]
    single = {first for first, last in spans if first == last}
    years = single or {year for first, last in spans for year in range(first, last + 1)}
    naming = {plan.issued.year} if plan.issued else set()
    if plan.period:
        naming.add(plan.period[0])
    return frozenset(years) - naming


def pollutant_agreement(text: str, question: str) -> float:
    """Return how the pollutants that a question names agree with those of a text.

    Args:
        text: A sentence's shadow, lower case.
        question: Its shadow, lower case.

    Returns:
        1 where the text has one of them, -1 where it has none, 0 where none is asked about.
    """
    asked = [names for names in _pollutants() if _named(names, question)]
    if not asked:
        return 0.0
    return 1.0 if any(_named(names, text) for names in asked) else -1.0


@cache
def _pollutants() -> tuple[tuple[str, ...], ...]:
    """Return the names of each thing of the thesaurus that has a code, such as o3 and 臭氧."""
    return tuple(
        group.chinese
        for group in term_groups()
        if any(len(name) <= MAX_CODE and _CODE.fullmatch(name) for name in group.chinese)
    )


def _named(names: tuple[str, ...], text: str) -> bool:
    """Tell whether a text has one of some names; a code only by itself."""
    return any(
        re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) if name.isascii()
        else name in text
        for name in names
    )  # fmt: skip
