"""Whether what was found is said of the year and the indicator that a question names."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.mentions import term_groups

if TYPE_CHECKING:
    from index import Plan
    from index.types import PlanHead

_NO_BASE, _NO_LEVEL = r"(?<![比较与])", r"(?!年?(?:同期)?的?(?:水平|基础|基数|相?比))"
"""Around a year: one that something is compared with (比2020年下降, 2012年水平) is no value's."""
_YEAR = re.compile(rf"(?<!\d){_NO_BASE}(20\d\d)(?=年|[-–—~至到]|[^\d.]|$){_NO_LEVEL}")
_ASKED = re.compile(
    rf"(?<!\d){_NO_BASE}(20\d\d)(?:\s*年?\s*[-–—~至到]\s*(20\d\d))?(?!\d){_NO_LEVEL}"
)
_CODE = re.compile(r"[a-z]{1,4}[0-9.]*")
MAX_CODE = 5
"""Letters and digits of a pollutant's code."""
_SIDE_BY_SIDE = re.compile(
    r"[\s、,，和与及以()（）/]*(?:年?(?:平)?均)?(?:浓度)?(?:均?值)?[\s、,，和与及以()（）/]*"
)
"""What stands between two pollutants that one thing is said of."""


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


@dataclass(frozen=True, slots=True)
class AskedYears:
    """The years that a question names.

    Attributes:
        of_values: What it asks the value of.
        naming: Those that may as well name the plan.
    """

    of_values: frozenset[int]
    naming: frozenset[int]

    def agreement(self, before: str, said: str) -> float:
        """Return how the years of a sentence agree with these; see ``year_agreement``.

        Of 2025年 in a question on a plan for 2025 to 2027 what is said of 2025 is the better
        answer, and what is said of 2027 may be one: half as bad as where the year names no plan.
        """
        if self.of_values:
            return year_agreement(before, said, self.of_values)
        found = year_agreement(before, said, self.naming)
        return found if found > 0 else found / 2


def asked_years(question: str, plan: "Plan | PlanHead") -> AskedYears:
    """Return the years that a question names, those apart that may only name a plan.

    国务院2023年的计划到2025年 asks about 2025. The year that a plan is for, starts with or was
    issued in names it, and says of no value whose it is.

    Args:
        question: Its shadow. A span of years names a plan where a single year stands beside it.
        plan: That is asked.
    """
    spans = [(int(found[1]), int(found[2] or found[1])) for found in _ASKED.finditer(question)]
    single = {first for first, last in spans if first == last}
    years = frozenset(single or {y for first, last in spans for y in range(first, last + 1)})
    own = {plan.issued.year} if plan.issued else set()
    if plan.period:
        own.add(plan.period[0])
    if not single:
        # A span that begins with the plan's year names it as a whole: 2021到2022年的秋冬方案.
        own |= {y for first, last in spans if first in own for y in range(first, last + 1)}
    return AskedYears(years - own, years & own)


def pollutant_agreement(text: str, question: str, end: int | None = None) -> float:
    """Return how the pollutants that a question names agree with those of a text.

    Args:
        text: A sentence's shadow, lower case.
        question: Its shadow, lower case.
        end: Where the answer ends in the text. It is said of the pollutants named last before
            that, side by side: PM2.5和PM10浓度分别为35和70; where none is, of those behind.

    Returns:
        1 where one of those asked about is named, -1 where none is, 0 where none is asked about.
    """
    asked = {own for _, _, own in pollutants_in(question)}
    if not asked:
        return 0.0
    named = list(pollutants_in(text))
    return 1.0 if asked & _said_of(text, named, len(text) if end is None else end) else -1.0


def _said_of(text: str, named: list[tuple[int, int, str]], end: int) -> set[str]:
    """Return the pollutants that what ends at a place is said of."""
    before = [own for own in named if own[0] < end]
    if not before:
        return {own for _, _, own in named}
    found = {before[-1][2]}
    for own, following in zip(before[-2::-1], before[:0:-1], strict=True):
        if not _SIDE_BY_SIDE.fullmatch(text[own[1] : following[0]]):
            break
        found.add(own[2])
    return found


def pollutants_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a text names a thing of the thesaurus that has a code, and its usual name."""
    pattern, usual = _pollutants()
    for match in pattern.finditer(text):
        yield match.start(), match.end(), usual[match.group()]


@cache
def _pollutants() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what the names look like of things with a code, such as o3 and 臭氧, and whose.

    A code stands only by itself; of two names that begin alike the longer one counts.
    """
    usual = {
        name: group.chinese[0]
        for group in term_groups()
        if any(len(name) <= MAX_CODE and _CODE.fullmatch(name) for name in group.chinese)
        for name in group.chinese
    }
    names = sorted(usual, key=len, reverse=True)
    patterns = (
        rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
        for name in names
    )
    return re.compile("|".join(patterns)), usual
