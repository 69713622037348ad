"""By when a target is to be reached, and what it is compared with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_YEAR = r"(?:19|20)[0-9]{2}"
_PLANNED = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十二五": 2015}
_MENTION = re.compile(
    rf"(?:{_YEAR}年?[-~—至到])?(?P<year>{_YEAR})(?:年|10底)|[“\"']?(?P<plan>十[二三四五]五)[”\"']?"
)
_COMPARED = re.compile(
    rf"(?:比|较|与|以|于|相比|在|同)(?P<year>{_YEAR})年(?:底|度|同期|水平|基础上|基准|为基|相比|实际)?"
)
_BASED = re.compile(r"(?:基础上|基准年?|为基|相比)")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year in a shadow.

    Attributes:
        is_base: It is what a target is compared with.
    """

    start: int
    end: int
    year: int
    is_base: bool


def find_years(text: str) -> Iterator[YearMention]:
    """Yield the years of a shadow, in order; of a span of years the last."""
    compared = {match.start("year"): match for match in _COMPARED.finditer(text)}
    for match in _MENTION.finditer(text):
        plan = match["plan"]
        year = _PLANNED[plan] if plan else int(match["year"])
        base = compared.get(match.start("year")) if not plan else None
        is_base = base is not None and (
            base.group()[0] in "比较" or bool(_BASED.search(text[base.start() : match.end() + 4]))
        )
        yield YearMention(match.start(), match.end(), year, is_base)
