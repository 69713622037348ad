"""A clause named by its number: 第20条写了什么."""

import re
from typing import TYPE_CHECKING

from qa.citing import cite_range, on_one_line
from qa.lookups.answers import Row, answer_of_rows, refusal
from qa.question import Question
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_WHAT_IT_SAYS = re.compile(
    r"内容|原文|全文|(?:写|说|讲|规定|要求|提)了?[些的是]*(?:什么|啥|哪些)|是什么|指什么"
    r"|what does|what is in|text of",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    r"[\s?？。，,的是“”\"]*(?:方案|计划|文件|plan)?[\s?？。，,的“”\"]*", re.IGNORECASE
)
MAX_CHARS = 800
"""Of a clause that is shown; a chapter goes on in its citation."""


def find_clause(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the text of the clauses that a question names, where it asks for nothing else.

    One that no plan has is not stated.
    """
    mentions = hits.query.clauses
    if not mentions or not _asks_for_it(hits, question):
        return None
    named = [place for mention in mentions for place in mention.clauses]
    if not named:
        return refusal(question, "passage", "、".join(mention.text for mention in mentions))
    rows = [_row(index, plan_id, clause_id) for plan_id, clause_id in dict(named).items()]
    return answer_of_rows(index, question, "passage", rows)


def _asks_for_it(hits: "Hits", question: Question) -> bool:
    """Tell whether a question asks what a clause says, rather than something about it."""
    if _WHAT_IT_SAYS.search(question.shadow):
        return True
    rest = hits.query.text
    for mention in hits.query.clauses:
        rest = rest.replace(mention.text, "")
    for city in hits.query.cities:
        rest = rest.replace(city, "").replace(city.removesuffix("市"), "")
    return _NOTHING_ELSE.fullmatch(rest) is not None


def _row(index: "PlanIndex", plan_id: str, clause_id: str) -> Row:
    """Return what a clause says, as far as it is shown."""
    plan = index.plan(plan_id)
    clause = next(clause for clause in plan.clauses if clause.id == clause_id)
    citation = cite_range(index, plan_id, clause_id, clause.start, clause.end)
    text = on_one_line(citation.quote)
    if len(text) > MAX_CHARS:
        cut = max(text.rfind(mark, 0, MAX_CHARS) for mark in "。；;") + 1
        text = text[: cut or MAX_CHARS]
    return Row(plan_id, text, (citation,))
