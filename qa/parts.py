"""A question on several years or things, taken apart: each is asked for itself."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.frames import list_in
from qa.grounding import Draft, grounded
from qa.question import Question, names_topic, read_question
from qa.types import Answer
from qa.wording import SCANT, weight_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import PlanIndex

_YEAR = r"20\d\d\s*年?(?:底|末|年底)?(?:前)?"
_JOIN = r"\s*(?:[、,，和与及跟]|以及|还有|\band\b)+\s*(?:到|in\s+|by\s+)?"
_YEARS = re.compile(rf"(?<![\d-])({_YEAR})((?:{_JOIN}{_YEAR})+)(?![\d-])")
_ONE = re.compile(_YEAR)
_NUMBER = re.compile(r"20\d\d")
MAX_PARTS = 4
_OF_ONE = ("none", "speaks", "silence")
"""What is wanted of plans that is nothing to a question on one: who speaks of it."""
_CLAUSE = re.compile(r"[^,，;；?？。]+[,，;；?？。]*")
_TOLD = ("number", "when", "duty", "list", "definition")
"""What a clause must ask for that is no sentence; others hold a word that asks without asking:
查油合不合格，谁领头."""
_END = re.compile(r"[;；?？。]\s*$")


def parts_by_year(question: Question) -> tuple[Question, ...]:
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
    return tuple(read_question(f"{before}{year}{after}") for year in years)


def parts_by_clause(index: "PlanIndex", question: Question) -> tuple[Question, ...]:
    """Return a question once for each of its clauses that asks; none where only one does.

    Clauses that ask nothing are said of every part: 橙色预警时，谁来批准，几小时内落实. One of a
    few words comes behind the fullest, and asks what it asks: 散煤替代多少户，由谁负责.

    Args:
        index: Whose words tell what a clause is about.
        question: Of one place.
    """
    if question.is_across or question.is_over_time or question.wants not in _OF_ONE:
        return ()
    clauses = [found.group() for found in _CLAUSE.finditer(question.text)]
    asking = [at for at, own in enumerate(clauses) if not names_topic(own.strip(" ,，;；?？。"))]
    if not 1 < len(asking) <= MAX_PARTS:
        return ()
    told = {at: read_question(clauses[at]).asks for at in asking}
    if not all(told[at] in _TOLD or _is_sentence(clauses, at, asking) for at in asking):
        return ()
    weights = {at: weight_of(index, clauses[at]) for at in asking}
    fullest = max(asking, key=weights.__getitem__)
    scant = {at for at in asking if weights[at] < SCANT * weights[fullest]}
    if scant and set(told.values()) <= {"duty", "list"}:
        return ()  # 谁牵头，哪些部门配合: one statement has both
    parts = []
    for at in asking:
        kept = {at, fullest} if at in scant else {at}
        text = "".join(own for n, own in enumerate(clauses) if n in kept or n not in asking)
        parts.append(replace(read_question(text), asks=told[at], is_across=False))
    return tuple(parts)


def _is_sentence(clauses: list[str], at: int, asking: list[int]) -> bool:
    """Tell whether a clause is, of several sentences, the only one of its own that asks."""
    number = [sum(_END.search(own) is not None for own in clauses[:n]) for n in range(len(clauses))]
    return number[-1] > 0 and [n for n in asking if number[n] == number[at]] == [at]


def joined_answer(
    question: Question, parts: tuple[Question, ...], answer: "Callable[[Question], Answer]"
) -> Answer | None:
    """Return the answers to the parts of a question as one; None unless two parts have one.

    None as well where one sentence answers two clauses: it answers the question as it was asked.

    Args:
        question: That was taken apart.
        parts: Each a question.
        answer: Answers one.
    """
    answers = [(part, answer(part)) for part in parts]
    given = [(part, own) for part, own in answers if own.status == "answered"]
    if len(given) < 2 or any(own.kind == "comparison" for _, own in given):
        return None
    is_by_year = _YEARS.search(question.text) is not None
    if not is_by_year and len({own.citations for _, own in given}) < len(parts):
        return None
    lines = []
    for part, own in given:
        year, text = _year_of(part.text, question.text), own.text.rstrip("；;。")
        is_said = any(year in citation.quote for citation in own.citations)
        lines.append(f"{year}：{text}" if year and is_said and year not in text else text)
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
