"""A question on several years, taken apart: each is asked for itself."""

import re
from typing import TYPE_CHECKING

from qa.frames import list_in
from qa.grounding import Draft, grounded
from qa.question import Question
from qa.types import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

_YEAR = r"20\d\d\s*年?(?:底|末|年底)?(?:前)?"
_JOIN = r"\s*(?:[、,，和与及跟]|以及|还有|\band\b)+\s*(?:到|in\s+|by\s+)?"
_YEARS = re.compile(rf"(?<![\d-])({_YEAR})((?:{_JOIN}{_YEAR})+)(?![\d-])")
_ONE = re.compile(_YEAR)
_NUMBER = re.compile(r"20\d\d")
MAX_PARTS = 4


def parts_by_year(question: Question) -> tuple[str, ...]:
    """Return a question once for each of the years that it joins; none where it joins none.

    2014年和2016年各是多少 asks for two values; 2014—2016年 names one span of time.
    """
    is_change = question.is_over_time and question.asks != "number"
    if is_change or question.asks not in ("number", "list", "passage"):
        return ()
    found = _YEARS.search(question.text)
    if not found:
        return ()
    years = [match.group() for match in _ONE.finditer(found.group())][:MAX_PARTS]
    before, after = question.text[: found.start()], question.text[found.end() :]
    return tuple(f"{before}{year}{after}" for year in years)


def joined_answer(
    question: Question, parts: tuple[str, ...], answer: "Callable[[str], Answer]"
) -> Answer | None:
    """Return the answers to the parts of a question as one; None unless two parts have one.

    Args:
        question: That was taken apart.
        parts: Each a question.
        answer: Answers one.
    """
    answers = [(part, answer(part)) for part in parts]
    given = [(part, own) for part, own in answers if own.status == "answered"]
    if len(given) < 2 or any(own.kind == "comparison" for _, own in given):
        return None
    lines = []
    for part, own in given:
        year = _year_of(part, question.text)
        is_said = any(year in citation.quote for citation in own.citations)
        lines.append(
            f"{year}：{own.text}" if year and is_said and year not in own.text else own.text
        )
    citations = dict.fromkeys(cited for _, own in given for cited in own.citations)
    draft = Draft(
        kind="number" if question.asks == "number" else given[0][1].kind,
        confidence=min(own.confidence for _, own in given),
        text=list_in(lines, question.language),
        citations=tuple(citations),
        items=tuple(lines),
    )
    return grounded(question, draft)


def _year_of(part: str, whole: str) -> str:
    """Return the year that a part kept of those that its question joins."""
    found = _YEARS.search(whole)
    joined = _NUMBER.findall(found.group()) if found else []
    return next((year for year in joined if year in part), "")
