"""Questions that a passage nearly answers: the right one, put to another year or pollutant."""

import random
import re
from collections.abc import Iterator

from index.text import shadow_of
from qa.agreeing import pollutants_in

POLLUTANTS = (
    ("PM2.5", "细颗粒物"),
    ("PM10", "可吸入颗粒物"),
    ("O3", "臭氧"),
    ("SO2", "二氧化硫"),
    ("NO2", "二氧化氮"),
    ("NOx", "氮氧化物"),
    ("VOCs", "挥发性有机物"),
    ("CO", "一氧化碳"),
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
FARTHEST = 6
"""Years between the one asked about and the one put in its place."""


def near_misses(question: str, passage: str, choose: random.Random) -> Iterator[str]:
    """Yield a question put to another year, one that the passage has not, and to other pollution.

    A model that saw only passages on other things as wrong ones takes the first number beside the
    indicator for any year's.

    Args:
        question: As it was asked, in any script or in English.
        passage: With its headings, as the reader is shown it.
        choose: Draws the years and pollutants.
    """
    if changed := _another_year(question, passage, choose):
        yield changed
    if changed := _another_pollutant(question, passage, choose):
        yield changed


def _another_year(question: str, passage: str, choose: random.Random) -> str | None:
    """Return a question with its last year changed; None where it names none."""
    named = list(_YEAR.finditer(question))
    if not named:
        return None
    last = named[-1]
    near = range(int(last[0]) - FARTHEST, int(last[0]) + FARTHEST + 1)
    free = [str(year) for year in near if str(year) not in passage + question]
    return f"{question[: last.start()]}{choose.choice(free)}{question[last.end() :]}"


def _another_pollutant(question: str, passage: str, choose: random.Random) -> str | None:
    """Return a question with its only pollutant changed; None where it names none or several."""
    shadow = shadow_of(question)
    named = list(pollutants_in(shadow.text.lower()))
    if len(named) != 1:
        return None
    start, end, _ = named[0]
    is_code = shadow.text[start:end].isascii()
    held = {own for _, _, own in pollutants_in(f"{passage}\n{shadow.text}".lower())}
    free = [pair for pair in POLLUTANTS if pair[0].lower() not in held]
    if not free:
        return None
    first, last = shadow.source_range(start, end)
    return f"{question[:first]}{choose.choice(free)[not is_code]}{question[last:]}"
